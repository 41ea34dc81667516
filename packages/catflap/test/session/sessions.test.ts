import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createSessions } from '../../src/session/sessions.ts'
import {
  type SealedParts,
  type SessionDetails,
  splitSession,
} from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore, StoreEntry } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock, START } from '../support/clock.ts'
import { failureOf, refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'
import { unlisted } from '../support/session.ts'
import { asyncStore, breakableStore, countingStore, FAILURES } from '../support/stores.ts'

const [IDLE, ABSOLUTE] = [1000, 5000]
const record = {
  sub: 'u-1',
  sid: 'sid-1',
  claims: { sub: 'u-1', groups: ['ADMIN'] },
  userInfo: { sub: 'u-1', name: '猫' },
  attempt: 'attempt-1',
  returnTo: '/x',
  ingressUser: undefined,
  renewAt: undefined,
  renewBy: undefined,
}
const details: SessionDetails = {
  accessToken: 'hush-access',
  idToken: 'hush-id',
  refreshToken: undefined,
  accessTokenExpiresAt: START + 60,
  startedAt: START,
}

const LIFETIMES = { idleLifetime: IDLE, absoluteLifetime: ABSOLUTE }

/** The same app over another store. */
const sessionsOver = (store: SessionStore, { now }: Pick<ReturnType<typeof createClock>, 'now'>) =>
  createSessions(store, '__Host-catflap', LIFETIMES, runtimeAt(now))

function fixture<T extends SessionStore>(store: T, lifetimes = LIFETIMES) {
  const clock = createClock()
  const sessions = createSessions(store, '__Host-catflap', lifetimes, runtimeAt(clock.now))
  const signIn = async (change: object = {}) => {
    const { setCookie, id } = await sessions.create(
      { ...record, ...change },
      details,
      createRecorder(),
      unlisted,
    )
    return { cookie: setCookie.split(';')[0]!, setCookie, id }
  }
  return {
    store,
    clock,
    sessions,
    signIn,
    read: async (cookie?: string) => sessions.read(cookie, undefined),
  }
}

describe.each([
  ['an embedded store', createMemoryStore],
  ['a store that answers later', () => asyncStore()],
])('a session in %s', (_, createStore) => {
  it('is read back by its cookie, among others', async () => {
    const { signIn, read } = fixture(createStore())
    const { cookie, id } = await signIn()
    const session = await read(`a=b; ${cookie}; c=d`)
    const { ingressUser: _, renewBy: __, ...told } = record
    expect(session).toMatchObject({
      ...told,
      id,
      groups: ['ADMIN'],
      createdAt: START,
      expiresAt: START + ABSOLUTE,
    })
    expect(session?.details()).toEqual(details)
  })

  it('ends for good: the old cookie is worthless', async () => {
    const { signIn, sessions, read } = fixture(createStore())
    const { cookie, id } = await signIn()
    expect(await sessions.end(cookie)).toBe(id)
    expect(await read(cookie)).toBeUndefined()
    expect(await sessions.end(cookie)).toBeUndefined()
  })

  it('ends at the latest after its absolute lifetime, however busy', async () => {
    const { signIn, clock, read } = fixture(createStore())
    const { cookie } = await signIn()
    for (let age = 500; age < ABSOLUTE; age += 500) {
      clock.move(500)
      expect(await read(cookie), `at ${age}`).toBeDefined()
    }
    clock.move(499)
    expect(await read(cookie)).toBeDefined()
    clock.move(1)
    expect(await read(cookie)).toBeUndefined()
  })

  it('ends after its idle lifetime without a request', async () => {
    const { signIn, clock, read } = fixture(createStore())
    const { cookie } = await signIn()
    clock.move(IDLE - 1)
    expect(await read(cookie)).toBeDefined()
    clock.move(IDLE - 1)
    expect(await read(cookie)).toBeDefined()
    clock.move(IDLE)
    expect(await read(cookie)).toBeUndefined()
  })
})

describe('lifetimes', () => {
  it('bound each other: an idle lifetime longer than the absolute one does not count', async () => {
    const { signIn, clock, read } = fixture(createMemoryStore(), {
      idleLifetime: 99,
      absoluteLifetime: 10,
    })
    const { cookie, setCookie } = await signIn()
    expect(setCookie).toContain('Max-Age=10;')
    clock.move(10)
    expect(await read(cookie)).toBeUndefined()
  })

  it('are prolonged only when a twentieth of the idle lifetime has passed', async () => {
    const { signIn, clock, read, store } = fixture(countingStore())
    const { cookie } = await signIn()
    const created = store.writes.length
    clock.move(IDLE / 20 - 1)
    await read(cookie)
    const touches = () => store.writes.slice(created)
    expect(touches()).toHaveLength(0)
    clock.move(1)
    await read(cookie)
    await read(cookie)
    expect(touches()).toHaveLength(1)
  })
})

describe('a request that is under way', () => {
  it('cannot revive a session that ended meanwhile', async () => {
    const memory = createMemoryStore()
    const { signIn, clock, sessions } = fixture(memory)
    const { cookie } = await signIn()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let late: Promise<boolean> | undefined
    const slow: SessionStore = {
      ...memory,
      write: (...parameters) => {
        late = held.then(() => memory.write(...parameters))
        return late
      },
    }
    clock.move(500)
    expect(
      await createSessions(slow, '__Host-catflap', LIFETIMES, runtimeAt(clock.now)).read(
        cookie,
        undefined,
      ),
    ).toBeDefined()
    await sessions.end(cookie)
    release()
    expect(await late).toBe(false)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })

  it.each(FAILURES)('does not fail when the prolonging %s', async (_, fail) => {
    const memory = createMemoryStore()
    const { signIn, clock } = fixture(memory)
    const { cookie } = await signIn()
    clock.move(500)
    const readOnly: SessionStore = { ...memory, write: fail }
    expect(
      await createSessions(readOnly, '__Host-catflap', LIFETIMES, runtimeAt(clock.now)).read(
        cookie,
        undefined,
      ),
    ).toBeDefined()
    await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('a store that is out of order', () => {
  it.each(FAILURES)('makes it unknown who is signed in when it %s', async (_, fail) => {
    const { store, signIn, sessions, read } = fixture(breakableStore())
    const { cookie } = await signIn()
    store.fail = fail
    await expect(read(cookie)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    await expect(sessions.end(cookie)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    await expect(signIn()).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    store.fail = undefined
    expect(await read(cookie)).toBeDefined()
  })

  it('is not asked about somebody without a session of ours', async () => {
    const { store, sessions, read } = fixture(breakableStore())
    store.fail = FAILURES[0]![1]
    expect(await read('a=b')).toBeUndefined()
    expect(await read(undefined)).toBeUndefined()
    expect(await sessions.end('a=b')).toBeUndefined()
  })

  it.each<[string, (value: Uint8Array) => Uint8Array]>([
    ['one byte changed', (value) => value.with(20, value[20]! ^ 1)],
    ['its end missing', (value) => value.subarray(0, 40)],
    ['one byte left', (value) => value.subarray(0, 1)],
    ['a length beyond its end', (value) => Uint8Array.from(value).fill(255, 0, 4)],
    ['a length of zero', (value) => Uint8Array.from(value).fill(0, 0, 4)],
    ['nothing in common', () => new Uint8Array(200)],
  ])('makes it unknown when a record has %s', async (_, damage) => {
    const memory = createMemoryStore()
    const { signIn, clock } = fixture(memory)
    const { cookie } = await signIn()
    const damaged: SessionStore = {
      ...memory,
      read: (key, now) => {
        const entry = memory.read(key, now) as StoreEntry
        return { ...entry, value: damage(entry.value) }
      },
    }
    const sessions = sessionsOver(damaged, clock)
    expect((await failureOf(() => sessions.read(cookie, undefined))).code).toBe('STORE_UNAVAILABLE')
    const later = sessionsOver(asyncStore(damaged), clock)
    expect((await failureOf(() => later.read(cookie, undefined))).code).toBe('STORE_UNAVAILABLE')
  })

  it.each([
    ['details', ({ trace }: SealedParts) => -1 - trace.byteLength],
    ['trace', () => -1],
  ] as const)('damages the %s alone: who is signed in is still known', async (part, place) => {
    const memory = createMemoryStore()
    const { signIn, clock } = fixture(memory)
    const { cookie } = await signIn()
    const damaged: SessionStore = {
      ...memory,
      read: (key, now) => {
        const entry = memory.read(key, now) as StoreEntry
        const at = place(splitSession(entry.value))
        return { ...entry, value: entry.value.with(at, entry.value.at(at)! ^ 1) }
      },
    }
    const session = await sessionsOver(damaged, clock).read(cookie, undefined)
    expect(session?.sub).toBe('u-1')
    expect((await failureOf(() => session?.[part]())).code).toBe('STORE_UNAVAILABLE')
    const other = part === 'trace' ? 'details' : 'trace'
    expect(session?.[other]()).toBeDefined()
  })

  it('says no to every write: an ending session is not reported as ended', async () => {
    const memory = createMemoryStore()
    const { signIn, clock } = fixture(memory)
    const { cookie } = await signIn()
    const contested = countingStore({ ...memory, write: () => false })
    const sessions = sessionsOver(contested, clock)
    await expect(sessions.end(cookie)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    expect(contested.writes).toHaveLength(20)
    await expect(sessions.create(record, details, createRecorder(), unlisted)).rejects.toEqual(
      refusal('STORE_UNAVAILABLE'),
    )
  })

  it('is outlasted when another write comes first', async () => {
    const memory = createMemoryStore()
    const { signIn, clock } = fixture(memory)
    const { cookie, id } = await signIn()
    let others = 3
    const contested: SessionStore = {
      ...memory,
      write: (...parameters) => (others-- > 0 ? false : memory.write(...parameters)),
    }
    expect(await sessionsOver(contested, clock).end(cookie)).toBe(id)
  })
})

describe('what is stored', () => {
  it('holds nothing of the person, the tokens or the cookie', async () => {
    const { store, signIn } = fixture(countingStore())
    const { cookie } = await signIn()
    const { key, value } = store.writes[0]!
    const secret = cookie.slice(cookie.indexOf('=') + 1)
    for (const text of ['u-1', 'hush', 'ADMIN', secret]) {
      expect(Buffer.from(value).includes(text), text).toBe(false)
      expect(key).not.toContain(text)
    }
  })

  it('is not shown by a session that somebody logs', async () => {
    const { signIn, read } = fixture(createMemoryStore())
    const session = await read((await signIn()).cookie)
    expect(inspect(session, { depth: 10, showHidden: true })).not.toContain('hush')
    expect(JSON.stringify(session)).not.toContain('hush')
  })
})
