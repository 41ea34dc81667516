/**
 * A session: who is signed in, since when, and on request what the login brought.
 */
import { LoginError } from '../errors.ts'
import { textsAt } from '../protocol/claim-path.ts'
import { type Claims, deepFreeze } from '../protocol/claims.ts'
import { CLOCK_TOLERANCE } from '../protocol/id-token.ts'
import type { Requirements } from '../protocol/login-parameters.ts'
import type { LoginTrace } from '../trace.ts'
import { IV } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import {
  openDetails,
  openRecord,
  openTrace,
  RECORD_START,
  type SealedParts,
  type SessionDetails,
  type SessionRecord,
  splitSession,
} from './stored-session.ts'

/** A person's session with this app. Instants are seconds since the epoch. */
export interface Session {
  /**
   * How the app knows whose it is: by a login at the provider, or, with `session.acceptIngressUser`, by the
   * word of LazyCat's ingress about this one request. That one has no tokens and no lifetime: see
   * docs/ingress-user.md for what each member holds.
   */
  readonly source: 'oidc' | 'ingress'
  /** Names the session in events and lists; it signs nobody in. */
  readonly id: string
  readonly sub: string
  /** The provider's session, when it names one. */
  readonly sid: string | undefined
  /** Claims of the ID Token. */
  readonly claims: Claims
  /** Claims of the UserInfo response; none where the provider has no such endpoint. */
  readonly userInfo: Claims
  /**
   * Groups from the ID Token or else the UserInfo response, at `provider.groupsClaim`; empty when there
   * are none.
   */
  readonly groups: readonly string[]
  readonly createdAt: number
  /** Absolute end; it ends earlier when it is idle. */
  readonly expiresAt: number
  readonly attempt: string
  readonly returnTo: string
  /** When the access token will be renewed; `undefined` when it cannot be. */
  readonly renewAt: number | undefined
  /**
   * Whether the person signed in at the provider as this demands, by `auth_time` and `acr` of the ID Token;
   * whom the ingress names has not. Where not, `Login.challenge` asks for it.
   */
  meets(requirements: Requirements): boolean
  /**
   * Tokens, as this request found them.
   *
   * @throws {@link LoginError} `STORE_UNAVAILABLE`; `INGRESS_USER_INSUFFICIENT` of an ingress session, like
   * every method below
   */
  details(): SessionDetails
  /**
   * Every step and check of the login that made this session, spent secrets included: for the person
   * whose it is, and nobody else. @throws {@link LoginError} `STORE_UNAVAILABLE` when it is damaged
   */
  trace(): LoginTrace
  /**
   * A live access token, renewed when need be.
   *
   * @throws {@link LoginError} `ACCESS_TOKEN_EXPIRED` when there is no refresh token, and every code
   * of `Renew`
   */
  accessToken(): Promise<string>
  /**
   * Has the tokens renewed now, due or not: once for everybody who asks of the tokens that this
   * request found, in whatever process. The session of the next request has the new ones.
   *
   * @throws {@link LoginError} `REFRESH_TOKEN_MISSING` when the provider gave none, and every code of
   * `Renew`; with a 4xx of those the session has ended
   */
  renew(): Promise<void>
}

/** What open sessions share: the clock, in seconds since the epoch, and the way to renew one. */
export interface SessionRuntime {
  readonly now: () => number
  /** Where a person's groups are among the claims. */
  readonly groupsClaim: string
  readonly renew: (
    keys: SessionKeys,
    wish?: { readonly found?: Uint8Array; readonly insists?: boolean },
  ) => Promise<SessionDetails>
  /** Waits for a renewal that is due: false when the session has ended by it. */
  readonly awaitRenewal: (keys: SessionKeys) => Promise<boolean>
}

/** A stored session opened as far as a request needs it: once, for all requests that find it so. */
export interface OpenedSession {
  readonly keys: SessionKeys
  /** Frozen, since requests share it. */
  readonly record: SessionRecord
  readonly sealed: SealedParts
  /** What the store gave, and a copy of the random start of its sealed record: other bytes have another one. */
  readonly value: Uint8Array
  readonly seal: Uint8Array
}

/**
 * Opens a stored session as far as a request needs it.
 *
 * @param known - what the same cookie opened before; where the record is still that one, nothing is
 * opened anew
 * @throws {@link LoginError} `STORE_UNAVAILABLE` when the record is damaged: who is signed in cannot
 * be told
 */
