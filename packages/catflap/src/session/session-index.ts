/**
 * Which sessions a person has, so that they can be listed and ended from elsewhere.
 *
 * Kept in the store under hashed names. An entry holds no claim, token or cookie: store keys, which
 * open nothing, times, and what kind of browser it was. It leaves its lists when its session ends.
 */
import { createHash } from 'node:crypto'
import type { SessionStore, StoreEntry } from '../store/store.ts'
import { createSessionLists, type IndexedSession } from './session-lists.ts'
import { attempt, endStored } from './stored.ts'

/** Sessions that one person may have; the oldest ends when there is one more. */
const MAX_SESSIONS = 100

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

/** Whose sessions: all of a subject, or those of one session at the provider. */
export type SessionOwner = { readonly sub: string } | { readonly sid: string }

/** Under what a session is listed: its subject and, when the provider named one, its `sid`. */
export interface SessionOwners {
  readonly sub: string
  readonly sid: string | undefined
}

/** See the file's head. Every method but `forget` throws `STORE_UNAVAILABLE`. */
export interface SessionIndex {
  /** Enters a session; the oldest of a full list ends, those that have ended already go first. */
  add(session: Omit<IndexedSession, 'lists'>, owners: SessionOwners): Promise<void>
  /** The live sessions of an owner, newest first. */
  list(owner: SessionOwner): Promise<readonly SessionInfo[]>
  /** Ends those of an owner's sessions that `which` picks; their ids. */
  end(owner: SessionOwner, which: (session: IndexedSession) => boolean): Promise<readonly string[]>
  /** Takes a session out that has ended. Never rejects: left in, it is dead all the same. */
  forget(storeKey: string, owners: SessionOwners): Promise<void>
}

/**
 * Makes the index of one issuer's sessions.
 *
 * @param idleLifetime - seconds; tells from an idle end when a session was last used
 * @param now - seconds since the epoch
 */
export function createSessionIndex(
  store: SessionStore,
  issuer: string,
  idleLifetime: number,
  now: () => number,
): SessionIndex {
  const lists = createSessionLists(store, now)

  function nameOf(owner: SessionOwner): string {
    const [kind, value] = 'sub' in owner ? ['sub', owner.sub] : ['sid', owner.sid]
    const hash = createHash('sha256').update(`${issuer}\0${value}`).digest('base64url')
    return `${kind}:${hash}`
  }

  const namesOf = ({ sub, sid }: SessionOwners): readonly string[] =>
    sid === undefined ? [nameOf({ sub })] : [nameOf({ sub }), nameOf({ sid })]

  /** The live ones, each with its entry in the store. */
  async function liveOf(sessions: readonly IndexedSession[]) {
    const found = sessions.map(async (session) => {
      const entry = await attempt(() => store.read(session.storeKey, now()))
      return isLive(entry) ? [{ session, entry }] : []
    })
    return (await Promise.all(found)).flat()
  }

  async function enter(name: string, session: IndexedSession): Promise<void> {
    const outlived: IndexedSession[] = []
    await lists.change(name, async (sessions) => {
      if (sessions.length < MAX_SESSIONS) return [session, ...sessions]
      const live = (await liveOf(sessions)).map((one) => one.session)
      // They end before they leave the list: what is not in it could not be ended from elsewhere.
      for (const oldest of live.slice(MAX_SESSIONS - 1)) {
        await endStored(store, oldest.storeKey, now)
        outlived.push(oldest)
      }
      return [session, ...live.slice(0, MAX_SESSIONS - 1)]
    })
    await lists.remove(outlived)
  }

  return {
    async add(listed, owners) {
      const session = { ...listed, lists: namesOf(owners) }
      for (const name of session.lists) await enter(name, session)
    },

    async list(owner) {
      const live = await liveOf(await lists.read(nameOf(owner)))
      return live.map(({ session, entry: { expiresAt: idleEndsAt } }) => {
        const { id, createdAt, expiresAt, browser } = session
        const lastSeenAt = Math.max(createdAt, idleEndsAt - idleLifetime)
        return { id, createdAt, expiresAt, lastSeenAt, idleEndsAt, browser }
      })
    },

    async end(owner, which) {
      const picked = (await lists.read(nameOf(owner))).filter(which)
      const ended = await Promise.all(
        picked.map(async ({ id, storeKey }) => {
          const value = await endStored(store, storeKey, now)
          return value === undefined ? [] : [id]
        }),
      )
      await lists.remove(picked)
      return ended.flat()
    },

    forget: (storeKey, owners) => lists.remove([{ storeKey, lists: namesOf(owners) }]),
  }
}

const isLive = (entry: StoreEntry | undefined): entry is StoreEntry =>
  entry !== undefined && entry.value.byteLength > 0
