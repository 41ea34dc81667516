/**
 * A session as it lies in the store: one entry of three parts, each sealed by itself. A request opens
 * the record alone; the tokens, and the steps of the login, when they are asked for.
 *
 * One entry, since a page of the embedded store is the least that one of this size takes: all three fit.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Claims } from '../protocol/claims.ts'
import type { LoginTrace } from '../trace.ts'
import { packDetails, unpackDetails } from './packed-details.ts'
import { open, openBytes, seal } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import { unreadable } from './stored.ts'

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
  /** Whom the ingress named at the callback; `undefined` when it named nobody or is not followed. */
  readonly ingressUser: string | undefined
  /** When the access token is to be renewed, behind a request; `undefined` when it cannot be. */
  readonly renewAt: number | undefined
  /** When it ends: from then on a request waits for the renewal. */
  readonly renewBy: number | undefined
}

/** What the login brought besides the identity. Holds tokens: never log or show it unmasked. */
export interface SessionDetails {
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string | undefined
  /** Seconds since the epoch; `undefined` when the provider did not say. */
  readonly accessTokenExpiresAt: number | undefined
  /** When the browser was sent to the provider; seconds since the epoch. */
  readonly startedAt: number
}

/** A session as the store keeps it, opened. */
export interface StoredSession {
  readonly record: SessionRecord
  readonly details: SessionDetails
  /** Every step and check of the login that made it: stays as it is. */
  readonly sealedTrace: Uint8Array
}

/** The parts of a stored session, sealed. */
export interface SealedParts {
  readonly record: Uint8Array
  readonly details: Uint8Array
  readonly trace: Uint8Array
}

/** Bytes before the parts: how long record and details are. */
const HEAD = 8
const [RECORD, DETAILS, TRACE] = ['record', 'details', 'trace'].map(
  (part) => `catflap session ${part}`,
) as [string, string, string]

/** Where the sealed record begins, in bytes. */
export const RECORD_START: number = HEAD

/**
 * A trace is a few kB: zlib's own sizes would have a quarter of a MB made and cleared, for the same bytes. Half the
 * effort makes it 5 % longer.
 */
const SMALL = { windowBits: 13, memLevel: 5, level: 3, chunkSize: 4096 } as const

/**
 * The sealed trace of a login that has made a session, compressed to a third. What it holds of secrets is spent,
 * so that its length tells nothing of any that is alive; of a session's tokens it would.
 */
export const sealTrace = ({ sealKey }: SessionKeys, { steps, checks }: LoginTrace): Uint8Array =>
  seal(sealKey, TRACE, deflateRawSync(JSON.stringify({ steps, checks }), SMALL))

/** Seals a session for the store; its trace has been sealed before. */
export function sealSession(
  { sealKey }: SessionKeys,
  { record, details, sealedTrace }: StoredSession,
): Uint8Array {
  const first = seal(sealKey, RECORD, JSON.stringify(record))
  const second = seal(sealKey, DETAILS, packDetails(details, record.claims))
  const lengths = Buffer.alloc(HEAD)
  lengths.writeUInt32BE(first.byteLength)
  lengths.writeUInt32BE(second.byteLength, HEAD / 2)
  return Buffer.concat([lengths, first, second, sealedTrace])
}

/** The parts of what {@link sealSession} gave, unopened. */
export function splitSession(value: Uint8Array): SealedParts {
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const isWhole = buffer.byteLength >= HEAD
  const middle = HEAD + (isWhole ? buffer.readUInt32BE(0) : 0)
  const end = middle + (isWhole ? buffer.readUInt32BE(HEAD / 2) : 0)
  return {
    record: buffer.subarray(HEAD, middle),
    details: buffer.subarray(middle, end),
    trace: buffer.subarray(end),
  }
}

/** What a sealed record says; `undefined` of anything else. */
export function readRecord(
  { sealKey }: SessionKeys,
  sealed: Uint8Array,
): SessionRecord | undefined {
  const text = open(sealKey, RECORD, sealed)
  return text === undefined ? undefined : JSON.parse(text)
}

/** @throws {@link LoginError} `STORE_UNAVAILABLE` when it is damaged, like the other functions that open */
export function openRecord(keys: SessionKeys, sealed: Uint8Array): SessionRecord {
  const record = readRecord(keys, sealed)
  if (record === undefined) throw unreadable(RECORD)
  return record
}

/** The details. @param claims - of the same session's record */
export function openDetails(
  { sealKey }: SessionKeys,
  sealed: Uint8Array,
  claims: Claims,
): SessionDetails {
  const packed = openBytes(sealKey, DETAILS, sealed)
  if (packed === undefined) throw unreadable(DETAILS)
  return unpackDetails(packed, claims)
}

/** What {@link sealTrace} gave, opened. */
export function openTrace({ sealKey }: SessionKeys, sealed: Uint8Array): LoginTrace {
  const packed = openBytes(sealKey, TRACE, sealed)
  if (packed === undefined) throw unreadable(TRACE)
  return JSON.parse(inflateRawSync(packed).toString())
}

/** Opens a stored session, but for its trace. */
export function openStored(keys: SessionKeys, value: Uint8Array): StoredSession {
  const sealed = splitSession(value)
  const record = openRecord(keys, sealed.record)
  const details = openDetails(keys, sealed.details, record.claims)
  return { record, details, sealedTrace: sealed.trace }
}

/** True while a stored session still holds the very details that somebody found in it before. */
export function holdsDetails(value: Uint8Array, found: Uint8Array): boolean {
  return Buffer.compare(splitSession(value).details, found) === 0
}
