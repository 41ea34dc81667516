/** What a request waits for, with the renewal in the test's hands. */
import { describe, expect, it, vi } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { createAwaitedRenewal } from '../../src/session/awaited-renewal.ts'
import { createEnding } from '../../src/session/ending.ts'
import { createRenewal, type Refresh } from '../../src/session/renewal.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { createSessions } from '../../src/session/sessions.ts'
import type { SessionDetails } from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock, START } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'
import { asyncStore } from '../support/stores.ts'

const keys = sessionKeys(createCookieValue())!
const never = () => new Promise<SessionDetails>(() => {})
/** Seconds: more than any test takes. */
const LONG = 3600

describe('waiting for a renewal', () => {
  it.each<[LoginErrorCode, boolean]>([
    ['RENEWAL_REFUSED', false],
    ['SESSION_ENDED', false],
    ['ID_TOKEN_SUB_MISMATCH', false],
    ['USERINFO_SUB_MISMATCH', false],
    ['USERINFO_INVALID', false],
    ['JWKS_INVALID', false],
    ['TOKEN_ENDPOINT_UNAVAILABLE', true],
    ['METADATA_UNAVAILABLE', true],
    ['TOKEN_RESPONSE_INVALID', true],
    ['CLIENT_REFUSED', true],
  ])('that fails with %s leaves the session: %s', async (code, stays) => {
    const renew = () => Promise.reject(new LoginError(code, 'renewal'))
    expect(await createAwaitedRenewal(renew, LONG)(keys)).toBe(stays)
  })

  it('that succeeds leaves it', async () => {
    expect(await createAwaitedRenewal(async () => details, LONG)(keys)).toBe(true)
  })

  it.each<[string, Error, unknown]>([
    [
      'a store that is away',
      new LoginError('STORE_UNAVAILABLE', 'store'),
      refusal('STORE_UNAVAILABLE'),
    ],
    ['a bug of a moment ago', new LoginError('INTERNAL', 'renewal'), refusal('INTERNAL')],
    ['a bug', new TypeError('a bug'), new TypeError('a bug')],
  ])('cannot tell with %s', async (_, error, expected) => {
    const wait = createAwaitedRenewal(() => Promise.reject(error), LONG)
    await expect(wait(keys)).rejects.toEqual(expected)
  })

  it('ends after its time, and nobody waits again while that renewal runs', async () => {
    let begun = 0
    const wait = createAwaitedRenewal(() => {
      begun += 1
      return never()
    }, 0.01)
    const first = wait(keys)
    expect(await first).toBe(true)
    expect(wait(keys)).toBe(first)
    expect(begun).toBe(1)
  })

  it('begins anew once a renewal is over', async () => {
    let begun = 0
    const wait = createAwaitedRenewal(async () => {
      begun += 1
      return details
    }, LONG)
    await wait(keys)
    await new Promise(setImmediate)
    await wait(keys)
    expect(begun).toBe(2)
  })
})

describe('a refused session whose end the store cannot write', () => {
  it('is not served: first it cannot be told, then nobody is signed in', async () => {
    const memory = createMemoryStore()
    const clock = createClock()
    const log = createEventLog()
    let sealed = false
    const store: typeof memory = {
      ...memory,
      write: (key, value, condition, now) => {
        if (sealed && value.byteLength === 0) throw new Error('disk full')
        return memory.write(key, value, condition, now)
      },
    }
    const refuse = () => Promise.reject(new LoginError('RENEWAL_REFUSED', 'renewal'))
    const { now } = clock
    const end = createEnding(store, runtimeAt(now), now)
    const renew = createRenewal(store, {
      refresh: refuse,
      end,
      now,
      lastAnswer: () => 0,
      emit: log.emit,
    })
    const awaitRenewal = createAwaitedRenewal(renew, LONG)
    const sessions = createSessions(
      store,
      '__Host-catflap',
      { idleLifetime: 1000, absoluteLifetime: 5000 },
      { ...runtimeAt(clock.now), renew, awaitRenewal },
    )
    const due = { ...record, renewAt: clock.now(), renewBy: clock.now() }
    const { setCookie } = await sessions.create(due, details, createRecorder(), unlisted)
    const cookie = setCookie.split(';')[0]
    sealed = true
    await expect(sessions.read(cookie, undefined)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
    sealed = false
    clock.move(61)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
    expect(log.of('session-ended')).toHaveLength(1)
  })
})

describe.each([
  ['an embedded store', createMemoryStore],
  ['a store that answers later', () => asyncStore()],
])('a session in %s that would idle out while it is renewed', (_, createStore) => {
  it.each([
    ['with the request waiting', 'renewBy'],
    ['behind the request', 'renewAt'],
  ] as const)('lives on, %s', async (_, due) => {
    const store = createStore()
    const { now, move } = createClock()
    const refresh: Refresh = async (stored) => {
      move(10)
      return { ...stored, record: { ...stored.record, renewAt: undefined, renewBy: undefined } }
    }
    const { emit } = createEventLog()
    const end = createEnding(store, runtimeAt(now), now)
    const renew = createRenewal(store, { refresh, end, now, lastAnswer: () => 0, emit })
    const sessions = createSessions(
      store,
      '__Host-catflap',
      { idleLifetime: 1000, absoluteLifetime: 5000 },
      { ...runtimeAt(now), renew, awaitRenewal: createAwaitedRenewal(renew, LONG) },
    )
    const renewing = { ...record, renewAt: now(), renewBy: undefined, [due]: now() }
    const { setCookie } = await sessions.create(renewing, details, createRecorder(), unlisted)
    const cookie = setCookie.split(';')[0]
    move(995)
    expect(await sessions.read(cookie, undefined)).toBeDefined()
    await vi.waitFor(() => expect(now()).toBe(START + 1005))
    move(900)
    expect(await sessions.read(cookie, undefined)).toBeDefined()
  })
})
