/**
 * Which sessions a person has, so that they can be listed and ended from elsewhere.
 *
 * An entry holds no token and no cookie: store keys, which open nothing, owners, times, and what kind
 * of browser it was. It leaves its lists when its session ends.
 */
import type { SessionStore, StoreEntry } from '../store/store.ts'
import { type EndedBy, keepEndedBy } from './ended-reason.ts'
import {
  createSessionLists,
  type IndexedSession,
  type ListRuntime,
  ownersOf,
  type SessionOwner,
  type SessionOwners,
} from './session-lists.ts'
import { attempt, endStored } from './stored.ts'

/** Sessions that a list may hold; the oldest ends when there is one more. */
const MAX_SESSIONS = 100
/** Seconds for which a full list, all of whose sessions live, is not looked through again. */
const LOOKED = 60
/** Lists of which that is remembered. */
const MAX_LOOKED = 1000

/** One session of a person. Instants are seconds since the epoch. */
export interface SessionInfo {
  /** Names the session in events and lists; it signs nobody in. */
  readonly id: string
  readonly createdAt: number
  /** Absolute end. */
  readonly expiresAt: number
  /** Last use, as exactly as idle ends are kept; see `Sessions`. */
  readonly lastSeenAt: number
  /** End if it is not used again; each use moves it, see `Sessions`. */
  readonly idleEndsAt: number
  /** Such as `Firefox, Linux`; empty when it could not be told. */
  readonly browser: string
}

/** See the file's head. Every method but `forget` throws `STORE_UNAVAILABLE`. */
export interface SessionIndex {
  /** Enters a session; the oldest of a full list ends, those that have ended already go first. */
  add(session: IndexedSession): Promise<void>
  /** The live sessions of an owner, newest first. */
  list(owner: SessionOwner): Promise<readonly SessionInfo[]>
  /**
   * Ends those of an owner's sessions that `which` picks, and keeps for their person who did it.
   *
   * @returns their ids
   */
  end(
    owner: SessionOwner,
    which: (session: IndexedSession) => boolean,
    by: EndedBy,
  ): Promise<readonly string[]>
  /** Takes a session out that has ended. Never rejects: left in, it is dead all the same. */
  forget(storeKey: string, owners: SessionOwners): Promise<void>
}

/**
 * Makes the index of one issuer's sessions.
 *
 * @param idleLifetime - seconds; tells from an idle end when a session was last used
 */
export function createSessionIndex(
  store: SessionStore,
  idleLifetime: number,
  runtime: ListRuntime,
): SessionIndex {
  const { now } = runtime
  const lists = createSessionLists(store, runtime)
  /** Until when the sessions of a full list are known to live, unless they were ended; by its owner. */
  const looked = new Map<string, number>()

  /** The live ones, each with its entry in the store. */
  async function liveOf(sessions: readonly IndexedSession[]) {
    const found = sessions.map(async (session) => {
      const entry = await attempt(() => store.read(session.storeKey, now()))
      return isLive(entry) ? [{ session, entry }] : []
    })
    return (await Promise.all(found)).flat()
  }

  /** Those of a full list that live; of one that was looked through a moment ago, its end alone is. */
  async function lookThrough(
    owner: SessionOwner,
    sessions: readonly IndexedSession[],
  ): Promise<readonly IndexedSession[]> {
    const name = JSON.stringify(owner)
    const isKnown = now() < (looked.get(name) ?? 0)
    const [known, rest] = isKnown ? cut(sessions) : [[], sessions]
    const live = await liveOf(rest)
    // Where some had ended, the list is not full once it is written; and it may fail to be.
    if (!isKnown && live.length === rest.length) {
      if (looked.size >= MAX_LOOKED) looked.clear()
      // Before its idle end none of them can idle out.
      looked.set(name, Math.min(now() + LOOKED, ...live.map(({ entry }) => entry.expiresAt)))
    }
    return [...known, ...live.map((one) => one.session)]
  }

  async function enter(owner: SessionOwner, session: IndexedSession): Promise<void> {
    const ending: Promise<unknown>[] = []
    const outlived: IndexedSession[] = []
    await lists.change(owner, async (sessions) => {
      if (sessions.length < MAX_SESSIONS) return [session, ...sessions]
      const [kept, oldest] = cut(await lookThrough(owner, sessions))
      for (const one of oldest) {
        outlived.push(one)
        const ended = endStored(store, one.storeKey, now)
        ended.catch(() => undefined)
        ending.push(ended)
      }
      // They end beside this write, in one commit, and leave the list with the next: what is not in it
      // could not be ended from elsewhere.
      return [session, ...kept, ...oldest]
    })
    await Promise.all(ending)
    await lists.remove(outlived, owner)
  }

  return {
    async add(session) {
      for (const owner of ownersOf(session)) await enter(owner, session)
    },

    async list(owner) {
      const live = await liveOf(await lists.read(owner))
      return live.map(({ session, entry: { expiresAt: idleEndsAt } }) => {
        const { id, createdAt, expiresAt, browser } = session
        const lastSeenAt = Math.max(createdAt, idleEndsAt - idleLifetime)
        return { id, createdAt, expiresAt, lastSeenAt, idleEndsAt, browser }
      })
    },

    async end(owner, which, by) {
      const picked = (await lists.read(owner)).filter(which)
      const ended = await Promise.all(
        picked.map(async ({ id, storeKey }) => {
          const value = await endStored(store, storeKey, now)
          if (value === undefined) return []
          await keepEndedBy(store, { storeKey, value }, by, now())
          return [id]
        }),
      )
      await lists.remove(picked)
      return ended.flat()
    },

    forget: (storeKey, { sub, sid }) => lists.remove([{ storeKey, sub, sid }]),
  }
}

/** As many sessions of a full list as stay when one more comes, and the rest, which is the oldest. */
const cut = (
  sessions: readonly IndexedSession[],
): [readonly IndexedSession[], readonly IndexedSession[]] => [
  sessions.slice(0, MAX_SESSIONS - 1),
  sessions.slice(MAX_SESSIONS - 1),
]

const isLive = (entry: StoreEntry | undefined): entry is StoreEntry =>
  entry !== undefined && entry.value.byteLength > 0
