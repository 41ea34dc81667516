/**
 * Which sessions a person has, so that they can be listed and ended from elsewhere.
 *
 * Kept in the store under hashed names. An entry holds no claim, token or cookie: store keys, which
 * open nothing, times, and what kind of browser it was.
 */
import { createHash } from 'node:crypto'
import { isRecord } from '../protocol/claims.ts'
import type { SessionStore } from '../store/store.ts'
import { attempt, endStored, unavailable } from './stored.ts'

/** Sessions that one person may have; the oldest ends when there is one more. */
const MAX_SESSIONS = 100
/** Tries to write a list that others are writing. */
const TRIES = 50

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

/** A session as the index keeps it. */
export interface IndexedSession extends Omit<SessionInfo, 'lastSeenAt' | 'idleEndsAt'> {
  readonly storeKey: string
}

/** Whose sessions: all of a subject, or those of one session at the provider. */
export type SessionOwner = { readonly sub: string } | { readonly sid: string }

/** See the file's head. Every method throws `STORE_UNAVAILABLE`. */
export interface SessionIndex {
  /** Enters a session under its subject and, when the provider named one, its `sid`. */
  add(session: IndexedSession, sub: string, sid: string | undefined): Promise<void>
  /** The live sessions of an owner, newest first. */
  list(owner: SessionOwner): Promise<readonly (SessionInfo & { readonly storeKey: string })[]>
  /** Ends those of an owner's sessions that `which` picks; their ids. */
  end(owner: SessionOwner, which: (session: IndexedSession) => boolean): Promise<readonly string[]>
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
  function nameOf(owner: SessionOwner): string {
    const [kind, value] = 'sub' in owner ? ['sub', owner.sub] : ['sid', owner.sid]
    const hash = createHash('sha256').update(`${issuer}\0${value}`).digest('base64url')
    return `${kind}:${hash}`
  }

  async function read(name: string) {
    const entry = await attempt(() => store.read(name, now()))
    const sessions = entry === undefined ? [] : parseList(entry.value)
    return { revision: entry?.revision ?? 0, sessions: sessions.filter(isYoung) }
  }

  function isYoung({ expiresAt }: IndexedSession): boolean {
    return expiresAt > now()
  }

  async function enter(name: string, session: IndexedSession): Promise<void> {
    for (let i = 0; i < TRIES; i++) {
      const { revision, sessions } = await read(name)
      const kept = [session, ...sessions].slice(0, MAX_SESSIONS)
      const value = Buffer.from(JSON.stringify(kept))
      const expiresAt = Math.max(...kept.map((one) => one.expiresAt))
      const condition = { revision, expiresAt }
      if (await attempt(() => store.write(name, value, condition, now()))) {
        for (const dropped of sessions.slice(MAX_SESSIONS - 1)) {
          await endStored(store, dropped.storeKey, now)
        }
        return
      }
    }
    throw unavailable()
  }

  return {
    async add(session, sub, sid) {
      await enter(nameOf({ sub }), session)
      if (sid !== undefined) await enter(nameOf({ sid }), session)
    },

    async list(owner) {
      const { sessions } = await read(nameOf(owner))
      const found = await Promise.all(
        sessions.map(async (session) => {
          const entry = await attempt(() => store.read(session.storeKey, now()))
          if (entry === undefined || entry.value.byteLength === 0) return []
          const { expiresAt: idleEndsAt } = entry
          const lastSeenAt = Math.max(session.createdAt, idleEndsAt - idleLifetime)
          return [{ ...session, lastSeenAt, idleEndsAt }]
        }),
      )
      return found.flat()
    },

    async end(owner, which) {
      const { sessions } = await read(nameOf(owner))
      const ended = await Promise.all(
        sessions
          .filter(which)
          .map(async ({ id, storeKey }) => ((await endStored(store, storeKey, now)) ? [id] : [])),
      )
      return ended.flat()
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
  throw unavailable()
}
