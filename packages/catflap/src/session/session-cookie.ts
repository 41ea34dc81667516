/**
 * The session cookie: a version character and 32 random bytes, from which both the store's key and
 * the record's sealing key follow. The store alone opens nothing, and neither does its key.
 */
import { hash, randomBytes } from 'node:crypto'

const VERSION = '1'
const VALUE = /^1[\w-]{43}$/

/** What one cookie value unlocks. */
export interface SessionKeys {
  readonly storeKey: string
  readonly sealKey: Uint8Array
  /** Names the session in events and lists; a prefix of the store's key, so it opens nothing. */
  readonly id: string
}

/** A new cookie value. */
export function createCookieValue(): string {
  return VERSION + randomBytes(32).toString('base64url')
}

/** The keys of a cookie value; `undefined` for a value that we did not make. */
export function sessionKeys(value: string): SessionKeys | undefined {
  if (!VALUE.test(value)) return undefined
  // One hash for two independent keys: neither half of SHA-512 tells anything of the other.
  const digest = hash('sha512', `catflap session\0${value}`, 'buffer')
  const storeKey = digest.subarray(0, 32).toString('base64url')
  return { storeKey, sealKey: digest.subarray(32), id: storeKey.slice(0, 16) }
}
