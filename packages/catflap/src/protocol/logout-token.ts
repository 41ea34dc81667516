/**
 * The Logout Token of a back-channel logout: what it must say before it may end a session.
 *
 * Pure. Its signature is verified before this (`provider/logout-token.ts`); whether it has been used
 * before is asked of the store, after it (`routes/back-channel-logout.ts`).
 */
import { LoginError, shown } from '../errors.ts'
import { type Claims, isRecord, isText } from './claims.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** What a Logout Token is compared with. */
export interface ExpectedLogoutToken {
  readonly issuer: string
  readonly clientId: string
  /** Seconds by which the provider's clock may differ from ours. */
  readonly clockTolerance: number
}

/** What an acceptable Logout Token ends: one session at the provider, or a subject's sessions. */
export interface LogoutOrder {
  readonly owner: { readonly sid: string } | { readonly sub: string }
  readonly jti: string
  /** Seconds since the epoch, like `exp`. */
  readonly iat: number
  readonly exp: number
}

/** The header's `typ` and the claims of a token whose signature holds. */
interface SignedToken {
  readonly typ: unknown
  readonly claims: Claims
}

interface Rule {
  readonly name: string
  readonly holds: (token: SignedToken, expected: ExpectedLogoutToken, now: number) => boolean
  readonly expected: (expected: ExpectedLogoutToken, now: number) => string
  /** Default: the claim itself. */
  readonly seen?: (token: SignedToken) => string
}

/** What `typ` may say, in lower case. */
const TYPES: ReadonlySet<string> = new Set(['logout+jwt', 'jwt'])
/** Seconds for which a token without `exp` is good. */
const ENDLESS = 300

/** Back-Channel Logout 1.0, sections 2.4 and 2.6. */
const RULES: readonly Rule[] = [
  {
    name: 'typ',
    // Optional (section 2.4): Dex leaves it out, Hydra says that it is a JWT. Then `events`, which no
    // other token has, and the absence of a nonce tell what it is. Another type is another token's.
    holds: ({ typ }) => typ === undefined || (isText(typ) && TYPES.has(typ.toLowerCase())),
    expected: () => 'logout+jwt, or no typ',
    seen: ({ typ }) => shown(typ),
  },
  {
    name: 'iss',
    holds: ({ claims }, { issuer }) => claims.iss === issuer,
    expected: ({ issuer }) => issuer,
  },
  {
    name: 'aud',
    holds: ({ claims: { aud } }, { clientId }) =>
      Array.isArray(aud) ? aud.includes(clientId) : aud === clientId,
    expected: ({ clientId }) => clientId,
  },
  {
    name: 'iat',
    holds: ({ claims: { iat } }, { clockTolerance }, now) =>
      typeof iat === 'number' && iat <= now + clockTolerance,
    expected: ({ clockTolerance }, now) => `not later than ${now + clockTolerance}`,
  },
  {
    name: 'exp',
    // JSON can say 1e999, which never ends. Hydra, Keycloak and authentik have left it out: then the
    // token is good for as long as one takes to arrive.
    holds: ({ claims: { exp, iat } }, { clockTolerance }, now) =>
      exp === undefined
        ? Number(iat) > now - clockTolerance - ENDLESS
        : Number.isFinite(exp) && Number(exp) > now - clockTolerance,
    expected: ({ clockTolerance }, now) =>
      `later than ${now - clockTolerance}, or none and an iat of the last ${ENDLESS} seconds`,
  },
  {
    name: 'jti',
    holds: ({ claims }) => isText(claims.jti),
    expected: () => 'text',
    seen: () => 'something else',
  },
  {
    name: 'events',
    holds: ({ claims: { events } }) => isRecord(events) && isRecord(events[EVENT]),
    expected: () => 'an object for the back-channel logout event',
    seen: () => 'something else',
  },
  {
    name: 'nonce',
    // With one it could be handed in as an ID Token.
    holds: ({ claims }) => !Object.hasOwn(claims, 'nonce'),
    expected: () => 'none',
    seen: () => 'some',
  },
  {
    name: 'sid',
    holds: ({ claims: { sid } }) => sid === undefined || isText(sid),
    expected: () => 'text',
    seen: () => 'something else',
  },
  {
    name: 'sub',
    holds: ({ claims: { sid, sub } }) => sid !== undefined || isText(sub),
    expected: () => 'a sid or a sub',
    seen: () => 'neither',
  },
]

/**
 * Checks header and claims of a Logout Token and says what it ends.
 *
 * @param now - current time, in seconds since the epoch
 * @throws {@link LoginError} `LOGOUT_TOKEN_INVALID` naming the first claim that does not hold
 * @see {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation | OpenID Connect Back-Channel Logout 1.0, section 2.6}
 */
export function checkLogoutToken(
  token: SignedToken,
  expected: ExpectedLogoutToken,
  now: number,
): LogoutOrder {
  for (const { name, holds, expected: wanted, seen } of RULES) {
    if (holds(token, expected, now)) continue
    throw new LoginError('LOGOUT_TOKEN_INVALID', `Logout Token: unacceptable "${name}"`, {
      parameter: name,
      expected: wanted(expected, now),
      seen: seen?.(token) ?? shown(token.claims[name]),
    })
  }
  const { sid, sub, jti, iat, exp } = token.claims
  return {
    // A token that names one session must not end the subject's others.
    owner: sid === undefined ? { sub: String(sub) } : { sid: String(sid) },
    jti: String(jti),
    iat: Number(iat),
    exp: exp === undefined ? Number(iat) + ENDLESS : Number(exp),
  }
}
