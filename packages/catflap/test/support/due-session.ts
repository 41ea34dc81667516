/** A session whose access token is due, and processes that renew it, with the moment of each step in the test's hands. */
import { createEnding } from '../../src/session/ending.ts'
import { createRenewal, type Refresh, type Renew } from '../../src/session/renewal.ts'
import { sessionKeys } from '../../src/session/session-cookie.ts'
import { createSessions } from '../../src/session/sessions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from './clock.ts'
import { createEventLog } from './events.ts'
import { runtimeAt } from './runtime.ts'
import { details, record, unlisted } from './session.ts'

const LIFETIMES = { idleLifetime: 10_000, absoluteLifetime: 50_000 }

/** A promise, and the function that keeps it. */
export function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/**
 * A session whose access token is due, in a store that several processes share. `sent` is kept once a refresh
 * token has left.
 */
export async function due() {
  const store = createMemoryStore()
  const clock = createClock()
  const sessions = createSessions(store, '__Host-catflap', LIFETIMES, runtimeAt(clock.now))
  const { setCookie } = await sessions.create(
    { ...record, renewAt: clock.now() },
    details,
    createRecorder(),
    unlisted,
  )
  const cookie = setCookie.split(';')[0] ?? ''
  const keys = sessionKeys(cookie.slice(cookie.indexOf('=') + 1))!
  const log = createEventLog()
  const sent = gate()
  let requests = 0

  /** A process of its own: it shares nothing with the others but the store. */
  function another(
    seen: SessionStore = store,
    answer: Promise<void> | (() => Promise<void>) = Promise.resolve(),
    lastAnswer: () => number = () => 0,
  ): Renew {
    const refresh: Refresh = async (session, check) => {
      check()
      requests += 1
      sent.open()
      const accessToken = `renewed ${requests}`
      await (typeof answer === 'function' ? answer() : answer)
      return {
        ...session,
        record: { ...session.record, renewAt: clock.now() + 100 },
        details: { ...session.details, accessToken },
      }
    }
    return createRenewal(seen, {
      refresh,
      end: createEnding(seen, runtimeAt(clock.now), clock.now),
      now: clock.now,
      lastAnswer,
      emit: log.emit,
    })
  }
  const shared = { store, clock, sessions, cookie, keys, log }
  return { ...shared, another, requests: () => requests, sent: sent.passed }
}
