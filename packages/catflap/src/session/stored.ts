/**
 * Operations on the store that never let its own errors out, and never a half-done change.
 */
import { LoginError } from '../errors.ts'
import { type MaybePromise, type SessionStore, TOMBSTONE } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'

/** Tries to end a session that others keep writing. */
const TRIES = 20
/** Seconds for which a tombstone stays, at least: longer than any request is under way. */
const GRAVE = 3600

/** Runs a store operation; whatever it throws becomes `STORE_UNAVAILABLE`. */
export async function attempt<T>(operation: () => MaybePromise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    throw unavailable(error)
  }
}

/**
 * The store gave no answer: it cannot be told who is signed in. What a store of the app's own says of
 * itself stays in the cause: it may hold anything.
 */
export function unavailable(cause: unknown): LoginError {
  const known = cause instanceof StoreError
  const reason = known ? cause.reason : 'UNKNOWN'
  const message = `store: ${reason}${known ? `: ${cause.message}` : ''}`
  return new LoginError('STORE_UNAVAILABLE', message, { reason, cause })
}

/** Others kept writing what was to be written. */
export function contended(): LoginError {
  return new LoginError('STORE_UNAVAILABLE', 'store: CONTENTION', { reason: 'CONTENTION' })
}

/** What the store gave is none of our entries, or was changed. */
export function unreadable(what: string): LoginError {
  const reason = 'UNREADABLE_ENTRY'
  return new LoginError('STORE_UNAVAILABLE', `store: ${reason}: ${what}`, { reason })
}

/**
 * Puts a tombstone in the place of an entry: a late write finds it, not a gap.
 *
 * @param now - seconds since the epoch
 * @param isMeant - whether it is this value that shall end
 * @returns what the entry held; `undefined` when there was nothing to end
 * @throws {@link LoginError} `STORE_UNAVAILABLE`
 */
export async function endStored(
  store: SessionStore,
  key: string,
  now: () => number,
  isMeant: (value: Uint8Array) => boolean = () => true,
): Promise<Uint8Array | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const entry = await attempt(() => store.read(key, now()))
    if (entry === undefined || entry.value.byteLength === 0 || !isMeant(entry.value))
      return undefined
    const expiresAt = Math.max(entry.expiresAt, now() + GRAVE)
    const condition = { revision: entry.revision, expiresAt }
    if (await attempt(() => store.write(key, TOMBSTONE, condition, now()))) return entry.value
  }
  throw contended()
}
