/** The request path, guarded by counting. */
import { describe, expect, it } from 'vitest'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { createSessions } from '../../src/session/sessions.ts'
import { openStored, sealSession } from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore, StoreEntry } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock, START } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'
import { countingStore } from '../support/stores.ts'

async function fixture(change: Partial<typeof record> = {}, base?: SessionStore) {
  const store = countingStore(base)
  const clock = createClock()
  const lifetimes = { idleLifetime: 1000, absoluteLifetime: 5000 }
  const asked = { behind: 0, waiting: 0 }
  const sessions = createSessions(store, '__Host-catflap', lifetimes, {
    ...runtimeAt(clock.now),
    renew: async () => {
      asked.behind += 1
      return details
    },
    awaitRenewal: async () => {
      asked.waiting += 1
      return true
    },
  })
  const { setCookie } = await sessions.create(
    { ...record, ...change },
    details,
    createRecorder(),
    unlisted,
  )
  store.writes.splice(0)
  return { store, clock, sessions, asked, cookie: setCookie.split(';')[0]! }
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

describe('a session that can be renewed', () => {
  const renewable = { renewAt: START + 20, renewBy: START + 40 }

  it.each([
    ['before it is due', 19, { behind: 0, waiting: 0 }],
    ['when it is due', 20, { behind: 1, waiting: 0 }],
    ['just before the end of its access token', 39, { behind: 1, waiting: 0 }],
  ])('costs one store read and no waiting %s', async (_, seconds, expected) => {
    const { store, clock, sessions, asked, cookie } = await fixture(renewable)
    clock.move(seconds)
    expect(sessions.read(cookie, undefined)).toMatchObject({ sub: 'u-1' })
    expect([store.reads.length, store.writes.length]).toEqual([1, 0])
    expect(asked).toEqual(expected)
  })

  it('waits once from that end on, and is read again, however short the new token lives', async () => {
    const { store, clock, sessions, asked, cookie } = await fixture(renewable)
    clock.move(40)
    expect(await sessions.read(cookie, undefined)).toMatchObject({ sub: 'u-1' })
    expect(store.reads).toHaveLength(2)
    expect(asked).toEqual({ behind: 0, waiting: 1 })
  })

  it('makes nobody wait whom it does not belong to', async () => {
    const claims = { preferred_username: 'alice' }
    const { clock, sessions, asked, cookie } = await fixture({ ...renewable, claims })
    clock.move(40)
    expect(sessions.read(cookie, 'bob')).toBeUndefined()
    expect(asked).toEqual({ behind: 0, waiting: 0 })
  })
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
    await createSessions(store, '__Host-catflap', lifetimes, runtimeAt(clock.now)).end(cookie)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })

  it('is not pushed out by a flood of forged cookies, which write nothing', async () => {
    const { store, sessions, cookie } = await fixture()
    const before = (await sessions.read(cookie, undefined))?.claims
    for (let i = 0; i < 5000; i++) {
      expect(sessions.read(`__Host-catflap=${createCookieValue()}`, undefined)).toBeUndefined()
    }
    // The very same object: it was not opened anew.
    expect((await sessions.read(cookie, undefined))?.claims).toBe(before)
    expect(store.writes).toEqual([])
  })

  it('is opened anew when a store has changed its bytes in their place', async () => {
    const { store, clock, sessions, cookie } = await fixture()
    expect(await sessions.read(cookie, undefined)).toMatchObject({ sub: 'u-1' })
    const keys = sessionKeys(cookie.slice(cookie.indexOf('=') + 1))!
    const { value } = (await store.read(keys.storeKey, clock.now()))!
    const stored = openStored(keys, value)
    value.set(sealSession(keys, { ...stored, record: { ...stored.record, sub: 'u-2' } }))
    expect(await sessions.read(cookie, undefined)).toMatchObject({ sub: 'u-2' })
  })

  it('lets the store say that it still holds what was opened', async () => {
    const seen: unknown[] = []
    const memory = createMemoryStore()
    const read = (key: string, now: number, known?: StoreEntry) => {
      seen.push(known)
      return memory.read(key, now)
    }
    const { sessions, cookie } = await fixture({}, { ...memory, read })
    seen.splice(0)
    for (let i = 0; i < 3; i++) await sessions.read(cookie, undefined)
    expect(seen).toEqual([undefined, seen[1], seen[1]])
    expect(seen[1]).toMatchObject({ revision: 1 })
  })

  it('is told to the store as it was read last, once its idle end has moved', async () => {
    const seen: (StoreEntry | undefined)[] = []
    const memory = createMemoryStore()
    const read = (key: string, now: number, known?: StoreEntry) => {
      seen.push(known)
      return memory.read(key, now)
    }
    const { clock, sessions, cookie } = await fixture({}, { ...memory, read })
    await sessions.read(cookie, undefined)
    clock.move(500)
    for (let i = 0; i < 3; i++) await sessions.read(cookie, undefined)
    expect(seen.map((entry) => entry?.revision)).toEqual([undefined, 1, 1, 2])
  })

  it('makes room for others: a thousand are kept in memory, and no more', async () => {
    const { sessions, cookie } = await fixture()
    const before = (await sessions.read(cookie, undefined))?.claims
    const another = async () => {
      const { setCookie } = await sessions.create(record, details, createRecorder(), unlisted)
      await sessions.read(setCookie.split(';')[0], undefined)
    }
    for (let i = 0; i < 999; i++) await another()
    expect((await sessions.read(cookie, undefined))?.claims).toBe(before)
    await another()
    const after = (await sessions.read(cookie, undefined))?.claims
    expect(after).toEqual(before)
    expect(after).not.toBe(before)
  })
})
