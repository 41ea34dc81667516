/**
 * Reading, making and ending sessions in a store.
 */
import type { LoginError } from '../errors.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import type { SessionStore } from '../store/store.ts'
import { type LoginRecorder, plain } from '../trace.ts'
import { takeReason } from './ended-reason.ts'
import { createEnding, type EndedSession } from './ending.ts'
import {
  type SessionDetails,
  type SessionRecord,
  type SessionRuntime,
  sealSession,
} from './session.ts'
import { createCookieValue, type SessionKeys, sessionKeys } from './session-cookie.ts'
import type { SessionIndex } from './session-index.ts'
import { createSessionReader, type SessionReader } from './session-reader.ts'
import { attempt, contended } from './stored.ts'
import { writeTrace } from './stored-trace.ts'

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
  readonly read: SessionReader
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
  /** Why the session in a Cookie header ended, told once; see {@link takeReason}. */
  whyEnded(cookieHeader: string | undefined): Promise<LoginError | undefined>
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

  function keysIn(cookieHeader: string | undefined): SessionKeys | undefined {
    const value = cookieValue(cookieHeader, name)
    return value === undefined ? undefined : sessionKeys(value)
  }

  async function endWithDetails(
    cookieHeader: string | undefined,
  ): Promise<EndedSession | undefined> {
    const keys = keysIn(cookieHeader)
    return keys && endSession(keys)
  }

  async function end(cookieHeader: string | undefined): Promise<string | undefined> {
    return (await endWithDetails(cookieHeader))?.id
  }

  return {
    read: createSessionReader(store, name, idleLifetime, runtime),
    create,
    end,
    endWithDetails,
    async whyEnded(cookieHeader) {
      const keys = keysIn(cookieHeader)
      return keys && takeReason(store, keys, now())
    },
    clearCookie: serializeCookie(name, '', 0),
  }
}
