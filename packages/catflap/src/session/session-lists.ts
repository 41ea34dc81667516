/**
 * The lists that the index of sessions is made of: one for each subject and each `sid`, an entry of
 * the store that is changed by compare-and-set alone.
 *
 * Without the key that names and seals a list, nobody can tell whose it is or what it holds. Each of
 * the ring's keys has lists of its own: new sessions go to the first one's, and the others' are
 * searched, too, until all that they hold has ended.
 */
import { createHmac } from 'node:crypto'
import type { MaybePromise, SessionStore } from '../store/store.ts'
import type { KeyRing } from './key-ring.ts'
import { type IndexedSession, packList, type SessionOwners, unpackList } from './packed-list.ts'
import { open, seal } from './seal.ts'
import { attempt, contended, unreadable } from './stored.ts'

export type { IndexedSession, SessionOwners }

/** Tries to write a list that others are writing. */
const TRIES = 50

/** Whose sessions: all of a subject, or those of one session at the provider. */
export type SessionOwner = { readonly sub: string } | { readonly sid: string }

/** See the file's head. */
export interface SessionLists {
  /** The sessions of an owner, newest first. @throws `LoginError` `STORE_UNAVAILABLE` */
  read(owner: SessionOwner): Promise<readonly IndexedSession[]>
  /**
   * Replaces an owner's list by what `edit` makes of it; `edit` runs again when another write came
   * first.
   *
   * @throws `LoginError` `STORE_UNAVAILABLE`
   */
  change(owner: SessionOwner, edit: Edit): Promise<void>
  /**
   * Takes sessions that have ended out of their lists. Never rejects: a session that stays in one is
   * dead all the same.
   *
   * @param except - whose list leaves them alone, and lists of its kind
   */
  remove(ended: readonly EndedEntry[], except?: SessionOwner): Promise<void>
}

type Edit = (sessions: readonly IndexedSession[]) => MaybePromise<readonly IndexedSession[]>
type EndedEntry = SessionOwners & Pick<IndexedSession, 'storeKey'>

/** Where a list lies, and what opens it. */
interface Place {
  readonly name: string
  readonly key: Buffer
}

/** What {@link createSessionLists} works with; `now` is in seconds since the epoch. */
export interface ListRuntime {
  readonly ring: KeyRing
  readonly issuer: string
  readonly now: () => number
}

/** See {@link SessionLists}. */
export function createSessionLists(
  store: SessionStore,
  { ring, issuer, now }: ListRuntime,
): SessionLists {
  /** The places of an owner's lists, the one for new sessions first. */
  async function placesOf(owner: SessionOwner): Promise<readonly Place[]> {
    const [kind, value] = 'sub' in owner ? ['sub', owner.sub] : ['sid', owner.sid]
    const [names, keys] = [await ring.all('session list name'), await ring.all('session list')]
    return keys.map((key, i) => {
      const hash = createHmac('sha256', names[i]!).update(`${kind}\0${issuer}\0${value}`)
      return { name: `${kind}:${hash.digest('base64url')}`, key }
    })
  }

  async function look({ name, key }: Place) {
    const entry = await attempt(() => store.read(name, now()))
    const sessions = entry === undefined ? [] : parseList(open(key, name, entry.value))
    const { revision = 0, expiresAt = 0 } = entry ?? {}
    return { revision, expiresAt, sessions: sessions.filter((one) => one.expiresAt > now()) }
  }

  async function changeAt(place: Place, edit: Edit): Promise<void> {
    const { name, key } = place
    for (let i = 0; i < TRIES; i++) {
      const { revision, expiresAt: end, sessions } = await look(place)
      const kept = await edit(sessions)
      if (kept === sessions) return
      const value = seal(key, name, packList(kept))
      // Never sooner, even when it is empty: its revisions would begin anew, and a late write fit in.
      const expiresAt = Math.max(end, ...kept.map((one) => one.expiresAt))
      if (await attempt(() => store.write(name, value, { revision, expiresAt }, now()))) return
    }
    throw contended()
  }

  async function remove(ended: readonly EndedEntry[], except?: SessionOwner): Promise<void> {
    const gone = new Set(ended.map(({ storeKey }) => storeKey))
    const isGone = ({ storeKey }: IndexedSession) => gone.has(storeKey)
    const edit: Edit = (sessions) =>
      sessions.some(isGone) ? sessions.filter((one) => !isGone(one)) : sessions
    const isOther = (owner: SessionOwner) => !except || 'sub' in owner !== 'sub' in except
    const owners = ended.flatMap(ownersOf).filter(isOther)
    const found = await Promise.all(owners.map(placesOf))
    const places = new Map(found.flat().map((place) => [place.name, place]))
    await Promise.allSettled([...places.values()].map((place) => changeAt(place, edit)))
  }

  return {
    async read(owner) {
      const found = await Promise.all((await placesOf(owner)).map(look))
      return found.flatMap(({ sessions }) => sessions).sort((a, b) => b.createdAt - a.createdAt)
    },
    async change(owner, edit) {
      const [first] = await placesOf(owner)
      await changeAt(first!, edit)
    },
    remove: (ended, except) => remove(ended, except).catch(() => undefined),
  }
}

/** The owners in whose lists a session is. */
export function ownersOf({ sub, sid }: SessionOwners): readonly SessionOwner[] {
  return sid === undefined ? [{ sub }] : [{ sub }, { sid }]
}

function parseList(text: string | undefined): readonly IndexedSession[] {
  const list = text === undefined ? undefined : unpackList(text)
  if (list !== undefined) return list
  // An index that cannot be read must not look like "no sessions".
  throw unreadable('a list of sessions')
}
