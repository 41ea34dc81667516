/**
 * Reading, making and ending sessions in a store.
 *
 * `read` is the request path: one scan of the header, one hash, one store read, one opening, and
 * nothing at all for somebody without our cookie.
 */
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import type { MaybePromise, SessionStore, StoreEntry } from '../store/store.ts'
import { type LoginRecorder, plain } from '../trace.ts'
import { createEnding, type EndedSession } from './ending.ts'
import { isSessionOf } from './ingress-user.ts'
import {
  type OpenedSession,
  openSession,
  type Session,
  type SessionDetails,
  type SessionRecord,
  type SessionRuntime,
  sealSession,
} from './session.ts'
import { createCookieValue, type SessionKeys, sessionKeys } from './session-cookie.ts'
import type { SessionIndex } from './session-index.ts'
import { attempt, contended, unavailable } from './stored.ts'
import { writeTrace } from './stored-trace.ts'

/** Sessions kept open in memory, to spare hash, opening and parsing. */
const MAX_CACHED = 1000
/** How often an active session's idle end is moved, as a part of the idle lifetime. */
const TOUCHES = 20

/** A session just stored: how it is listed, and the `Set-Cookie` value that gives it to a browser. */
export interface CreatedSession {
  readonly id: string
  readonly storeKey: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly setCookie: string
}

/** What the rest of the library does with sessions. */
export interface Sessions {
  /**
   * The session in a Cookie header; at once with an embedded store, unless its access token has ended
   * and can be renewed: then the request waits, and whom the provider refuses is not signed in.
   *
   * @param ingressUser - the header in which the ingress names who is asking; somebody else's session
   * does not apply
   * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell
   */
  read(
    cookieHeader: string | undefined,
    ingressUser: string | undefined,
  ): MaybePromise<Session | undefined>
  /** Stores a new session under a new id, as the last step of its login, and the login's trace. */
  create(
    record: Omit<SessionRecord, 'createdAt' | 'expiresAt'>,
    details: SessionDetails,
    recorder: LoginRecorder,
  ): Promise<CreatedSession>
  /** Ends the session in a Cookie header for good; its id when there was one. */
  end(cookieHeader: string | undefined): Promise<string | undefined>
  /** The same, with what the session held at its end. */
  endWithDetails(cookieHeader: string | undefined): Promise<EndedSession | undefined>
  /** The `Set-Cookie` value that removes the session's cookie. */
  readonly clearCookie: string
}

/** See {@link Sessions}. Lifetimes are in seconds, `now` in seconds since the epoch. */
export function createSessions(
  store: SessionStore,
  name: string,
  lifetimes: { readonly idleLifetime: number; readonly absoluteLifetime: number },
  runtime: SessionRuntime & Pick<SessionIndex, 'forget'>,
): Sessions {
  const { idleLifetime, absoluteLifetime } = lifetimes
  const { now } = runtime
  const endSession = createEnding(store, runtime, now)

  /** What recent cookies opened; each request still asks the store whether that is what it holds. */
  const cache = new Map<string, OpenedSession & { readonly keys: SessionKeys }>()

  function remember(value: string, one: OpenedSession & { readonly keys: SessionKeys }): void {
    cache.delete(value)
    cache.set(value, one)
    if (cache.size <= MAX_CACHED) return
    for (const oldest of cache.keys()) {
      cache.delete(oldest)
      return
    }
  }

  /** Moves the idle end, if that is due. Behind the request: it neither waits for it nor fails by it. */
  function touch(storeKey: string, entry: StoreEntry, session: Session): void {
    const { value, revision } = entry
    const expiresAt = Math.min(now() + idleLifetime, session.expiresAt)
    if (expiresAt - entry.expiresAt < idleLifetime / TOUCHES) return
    void attempt(() => store.write(storeKey, value, { revision, expiresAt }, now())).catch(
      () => undefined,
    )
  }

  const isDue = (time: number | undefined): boolean => time !== undefined && time <= now()

  /** A failure is told by its event, and by `accessToken()` once the old token is dead. */
  function renewBehind(keys: SessionKeys): void {
    void runtime.renew(keys).catch(() => undefined)
  }

  /** What the store holds after a renewal that was waited for; nothing when it ended the session. */
  async function renewed(keys: SessionKeys): Promise<StoreEntry | undefined> {
    if (!(await runtime.awaitRenewal(keys))) return undefined
    return attempt(() => store.read(keys.storeKey, now()))
  }

  function read(
    cookieHeader: string | undefined,
    ingressUser: string | undefined,
  ): MaybePromise<Session | undefined> {
    const value = cookieValue(cookieHeader, name)
    if (value === undefined) return undefined
    const known = cache.get(value)
    const keys = known?.keys ?? sessionKeys(value)
    if (keys === undefined) return undefined

    const opened = (
      entry: StoreEntry | undefined,
      waited = false,
    ): MaybePromise<Session | undefined> => {
      if (entry === undefined || entry.value.byteLength === 0) {
        cache.delete(value)
        return undefined
      }
      const one = openSession(keys, entry.value, runtime, known)
      if (one.record !== known?.record) remember(value, { ...one, keys })
      const { session, record } = one
      if (session.expiresAt <= now()) return undefined
      if (ingressUser !== undefined && !isSessionOf(record, ingressUser)) return undefined
      if (!waited && isDue(record.renewAt)) {
        if (isDue(record.renewBy)) return renewed(keys).then((found) => opened(found, true))
        renewBehind(keys)
      }
      touch(keys.storeKey, entry, session)
      return session
    }
    let entry: MaybePromise<StoreEntry | undefined>
    try {
      entry = store.read(keys.storeKey, now())
    } catch (error) {
      throw unavailable(error)
    }
    return entry instanceof Promise
      ? entry.then(
          (found) => opened(found),
          (error) => Promise.reject(unavailable(error)),
        )
      : opened(entry)
  }

  async function create(
    record: Omit<SessionRecord, 'createdAt' | 'expiresAt'>,
    details: SessionDetails,
    recorder: LoginRecorder,
  ): Promise<CreatedSession> {
    const value = createCookieValue()
    const keys = sessionKeys(value)!
    const { id, storeKey } = keys
    const createdAt = now()
    const expiresAt = createdAt + absoluteLifetime
    const sealed = sealSession(keys, { record: { ...record, createdAt, expiresAt }, details })
    const idleEnd = createdAt + Math.min(idleLifetime, absoluteLifetime)
    const condition = { revision: 0, expiresAt: idleEnd }
    await recorder.step('session', async (step) => {
      step.received.push(
        ...plain({ cookie: name, 'max-age': absoluteLifetime, idle: idleLifetime }),
      )
      const written = await attempt(() => store.write(storeKey, sealed, condition, now()))
      if (!written) throw contended()
    })
    await writeTrace(store, keys, recorder, expiresAt, now())
    const setCookie = serializeCookie(name, value, absoluteLifetime)
    return { id, storeKey, createdAt, expiresAt, setCookie }
  }

  async function endWithDetails(
    cookieHeader: string | undefined,
  ): Promise<EndedSession | undefined> {
    const value = cookieValue(cookieHeader, name)
    const keys = value === undefined ? undefined : sessionKeys(value)
    if (keys === undefined) return undefined
    return endSession(keys)
  }

  async function end(cookieHeader: string | undefined): Promise<string | undefined> {
    return (await endWithDetails(cookieHeader))?.id
  }

  return { read, create, end, endWithDetails, clearCookie: serializeCookie(name, '', 0) }
}
