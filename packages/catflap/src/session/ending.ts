/**
 * The end of a session whose cookie is at hand: for good in the store, then out of its lists.
 */
import type { SessionStore } from '../store/store.ts'
import type { SessionKeys } from './session-cookie.ts'
import type { SessionIndex } from './session-index.ts'
import { endStored } from './stored.ts'
import {
  openStored,
  type SessionDetails,
  type SessionRecord,
  type StoredSession,
} from './stored-session.ts'

/** A session just ended. */
export interface EndedSession {
  readonly id: string
  /** `undefined` when the record could not be opened: it ends all the same. */
  readonly details: SessionDetails | undefined
  /** `undefined` likewise. */
  readonly record: SessionRecord | undefined
}

/**
 * Ends a session; `undefined` when it had ended before. Throws `STORE_UNAVAILABLE`.
 *
 * @param isMeant - whether what the store holds is what shall end; anything, when it is left out
 */
export type EndSession = (
  keys: SessionKeys,
  isMeant?: (value: Uint8Array) => boolean,
) => Promise<EndedSession | undefined>

/** @param now - seconds since the epoch */
export function createEnding(
  store: SessionStore,
  { forget }: Pick<SessionIndex, 'forget'>,
  now: () => number,
): EndSession {
  return async function end(keys, isMeant) {
    const { id, storeKey } = keys
    const value = await endStored(store, storeKey, now, isMeant)
    if (value === undefined) return undefined
    const stored = storedIn(keys, value)
    if (stored !== undefined) await forget(storeKey, stored.record)
    return { id, details: stored?.details, record: stored?.record }
  }
}

function storedIn(keys: SessionKeys, value: Uint8Array): StoredSession | undefined {
  try {
    return openStored(keys, value)
  } catch {
    return undefined
  }
}
