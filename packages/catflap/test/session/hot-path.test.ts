/** The request path, guarded by counting. */
import { describe, expect, it } from 'vitest'
import { openStored, sealSession } from '../../src/session/session.ts'
import { sessionKeys } from '../../src/session/session-cookie.ts'
import { createSessions } from '../../src/session/sessions.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record } from '../support/session.ts'
import { countingStore } from '../support/stores.ts'

async function fixture() {
  const store = countingStore()
  const clock = createClock()
  const lifetimes = { idleLifetime: 1000, absoluteLifetime: 5000 }
  const sessions = createSessions(store, true, lifetimes, runtimeAt(clock.now))
  const { setCookie } = await sessions.create(record, details, createRecorder())
  store.writes.splice(0)
  return { store, clock, sessions, cookie: setCookie.split(';')[0]! }
}

it.each([
  ['no cookie header', undefined],
  ['an empty header', ''],
  ['cookies of others', 'a=b; __Host-catflap-login-x=y; catflap=1'],
  ['a cookie that we did not make', '__Host-catflap=stranger'],
  ['a cookie of another version', `__Host-catflap=2${'A'.repeat(43)}`],
])('%s costs no store read', async (_, header) => {
  const { store, sessions } = await fixture()
  expect(sessions.read(header, undefined)).toBeUndefined()
  expect(store.reads).toEqual([])
})

it('a good session costs one store read, no write, and no waiting', async () => {
  const { store, sessions, cookie } = await fixture()
  expect(sessions.read(`x=y; ${cookie}`, undefined)).toMatchObject({ sub: 'u-1' })
  expect(store.reads).toHaveLength(1)
  expect(store.writes).toEqual([])
})

it('a session that is due to be prolonged costs one read and one write', async () => {
  const { store, clock, sessions, cookie } = await fixture()
  clock.move(500)
  expect(sessions.read(cookie, undefined)).toBeDefined()
  expect([store.reads.length, store.writes.length]).toEqual([1, 1])
})

it('an ended session costs one read and nothing else', async () => {
  const { store, clock, sessions, cookie } = await fixture()
  await sessions.end(cookie)
  store.reads.splice(0)
  store.writes.splice(0)
  clock.move(500)
  expect(sessions.read(cookie, undefined)).toBeUndefined()
  expect([store.reads.length, store.writes.length]).toEqual([1, 0])
})

describe('a session that was opened before', () => {
  it('is not opened again while the store holds the same bytes, but asked for each time', async () => {
    const { store, sessions, cookie } = await fixture()
    const first = await sessions.read(cookie, undefined)
    const claims = first?.claims
    store.reads.splice(0)
    const second = await sessions.read(cookie, undefined)
    // The very same object: nothing was opened, nothing was parsed.
    expect(second?.claims).toBe(claims)
    expect(store.reads).toHaveLength(1)
  })

  it('cannot be changed by a request', async () => {
    const { sessions, cookie } = await fixture()
    const claims = (await sessions.read(cookie, undefined))?.claims as Record<string, unknown>
    expect(() => {
      claims.groups = ['ADMIN']
    }).toThrow(TypeError)
    expect((await sessions.read(cookie, undefined))?.groups).toEqual([])
  })

  it('is opened anew when another process has renewed it', async () => {
    const { store, clock, sessions, cookie } = await fixture()
    await sessions.read(cookie, undefined)
    const keys = sessionKeys(cookie.slice(cookie.indexOf('=') + 1))!
    const entry = (await store.read(keys.storeKey, clock.now()))!
    const stored = openStored(keys, entry.value)
    const renewed = { ...stored, record: { ...stored.record, claims: { groups: ['NEW'] } } }
    const { revision, expiresAt } = entry
    await store.write(
      keys.storeKey,
      sealSession(keys, renewed),
      { revision, expiresAt },
      clock.now(),
    )
    expect((await sessions.read(cookie, undefined))?.groups).toEqual(['NEW'])
  })

  it('is gone at the very next request when another process has ended it', async () => {
    const { store, clock, sessions, cookie } = await fixture()
    await sessions.read(cookie, undefined)
    const lifetimes = { idleLifetime: 1000, absoluteLifetime: 5000 }
    await createSessions(store, true, lifetimes, runtimeAt(clock.now)).end(cookie)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })

  it('makes room for others: memory does not grow with the number of sessions', async () => {
    const { sessions, cookie } = await fixture()
    const before = (await sessions.read(cookie, undefined))?.claims
    for (let i = 0; i < 1000; i++) {
      const { setCookie } = await sessions.create(record, details, createRecorder())
      await sessions.read(setCookie.split(';')[0], undefined)
    }
    const after = (await sessions.read(cookie, undefined))?.claims
    expect(after).toEqual(before)
    expect(after).not.toBe(before)
  })
})
