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
  return new Keys(hash('sha512', `catflap session\0${value}`, 'base64url'))
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Whole characters of the first half's 32 bytes, and the bits of the next one that are still its own. */
const [WHOLE, REST] = [42, 0b111100]

/** The digest stays the text as which it came until something is opened: to strangers' cookies nothing ever is. */
class Keys implements SessionKeys {
  readonly storeKey: string
  readonly id: string
  readonly #digest: string

  constructor(digest: string) {
    const last = ALPHABET.indexOf(digest.charAt(WHOLE)) & REST
    this.storeKey = digest.slice(0, WHOLE) + ALPHABET.charAt(last)
    this.id = digest.slice(0, 16)
    this.#digest = digest
  }

  get sealKey(): Uint8Array {
    return Buffer.from(this.#digest, 'base64url').subarray(32)
  }
}
