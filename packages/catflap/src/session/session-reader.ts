/**
 * The request path: from a Cookie header to a session, on every request.
 *
 * One scan of the header and one look at the store; for somebody without our cookie not even that.
 * Hash, opening and parsing are for the first request of a session, and the first after it changed:
 * the store is asked each time, and says whether it still holds what was opened.
 */
import { cookieValue } from '../protocol/cookie.ts'
import type { MaybePromise, SessionStore, StoreEntry } from '../store/store.ts'
import { isSessionOf } from './ingress-user.ts'
import {
  type OpenedSession,
  openSession,
  type Session,
  type SessionRuntime,
  sessionFor,
} from './session.ts'
import { type SessionKeys, sessionKeys } from './session-cookie.ts'
import { attempt, unavailable } from './stored.ts'
import type { SessionRecord } from './stored-session.ts'

/** Sessions kept open in memory. */
const MAX_KNOWN = 1000
/** How often an active session's idle end is moved, as a part of the idle lifetime. */
const TOUCHES = 20

/**
 * Gives the session in a Cookie header; at once with an embedded store, unless its access token has
 * ended and can be renewed: then the request waits, and whom the provider refuses is not signed in.
 *
 * @param ingressUser - the header in which the ingress names who is asking; somebody else's session
 * does not apply
 * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell
 */
export type SessionReader = (
  cookieHeader: string | undefined,
  ingressUser: string | undefined,
) => MaybePromise<Session | undefined>

/** What a cookie opened, and the entry of the store that it was opened of. */
interface Known {
  readonly entry: StoreEntry
  readonly opened: OpenedSession
}

/** A request with a cookie of ours. */
interface Asked {
  readonly value: string
  readonly keys: SessionKeys
  readonly known: Known | undefined
  readonly ingressUser: string | undefined
}

/**
 * Makes a {@link SessionReader}.
 *
 * @param name - of the session's cookie
 * @param idleLifetime - seconds
 */
export function createSessionReader(
  store: SessionStore,
  name: string,
  idleLifetime: number,
  runtime: SessionRuntime,
): SessionReader {
  const { now } = runtime
  /** By cookie value. Only what was opened comes in, so that strangers' cookies push nobody out. */
  const recent = new Map<string, Known>()

  function read(
    cookieHeader: string | undefined,
    ingressUser: string | undefined,
  ): MaybePromise<Session | undefined> {
    const value = cookieValue(cookieHeader, name)
    if (value === undefined) return undefined
    const known = recent.get(value)
    const keys = known?.opened.keys ?? sessionKeys(value)
    if (keys === undefined) return undefined
    const asked: Asked = { value, keys, known, ingressUser }
    const time = now()
    let entry: MaybePromise<StoreEntry | undefined>
    try {
      entry = store.read(keys.storeKey, time, known?.entry)
    } catch (error) {
      throw unavailable(error)
    }
    return entry instanceof Promise ? judgeLater(asked, entry) : judge(asked, entry, time)
  }

  function judgeLater(
    asked: Asked,
    entry: Promise<StoreEntry | undefined>,
  ): Promise<Session | undefined> {
    return entry.then(
      (found) => judge(asked, found, now()),
      (error) => Promise.reject(unavailable(error)),
    )
  }

  /** Whether the entry that a cookie names lets its holder in, and what is due of it. */
  function judge(
    asked: Asked,
    entry: StoreEntry | undefined,
    time: number,
    waited = false,
  ): MaybePromise<Session | undefined> {
    const { value, keys, ingressUser } = asked
    if (entry === undefined || entry.value.byteLength === 0) {
      recent.delete(value)
      return undefined
    }
    const opened = open(asked, entry)
    const { record } = opened
    if (record.expiresAt <= time) return undefined
    if (ingressUser !== undefined && !isSessionOf(record, ingressUser)) return undefined
    // Before a renewal, which takes its time: it must not find that the session has idled out meanwhile.
    touch(keys.storeKey, entry, record, time)
    if (!waited && isDue(record.renewAt, time)) {
      if (isDue(record.renewBy, time)) return judgeRenewed(asked)
      // A failure is told by its event, and by `accessToken()` once the old token is dead.
      void runtime.renew(keys).catch(() => undefined)
    }
    return sessionFor(opened, runtime)
  }

  function open({ value, keys, known }: Asked, entry: StoreEntry): OpenedSession {
    const opened = openSession(keys, entry.value, known?.opened)
    if (opened === known?.opened && entry === known.entry) return opened
    recent.set(value, { entry, opened })
    if (recent.size > MAX_KNOWN) recent.delete(recent.keys().next().value as string)
    return opened
  }

  /** Waits for a renewal, and looks again at what the store holds; nobody is there when it ended the session. */
  async function judgeRenewed(asked: Asked): Promise<Session | undefined> {
    const { storeKey } = asked.keys
    const lives = await runtime.awaitRenewal(asked.keys)
    const entry = lives ? await attempt(() => store.read(storeKey, now())) : undefined
    return judge(asked, entry, now(), true)
  }

  /** Moves the idle end, if that is due. Behind the request: it neither waits for it nor fails by it. */
  function touch(key: string, entry: StoreEntry, record: SessionRecord, time: number): void {
    const expiresAt = Math.min(time + idleLifetime, record.expiresAt)
    if (expiresAt - entry.expiresAt >= idleLifetime / TOUCHES) prolong(key, entry, expiresAt, time)
  }

  /** At the time at which it was found: what expires in between has been used before. */
  function prolong(key: string, entry: StoreEntry, expiresAt: number, time: number): void {
    const { value, revision } = entry
    const write = () => store.write(key, value, { revision, expiresAt }, time)
    void attempt(write).catch(() => undefined)
  }

  return read
}

const isDue = (time: number | undefined, now: number): boolean => time !== undefined && time <= now
