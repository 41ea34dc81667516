/**
 * A session: who is signed in, since when, and on request what the login brought.
 */
import { LoginError } from '../errors.ts'
import { type Claims, isTextList } from '../protocol/claims.ts'
import type { Check } from '../protocol/id-token.ts'
import { open, seal } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'

/** What every request needs to know; sealed apart from {@link SessionDetails}. */
export interface SessionRecord {
  readonly sub: string
  readonly sid: string | undefined
  readonly claims: Claims
  readonly userInfo: Claims
  readonly createdAt: number
  readonly expiresAt: number
  /** The login attempt that made this session, and where it led: for a repeated callback. */
  readonly attempt: string
  readonly returnTo: string
}

/** One exchange of the login, with its duration in milliseconds. */
export interface LoginStep {
  readonly name: 'token-request' | 'id-token' | 'userinfo-request'
  readonly duration: number
}

/** What the login brought besides the identity. Holds tokens: never log or show it unmasked. */
export interface SessionDetails {
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string | undefined
  /** Seconds since the epoch; `undefined` when the provider did not say. */
  readonly accessTokenExpiresAt: number | undefined
  /** Every check that was made, in order. */
  readonly checks: readonly Check[]
  readonly steps: readonly LoginStep[]
  /** When the browser was sent to the provider; seconds since the epoch. */
  readonly startedAt: number
}

/** A person's session with this app. Instants are seconds since the epoch. */
export interface Session {
  /** Names the session in events and lists; it signs nobody in. */
  readonly id: string
  readonly sub: string
  /** The provider's session, when it names one. */
  readonly sid: string | undefined
  /** Claims of the ID Token. */
  readonly claims: Claims
  /** Claims of the UserInfo response. */
  readonly userInfo: Claims
  /** Groups from the ID Token or else the UserInfo response; empty when there are none. */
  readonly groups: readonly string[]
  readonly createdAt: number
  /** Absolute end; it ends earlier when it is idle. */
  readonly expiresAt: number
  readonly attempt: string
  readonly returnTo: string
  /** Tokens, checks and steps of the login. @throws {@link LoginError} `STORE_UNAVAILABLE` */
  details(): SessionDetails
  /** A live access token. @throws {@link LoginError} `ACCESS_TOKEN_EXPIRED` */
  accessToken(): Promise<string>
}

/**
 * Opens a stored session.
 *
 * @throws {@link LoginError} `STORE_UNAVAILABLE` when the record is damaged: who is signed in cannot
 * be told
 */
export function openSession(
  { id, sealKey }: SessionKeys,
  value: Uint8Array,
  now: () => number,
): Session {
  const [sealedRecord, sealedDetails] = splitRecord(value)
  const record = openPart<SessionRecord>(sealKey, RECORD, sealedRecord)
  return new OpenSession(id, record, now, () => openPart(sealKey, DETAILS, sealedDetails))
}

/** Seals a session for the store: two parts, so that a request opens only what it needs. */
export function sealSession(
  { sealKey }: SessionKeys,
  record: SessionRecord,
  details: SessionDetails,
): Uint8Array {
  const first = seal(sealKey, RECORD, JSON.stringify(record))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(first.byteLength)
  return Buffer.concat([length, first, seal(sealKey, DETAILS, JSON.stringify(details))])
}

const RECORD = 'catflap session record'
const DETAILS = 'catflap session details'

function splitRecord(value: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const end = 4 + (buffer.byteLength < 4 ? 0 : buffer.readUInt32BE(0))
  return [buffer.subarray(4, end), buffer.subarray(end)]
}

function openPart<T>(sealKey: Uint8Array, name: string, sealed: Uint8Array): T {
  const text = open(sealKey, name, sealed)
  if (text !== undefined) return JSON.parse(text) as T
  throw new LoginError('STORE_UNAVAILABLE', `store: damaged ${name}`)
}

/** A class, so that the methods are shared by all sessions and cost a request nothing. */
class OpenSession implements Session {
  readonly id: string
  readonly #record: SessionRecord
  readonly #now: () => number
  readonly #details: () => SessionDetails

  constructor(id: string, record: SessionRecord, now: () => number, details: () => SessionDetails) {
    this.id = id
    this.#record = record
    this.#now = now
    this.#details = details
  }

  get sub(): string {
    return this.#record.sub
  }
  get sid(): string | undefined {
    return this.#record.sid
  }
  get claims(): Claims {
    return this.#record.claims
  }
  get userInfo(): Claims {
    return this.#record.userInfo
  }
  get groups(): readonly string[] {
    const { claims, userInfo } = this.#record
    return [claims.groups, userInfo.groups].find(isTextList) ?? []
  }
  get createdAt(): number {
    return this.#record.createdAt
  }
  get expiresAt(): number {
    return this.#record.expiresAt
  }
  get attempt(): string {
    return this.#record.attempt
  }
  get returnTo(): string {
    return this.#record.returnTo
  }

  details(): SessionDetails {
    return this.#details()
  }

  async accessToken(): Promise<string> {
    const { accessToken, accessTokenExpiresAt } = this.#details()
    if (accessTokenExpiresAt === undefined || this.#now() < accessTokenExpiresAt) return accessToken
    throw new LoginError('ACCESS_TOKEN_EXPIRED', 'session: the access token has expired', {
      parameter: 'access_token',
      expected: 'a live access token',
      seen: `one that ended ${Math.round(this.#now() - accessTokenExpiresAt)} seconds ago`,
    })
  }
}
