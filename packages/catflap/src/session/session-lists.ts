/**
 * The lists that the index of sessions is made of: each one entry of the store, changed by
 * compare-and-set alone.
 */
import { isRecord } from '../protocol/claims.ts'
import type { MaybePromise, SessionStore } from '../store/store.ts'
import { attempt, contended, unreadable } from './stored.ts'

/** Tries to write a list that others are writing. */
const TRIES = 50

/** A session as a list keeps it. Instants are seconds since the epoch. */
export interface IndexedSession {
  /** Names the session in events and lists; it signs nobody in. */
  readonly id: string
  readonly storeKey: string
  readonly createdAt: number
  /** `iat` of the login's ID Token: by the provider's clock, not ours. */
  readonly issuedAt: number
  /** Absolute end. */
  readonly expiresAt: number
  /** Such as `Firefox, Linux`; empty when it could not be told. */
  readonly browser: string
  /** The names of the lists that it is in. */
  readonly lists: readonly string[]
}

/** See the file's head. */
export interface SessionLists {
  /** What a list holds, newest first. @throws `LoginError` `STORE_UNAVAILABLE` */
  read(name: string): Promise<readonly IndexedSession[]>
  /**
   * Replaces a list by what `edit` makes of it; `edit` runs again when another write came first.
   *
   * @throws `LoginError` `STORE_UNAVAILABLE`
   */
  change(name: string, edit: Edit): Promise<void>
  /**
   * Takes sessions that have ended out of their lists. Never rejects: a session that stays in one is
   * dead all the same.
   */
  remove(ended: readonly Pick<IndexedSession, 'storeKey' | 'lists'>[]): Promise<void>
}

type Edit = (sessions: readonly IndexedSession[]) => MaybePromise<readonly IndexedSession[]>

/** @param now - seconds since the epoch */
export function createSessionLists(store: SessionStore, now: () => number): SessionLists {
  async function look(name: string) {
    const entry = await attempt(() => store.read(name, now()))
    const sessions = entry === undefined ? [] : parseList(entry.value)
    const { revision = 0, expiresAt = 0 } = entry ?? {}
    return { revision, expiresAt, sessions: sessions.filter((one) => one.expiresAt > now()) }
  }

  async function change(name: string, edit: Edit): Promise<void> {
    for (let i = 0; i < TRIES; i++) {
      const { revision, expiresAt: end, sessions } = await look(name)
      const kept = await edit(sessions)
      if (kept === sessions) return
      const value = Buffer.from(JSON.stringify(kept))
      // Never sooner, even when it is empty: its revisions would begin anew, and a late write fit in.
      const expiresAt = Math.max(end, ...kept.map((one) => one.expiresAt))
      if (await attempt(() => store.write(name, value, { revision, expiresAt }, now()))) return
    }
    throw contended()
  }

  return {
    change,
    read: async (name) => (await look(name)).sessions,
    async remove(ended) {
      const gone = new Set(ended.map(({ storeKey }) => storeKey))
      const isGone = ({ storeKey }: IndexedSession) => gone.has(storeKey)
      const edit: Edit = (sessions) =>
        sessions.some(isGone) ? sessions.filter((one) => !isGone(one)) : sessions
      const names = new Set(ended.flatMap(({ lists }) => lists))
      await Promise.allSettled([...names].map((name) => change(name, edit)))
    },
  }
}

function parseList(value: Uint8Array): readonly IndexedSession[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(value).toString('utf8'))
    if (Array.isArray(list) && list.every(isRecord)) return list as unknown as IndexedSession[]
  } catch {
    // Told below: an index that cannot be read must not look like "no sessions".
  }
  throw unreadable('a list of sessions')
}