export function openSession(
  keys: SessionKeys,
  value: Uint8Array,
  known?: OpenedSession,
): OpenedSession {
  const same = known !== undefined && isSealedAs(value, known.seal)
  if (same && value === known.value) return known
  const sealed = splitSession(value)
  if (same) return { ...known, sealed, value }
  const record = deepFreeze(openRecord(keys, sealed.record))
  return { keys, record, sealed, value, seal: Uint8Array.from(sealed.record.subarray(0, IV)) }
}

/** True of a stored session whose record begins with these very bytes. On each request: nothing is made. */
function isSealedAs(value: Uint8Array, seal: Uint8Array): boolean {
  for (let i = 0; i < IV; i++) if (value[RECORD_START + i] !== seal[i]) return false
  return true
}

/** The session that one request gets. It opens nothing until it is asked for more than the identity. */
export function sessionFor(opened: OpenedSession, runtime: SessionRuntime): Session {
  return new OpenSession(opened, runtime)
}

/** A class, so that the methods are shared by all sessions and cost a request nothing. */
class OpenSession implements Session {
  readonly #opened: OpenedSession
  readonly #runtime: SessionRuntime

  constructor(opened: OpenedSession, runtime: SessionRuntime) {
    this.#opened = opened
    this.#runtime = runtime
  }

  get source(): 'oidc' {
    return 'oidc'
  }
  get id(): string {
    return this.#opened.keys.id
  }
  get sub(): string {
    return this.#opened.record.sub
  }
  get sid(): string | undefined {
    return this.#opened.record.sid
  }
  get claims(): Claims {
    return this.#opened.record.claims
  }
  get userInfo(): Claims {
    return this.#opened.record.userInfo
  }
  get groups(): readonly string[] {
    const { claims, userInfo } = this.#opened.record
    const { groupsClaim } = this.#runtime
    return textsAt(claims, groupsClaim) ?? textsAt(userInfo, groupsClaim) ?? []
  }
  get createdAt(): number {
    return this.#opened.record.createdAt
  }
  get expiresAt(): number {
    return this.#opened.record.expiresAt
  }
  get attempt(): string {
    return this.#opened.record.attempt
  }
  get returnTo(): string {
    return this.#opened.record.returnTo
  }
  get renewAt(): number | undefined {
    return this.#opened.record.renewAt
  }

  meets({ maxAge, acrValues }: Requirements): boolean {
    const { auth_time: time, acr } = this.#opened.record.claims
    const age = typeof time === 'number' ? this.#runtime.now() - time : Number.POSITIVE_INFINITY
    // A time to come proves nothing: it would be recent for ever.
    const isPast = age >= -CLOCK_TOLERANCE
    const isRecent = maxAge === undefined || (isPast && age <= maxAge + CLOCK_TOLERANCE)
    return isRecent && (acrValues === undefined || acrValues.some((value) => value === acr))
  }

  details(): SessionDetails {
    const { keys, sealed, record } = this.#opened
    return openDetails(keys, sealed.details, record.claims)
  }

  trace(): LoginTrace {
    return openTrace(this.#opened.keys, this.#opened.sealed.trace)
  }

  async accessToken(): Promise<string> {
    const { accessToken, accessTokenExpiresAt: end, refreshToken } = this.details()
    const now = this.#runtime.now()
    if (end === undefined || now < end) return accessToken
    if (refreshToken !== undefined)
      return (await this.#runtime.renew(this.#opened.keys, { insists: true })).accessToken
    throw new LoginError('ACCESS_TOKEN_EXPIRED', 'session: the access token has expired', {
      parameter: 'access_token',
      expected: 'a live access token',
      seen: `one that ended ${Math.round(now - end)} seconds ago`,
    })
  }

  async renew(): Promise<void> {
    if (this.details().refreshToken === undefined) {
      throw new LoginError('REFRESH_TOKEN_MISSING', 'session: it cannot be renewed', {
        parameter: 'refresh_token',
        expected: 'a refresh token',
        seen: 'nothing',
      })
    }
    const { keys, sealed } = this.#opened
    await this.#runtime.renew(keys, { found: sealed.details, insists: true })
  }
}
