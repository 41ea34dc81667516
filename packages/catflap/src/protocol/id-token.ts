/**
 * What the claims of an ID Token must say: an ordered table of rules, one row per rule of the spec.
 *
 * Pure. The signature and its `alg` are checked before this (`provider/id-token.ts`). Each rule that
 * holds leaves a {@link Check}, so that a person can be shown what was compared with what, and how far
 * a token got that was refused.
 */
import { LoginError, type LoginErrorCode, shown } from '../errors.ts'
import { type Claims, isText } from './claims.ts'
import type { ExpectedAuthentication } from './login-parameters.ts'

/** Seconds by which the provider's clock may differ from ours. */
export const CLOCK_TOLERANCE = 60

/** One comparison that was made and held. Neither value is a secret. */
export interface Check {
  /** What was checked: a claim, `signature`, `state`. */
  readonly name: string
  readonly expected: string
  readonly seen: string
}

/** What an ID Token is compared with. */
export interface ExpectedIdToken {
  readonly issuer: string
  readonly clientId: string
  readonly nonce: string
  /** True of a renewal, whose ID Token may leave the nonce out (section 12.2). */
  readonly nonceOptional?: boolean
  /** `at_hash` of the access token that came along (OpenID Connect Core 1.0, section 3.1.3.6). */
  readonly atHash: string
  /** Seconds by which the provider's clock may differ from ours. */
  readonly clockTolerance: number
  /** Seconds by which the provider's clock is ahead of ours, as its `Date` header had it. */
  readonly clockSkew: number | undefined
  /** How the person must have signed in, where the authorization request demanded it. */
  readonly authentication?: ExpectedAuthentication & {
    /** When that request was made; seconds since the epoch. */
    readonly requestedAt: number
  }
}

/** Claims that have passed every rule. */
export type CheckedClaims = Claims & {
  readonly iss: string
  readonly sub: string
  readonly exp: number
  readonly iat: number
}

interface Rule {
  readonly claim: string
  readonly code: LoginErrorCode
  /** Whether a claim is judged, and told, at all; left out, it always is. */
  readonly applies?: (claims: Claims, expected: ExpectedIdToken) => boolean
  readonly holds: (claims: Claims, expected: ExpectedIdToken, now: number) => boolean
  readonly expected: (expected: ExpectedIdToken, now: number) => string
  /** Default: the claim itself. */
  readonly seen?: (claims: Claims, now: number, expected: ExpectedIdToken) => string
}

const TIME = 'a time in seconds'

/** What must be there at all, before anything is compared. */
const SHAPES: readonly (readonly [string, string, (value: unknown) => boolean])[] = [
  ['sub', 'text of 1 to 255 characters', (value) => isText(value) && value.length <= 255],
  ['exp', TIME, (value) => typeof value === 'number' && value > 0],
  ['iat', TIME, (value) => typeof value === 'number' && value > 0],
  ['nbf', TIME, (value) => value === undefined || (typeof value === 'number' && value >= 0)],
]

const audiences = (claims: Claims): readonly unknown[] =>
  Array.isArray(claims.aud) ? claims.aud : [claims.aud]

