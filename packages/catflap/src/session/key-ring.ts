/**
 * The keys that name and seal what no cookie of a session opens: the lists of people's sessions, the
 * attempts to sign in, login transactions.
 *
 * They follow from the configured secrets. Without one they follow from a key made once and kept:
 * beside the entries where the store has a place for it, else among them.
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { LoginError } from '../errors.ts'
import type { SessionStore } from '../store/store.ts'
import { deriveKey } from './seal.ts'
import { attempt, unreadable } from './stored.ts'

/** Seconds for which the key made in the store is kept; longer than any box runs. */
const KEY_LIFETIME = 3_155_760_000
const KEY_NAME = 'store-key'
const KEY_BYTES = 32

/** Keys of one purpose: the first seals and names, all open and find. */
export type Keys = readonly [Buffer, ...Buffer[]]

/** See the file's head. Both throw `STORE_UNAVAILABLE`. */
export interface KeyRing {
  /** Of the configured secrets or, without one, of the kept key. */
  current(purpose: string): Promise<Keys>
  /** The same, with that of a kept key last: it served until the first secret was configured. */
  all(purpose: string): Promise<Keys>
}

/**
 * @param secrets - those of the configuration, the one that seals first; may be empty
 * @param now - seconds since the epoch
 */
export function createKeyRing(
  store: SessionStore,
  secrets: readonly string[],
  now: () => number,
): KeyRing {
  let asked: Promise<string | undefined> | undefined

  /** The kept key; made only where no secret is configured. */
  function kept(): Promise<string | undefined> {
    asked ??= keptKey(store, secrets.length === 0, now).catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }

  return {
    current: onceEach(async (purpose) =>
      keysOf(purpose, secrets.length > 0 ? secrets : [await kept()]),
    ),
    all: onceEach(async (purpose) => keysOf(purpose, [...secrets, await kept()])),
  }
}

/**
 * Keys for a purpose of the app's own, made anew for each caller, who may do with them what they like.
 *
 * @param purpose - any text: as UTF-16 no two are the same bytes
 */
export async function appKeys(ring: KeyRing, purpose: string): Promise<Keys> {
  const [first, ...rest] = await ring.current('of the app')
  const keyOf = (key: Buffer) => createHmac('sha256', key).update(purpose, 'utf16le').digest()
  return [keyOf(first), ...rest.map(keyOf)]
}

/** Derives the keys of each purpose once: what they follow from stays. */
function onceEach(derive: (purpose: string) => Promise<Keys>): (purpose: string) => Promise<Keys> {
  const derived = new Map<string, Keys>()
  return async (purpose) => {
    const keys = derived.get(purpose) ?? (await derive(purpose))
    derived.set(purpose, keys)
    return keys
  }
}

function keysOf(purpose: string, texts: readonly (string | undefined)[]): Keys {
  const [first, ...rest] = texts
    .filter((text) => text !== undefined)
    .map((text) => deriveKey(purpose, text))
  // Without a secret there is the kept key, or nothing comes here.
  return [first!, ...rest]
}

/** The kept key as text; whoever comes first makes it. */
async function keptKey(
  store: SessionStore,
  make: boolean,
  now: () => number,
): Promise<string | undefined> {
  const proposed = make ? randomBytes(KEY_BYTES) : undefined
  const beside = await attempt(() => store.keepKey?.(proposed))
  if (beside !== undefined) return textOf(beside)
  if (proposed !== undefined) {
    const condition = { revision: 0, expiresAt: now() + KEY_LIFETIME }
    await attempt(() => store.write(KEY_NAME, proposed, condition, now()))
  }
  const entry = await attempt(() => store.read(KEY_NAME, now()))
  if (entry?.value.byteLength === KEY_BYTES) return textOf(entry.value)
  if (entry === undefined && !make) return undefined
  throw gone()
}

const textOf = (key: Uint8Array): string => Buffer.from(key).toString('base64url')

const gone = (): LoginError => unreadable('the key of the store')
