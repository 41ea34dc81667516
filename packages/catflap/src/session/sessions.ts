/**
 * Reading, making and ending sessions in a store.
 */
import type { LoginError } from '../errors.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import type { SessionStore } from '../store/store.ts'
import { type LoginRecorder, plain, soFar } from '../trace.ts'
import { takeReason } from './ended-reason.ts'
import { createEnding, type EndedSession } from './ending.ts'
import type { SessionRuntime } from './session.ts'
import { createCookieValue, type SessionKeys, sessionKeys } from './session-cookie.ts'
import type { SessionIndex } from './session-index.ts'
import { createSessionReader, type SessionReader } from './session-reader.ts'
import { attempt, contended } from './stored.ts'
import {
  type SessionDetails,
  type SessionRecord,
  sealSession,
  sealTrace,
} from './stored-session.ts'

/** How a new session is listed. */
export interface NewSession {
  readonly id: string
  readonly storeKey: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** A session just stored, and the `Set-Cookie` value that gives it to a browser. */
export interface CreatedSession extends NewSession {
  readonly setCookie: string
}

/** What the rest of the library does with sessions. */
export interface Sessions {
  readonly read: SessionReader
  /**
   * Stores a new session under a new id, as the last step of its login, and the login's trace; `list`
   * enters it in lists meanwhile. It is there when all of that is on the disk.
   */
  create(
    record: Omit<SessionRecord, 'createdAt' | 'expiresAt'>,
    details: SessionDetails,
    recorder: LoginRecorder,
    list: (session: NewSession) => Promise<void>,
  ): Promise<CreatedSession>
  /** Ends the session in a Cookie header for good; its id when there was one. */
  end(cookieHeader: string | undefined): Promise<string | undefined>
  /** The same, with what the session held at its end. */
  endWithDetails(cookieHeader: string | undefined): Promise<EndedSession | undefined>
  /**
   * Why the session in a Cookie header ended, told once; see {@link takeReason}.
   *
   * @param ingressUser - the header in which the ingress names who is asking; somebody else is told nothing
   */
  whyEnded(
    cookieHeader: string | undefined,
    ingressUser: string | undefined,
  ): Promise<LoginError | undefined>
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
    list: (session: NewSession) => Promise<void>,
  ): Promise<CreatedSession> {
    const value = createCookieValue()
    const keys = sessionKeys(value)!
    const { id, storeKey } = keys
    const createdAt = now()
    const expiresAt = createdAt + absoluteLifetime
    const idleEnd = createdAt + Math.min(idleLifetime, absoluteLifetime)
    const condition = { revision: 0, expiresAt: idleEnd }
    const created = { id, storeKey, createdAt, expiresAt }
    const start = performance.now()
    await recorder.step('session', async (step) => {
      step.received.push(
        ...plain({ cookie: name, 'max-age': absoluteLifetime, idle: idleLifetime }),
      )
      const trace = { ...recorder, steps: [...recorder.steps, soFar('session', step, start)] }
      const session = { record: { ...record, createdAt, expiresAt }, details }
      const sealed = sealSession(keys, { ...session, sealedTrace: sealTrace(keys, trace) })
      // Begun together, in this order, they are one commit: a session is there before it is listed.
      const writing = attempt(() => store.write(storeKey, sealed, condition, now()))
      const [written] = await Promise.all([writing, list(created)])
      if (!written) throw contended()
    })
    return { ...created, setCookie: serializeCookie(name, value, absoluteLifetime) }
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
    async whyEnded(cookieHeader, ingressUser) {
      const keys = keysIn(cookieHeader)
      return keys && takeReason(store, keys, now(), ingressUser)
    },
    clearCookie: serializeCookie(name, '', 0),
  }
}