/** OpenID Connect Core 1.0, sections 2 and 3.1.3.7, in the order in which they are told. */
const RULES: readonly Rule[] = [
  {
    claim: 'iss',
    code: 'ID_TOKEN_ISSUER_MISMATCH',
    holds: (claims, { issuer }) => claims.iss === issuer,
    expected: ({ issuer }) => issuer,
  },
  {
    claim: 'aud',
    code: 'ID_TOKEN_AUDIENCE_MISMATCH',
    holds: (claims, { clientId }) => audiences(claims).includes(clientId),
    expected: ({ clientId }) => clientId,
  },
  {
    claim: 'azp',
    code: 'ID_TOKEN_AZP_MISMATCH',
    // Several audiences need `azp` to say for whom the token was made.
    holds: (claims, { clientId }) =>
      claims.azp === undefined ? audiences(claims).length === 1 : claims.azp === clientId,
    expected: ({ clientId }) => clientId,
    seen: (claims) => {
      if (claims.azp !== undefined) return shown(claims.azp)
      return audiences(claims).length === 1
        ? 'none, as aud is single'
        : 'none, though aud is not single'
    },
  },
  {
    claim: 'exp',
    code: 'ID_TOKEN_EXPIRED',
    holds: (claims, { clockTolerance }, now) => Number(claims.exp) > now - clockTolerance,
    expected: ({ clockTolerance }, now) => `later than ${now - clockTolerance}`,
    seen: (claims, now, { clockSkew }) => time(Number(claims.exp), now, clockSkew),
  },
  {
    claim: 'iat',
    code: 'ID_TOKEN_FROM_FUTURE',
    holds: (claims, { clockTolerance }, now) => Number(claims.iat) <= now + clockTolerance,
    expected: ({ clockTolerance }, now) => `not later than ${now + clockTolerance}`,
    seen: (claims, now, { clockSkew }) => time(Number(claims.iat), now, clockSkew),
  },
  {
    claim: 'nbf',
    code: 'ID_TOKEN_FROM_FUTURE',
    // Not a claim of ID Tokens, but of any JWT (RFC 7519, section 4.1.5): whoever writes it means it.
    applies: ({ nbf }) => nbf !== undefined,
    holds: ({ nbf }, { clockTolerance }, now) => Number(nbf) <= now + clockTolerance,
    expected: ({ clockTolerance }, now) => `not later than ${now + clockTolerance}`,
    seen: ({ nbf }, now, { clockSkew }) => time(Number(nbf), now, clockSkew),
  },
  {
    claim: 'nonce',
    code: 'NONCE_MISMATCH',
    holds: (claims, { nonce, nonceOptional }) =>
      claims.nonce === nonce || (nonceOptional === true && claims.nonce === undefined),
    expected: () => 'the value sent with the authorization request',
    seen: (claims) => (claims.nonce === undefined ? 'none' : 'another value'),
  },
  {
    claim: 'at_hash',
    code: 'AT_HASH_MISMATCH',
    // Optional in the code flow; when present it ties the access token to this ID Token.
    holds: (claims, { atHash }) => claims.at_hash === undefined || claims.at_hash === atHash,
    expected: () => 'the hash of the access token',
    seen: (claims) => (claims.at_hash === undefined ? 'none' : 'another value'),
  },
  {
    claim: 'auth_time',
    code: 'AUTHENTICATION_INSUFFICIENT',
    applies: (_, { authentication }) => authentication?.maxAge !== undefined,
    holds: ({ auth_time: time }, expected, now) =>
      typeof time === 'number' &&
      time >= earliestSignIn(expected) &&
      time <= now + expected.clockTolerance,
    expected: (expected) => `a sign-in not before ${earliestSignIn(expected)}, and not to come`,
  },
  {
    claim: 'acr',
    code: 'AUTHENTICATION_INSUFFICIENT',
    applies: (_, { authentication }) => (authentication?.acrValues.length ?? 0) > 0,
    holds: ({ acr }, { authentication }) =>
      authentication?.acrValues.every((values) => values.some((value) => value === acr)) === true,
    expected: ({ authentication }) =>
      shown(authentication?.acrValues.map((values) => values.join(' or ')).join(', and ')),
  },
]

/** Measured from the request, since a person may look at the provider's page for long. */
function earliestSignIn({ authentication, clockTolerance }: ExpectedIdToken): number {
  const { requestedAt = 0, maxAge = 0 } = authentication ?? {}
  return requestedAt - maxAge - clockTolerance
}

/** What a row shows when it held and its claim must not be shown itself. */
const HELD: Readonly<Record<string, string>> = { nonce: 'the same value', at_hash: 'the same hash' }

/**
 * Checks the claims of an ID Token whose signature has already been verified.
 *
 * @param now - current time, in seconds since the epoch
 * @param held - receives each check as it holds
 * @throws {@link LoginError} the code of the first rule that does not hold; for a time it gives the
 * distance from our clock
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation | OpenID Connect Core 1.0, section 3.1.3.7}
 */
export function checkIdToken(
  claims: Claims,
  expected: ExpectedIdToken,
  now: number,
  held: Check[] = [],
): CheckedClaims {
  for (const [claim, wanted, holds] of SHAPES) {
    if (!holds(claims[claim]))
      fail('ID_TOKEN_INVALID', claim, wanted, misshapen(claims[claim], wanted))
  }
  for (const rule of RULES) {
    const { claim, code } = rule
    if (rule.applies?.(claims, expected) === false) continue
    const wanted = rule.expected(expected, now)
    const seen = rule.seen?.(claims, now, expected) ?? shown(claims[claim])
    if (!rule.holds(claims, expected, now)) fail(code, claim, wanted, seen)
    const equal = claims[claim] === undefined ? undefined : HELD[claim]
    held.push({ name: claim, expected: wanted, seen: equal ?? seen })
  }
  return claims as CheckedClaims
}

function fail(code: LoginErrorCode, parameter: string, expected: string, seen: string): never {
  const message = `ID Token: unacceptable "${parameter}"`
  throw new LoginError(code, message, { parameter, expected, seen })
}

/** Text that looks like a number would look like what was wanted. */
function misshapen(value: unknown, wanted: string): string {
  return typeof value === 'string' && wanted === TIME ? 'text in place of a number' : shown(value)
}

function time(value: number, now: number, clockSkew: number | undefined): string {
  const age = `${value}, ${distance(value - now)} this machine's clock`
  if (clockSkew === undefined) return age
  return `${age}; the provider's clock is ${distance(clockSkew)} this machine's`
}

function distance(seconds: number): string {
  return `${Math.round(Math.abs(seconds))} seconds ${seconds < 0 ? 'behind' : 'ahead of'}`
}
