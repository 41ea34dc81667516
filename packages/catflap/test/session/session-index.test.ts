/** The list of a person's sessions: what leaves it, when, at what cost, and under concurrency. */
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { createSessionIndex } from '../../src/session/session-index.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock } from '../support/clock.ts'
import { asyncStore, breakableStore, countingStore } from '../support/stores.ts'

const BY = 'ended-elsewhere'
const IDLE = 1000
const ABSOLUTE = 5000
const MAX = 100
const OWNERS = { sub: 'u-1', sid: 'sid-1' }

function fixture<T extends SessionStore>(store: T) {
  const clock = createClock()
  const index = createSessionIndex(store, IDLE, {
    ring: createKeyRing(store, ['a secret of the app'], clock.now),
    issuer: 'https://op.example',
    now: clock.now,
  })
  /** A session in the store and in the index. */
  async function begin(id: string, owners = OWNERS) {
    const condition = { revision: 0, expiresAt: clock.now() + IDLE }
    await store.write(`session ${id}`, new Uint8Array([1]), condition, clock.now())
    await index.add({
      id,
      storeKey: `session ${id}`,
      createdAt: clock.now(),
      issuedAt: clock.now(),
      expiresAt: clock.now() + ABSOLUTE,
      browser: '',
      ...owners,
    })
  }
  /** Its end as a logout writes it; the index is told, or not. */
  async function end(id: string, told: boolean) {
    const entry = await store.read(`session ${id}`, clock.now())
    const condition = { revision: entry?.revision ?? 0, expiresAt: clock.now() + ABSOLUTE }
    await store.write(`session ${id}`, new Uint8Array(0), condition, clock.now())
    if (told) await index.forget(`session ${id}`, OWNERS)
  }
  const isLive = async (id: string) =>
    (await store.read(`session ${id}`, clock.now()))?.value.byteLength === 1
  const ids = async (owner: { sub: string } | { sid: string } = { sub: 'u-1' }) =>
    (await index.list(owner)).map((one) => one.id)
  return { store, clock, index, begin, end, isLive, ids }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i}`)

describe('a full list', () => {
  it('loses those that have ended before any that lives', async () => {
    const { begin, end, isLive, ids } = fixture(createMemoryStore())
    await begin('kept')
    for (const id of numbers(MAX - 1)) await begin(id)
    for (const id of numbers(MAX - 1)) await end(id, false)
    await begin('new')
    expect(await ids()).toEqual(['new', 'kept'])
    expect(await isLive('kept')).toBe(true)
  })

  /** All but the oldest session have idled out. */
  async function idledOut(store: SessionStore) {
    const all = fixture(store)
    const { clock, begin } = all
    await begin('kept')
    for (const id of numbers(MAX - 1)) await begin(id)
    const used = await store.read('session kept', clock.now())
    const condition = { revision: used!.revision, expiresAt: clock.now() + 3 * IDLE }
    await store.write('session kept', used!.value, condition, clock.now())
    clock.move(IDLE)
    return all
  }

  it('loses them, too, when the login before could not write the list', async () => {
    const memory = createMemoryStore()
    let away = false
    const store: SessionStore = {
      ...memory,
      write(key, ...rest) {
        if (away && key.startsWith('sub:')) throw new Error('away')
        return memory.write(key, ...rest)
      },
    }
    const { begin, isLive, ids } = await idledOut(store)
    away = true
    await expect(begin('failed')).rejects.toThrow('store')
    away = false
    await begin('next')
    expect(await ids()).toEqual(['next', 'kept'])
    expect(await isLive('kept')).toBe(true)
  })

  it('loses those that have idled out before any that lives', async () => {
    const { begin, isLive, ids } = await idledOut(createMemoryStore())
    for (const id of ['a', 'b', 'c']) await begin(id)
    expect(await ids()).toEqual(['c', 'b', 'a', 'kept'])
    expect(await isLive('kept')).toBe(true)
  })

  it('ends the oldest when all live, and takes it out of its other list', async () => {
    const { store, begin, isLive, ids, index } = fixture(countingStore())
    await begin('oldest', { sub: 'u-1', sid: 'sid-old' })
    for (const id of numbers(MAX)) await begin(id)
    expect(await isLive('oldest')).toBe(false)
    expect(await ids()).toHaveLength(MAX)
    store.reads.splice(0)
    expect(await index.list({ sid: 'sid-old' })).toEqual([])
    expect(store.reads).not.toContain('session oldest')
  })

  it('never loses a session that goes on living', async () => {
    const { store, begin, isLive, ids } = fixture(breakableStore())
    for (const id of numbers(MAX)) await begin(id)
    const { write } = store
    store.write = (key, ...rest) =>
      key === 'session 0' ? Promise.reject(new Error('disk full')) : write(key, ...rest)
    await expect(begin('new')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(await isLive('0')).toBe(true)
    expect(await ids()).toContain('0')
    store.write = write
    await begin('newer')
    expect(await isLive('0')).toBe(false)
    expect(await ids()).toHaveLength(MAX)
  })

  it('is looked through again once one of its sessions may have idled out', async () => {
    const { store, clock, begin, isLive } = fixture(createMemoryStore())
    for (const id of ['oldest', 'kept', ...numbers(MAX - 2)]) await begin(id)
    clock.move(IDLE - 30)
    const used = await store.read('session kept', clock.now())
    const condition = { revision: used!.revision, expiresAt: clock.now() + IDLE }
    await store.write('session kept', used!.value, condition, clock.now())
    await begin('a')
    expect(await isLive('oldest')).toBe(false)
    clock.move(30)
    await begin('b')
    expect(await isLive('kept')).toBe(true)
  })
})

describe('a session that has ended', () => {
  it('is in none of its lists any more, so nobody looks for it', async () => {
    const { store, begin, end, index } = fixture(countingStore())
    for (const id of ['1', '2']) await begin(id)
    await end('1', true)
    store.reads.splice(0)
    await index.list({ sub: 'u-1' })
    await index.list({ sid: 'sid-1' })
    expect(store.reads.filter((key) => key.startsWith('session'))).toEqual([
      'session 2',
      'session 2',
    ])
  })

  it('from elsewhere leaves all of its lists, too', async () => {
    const { store, begin, index } = fixture(countingStore())
    for (const id of ['1', '2', '3']) await begin(id)
    expect([...(await index.end({ sid: 'sid-1' }, ({ id }) => id !== '2', BY))].sort()).toEqual([
      '1',
      '3',
    ])
    store.reads.splice(0)
    await index.list({ sub: 'u-1' })
    expect(store.reads.filter((key) => key.startsWith('session'))).toEqual(['session 2'])
  })

  it('stays in its list when that cannot be written, and nothing fails', async () => {
    const { store, begin, index, ids } = fixture(breakableStore())
    await begin('1')
    store.fail = () => Promise.reject(new Error('connection lost'))
    await index.forget('session 1', OWNERS)
    store.fail = undefined
    expect(await ids()).toEqual(['1'])
  })

  it('leaves an empty list that a late write cannot undo', async () => {
    const memory = createMemoryStore()
    const { clock, begin, end, ids } = fixture(memory)
    const writes: (() => unknown)[] = []
    const { write } = memory
    memory.write = (...parameters) => {
      writes.push(() => write(...parameters))
      return write(...parameters)
    }
    await begin('1')
    await end('1', true)
    const late = writes.splice(0)
    clock.move(ABSOLUTE - 1)
    await begin('2')
    for (const again of late) again()
    expect(await ids()).toEqual(['2'])
  })
})

describe('what it costs', () => {
  it('to begin one session more is the same among one and among ninety-nine', async () => {
    const { store, begin } = fixture(countingStore())
    const cost = async (id: string) => {
      store.reads.splice(0)
      await begin(id)
      return store.reads.length
    }
    await begin('before, to have its key made')
    const first = await cost('first')
    for (const id of numbers(MAX - 3)) await begin(id)
    expect(await cost('last')).toBe(first)
    expect(await cost('one too many')).toBeGreaterThan(MAX)
  })

  it('to look through a full list whose sessions live is paid once a minute', async () => {
    const { store, clock, begin } = fixture(countingStore())
    const cost = async (id: string) => {
      store.reads.splice(0)
      await begin(id)
      return store.reads.length
    }
    for (const id of numbers(MAX)) await begin(id)
    expect(await cost('a')).toBeGreaterThan(MAX)
    for (const id of ['b', 'c', 'd']) expect(await cost(id)).toBeLessThan(10)
    clock.move(59)
    // Whoever comes in between does not put it off.
    expect(await cost('e')).toBeLessThan(10)
    clock.move(1)
    expect(await cost('f')).toBeGreaterThan(MAX)
  })

  it('to end one is the same among one and among ninety-nine', async () => {
    const { store, begin, end } = fixture(countingStore())
    const cost = async (id: string) => {
      store.reads.splice(0)
      await end(id, true)
      return store.reads.length
    }
    await begin('alone')
    const alone = await cost('alone')
    for (const id of numbers(MAX - 1)) await begin(id)
    expect(await cost('7')).toBe(alone)
  })
})

it('what begins and ends at once is listed exactly', async () => {
  const { begin, end, index, ids } = fixture(asyncStore())
  for (const id of numbers(20)) await begin(id)
  await Promise.all([
    ...numbers(8).map((id) => end(id, true)),
    ...['a', 'b', 'c', 'd'].map((id) => begin(id)),
    index.end({ sid: 'sid-1' }, ({ id }) => ['17', '18', '19'].includes(id), BY),
  ])
  const expected = ['8', '9', '10', '11', '12', '13', '14', '15', '16', 'a', 'b', 'c', 'd']
  expect([...(await ids())].sort()).toEqual(expected.sort())
  expect([...(await ids({ sid: 'sid-1' }))].sort()).toEqual(expected.sort())
})

describe('the end of sessions from elsewhere', () => {
  it('leaves its reason for sessions that were there, and for no others', async () => {
    const store = createMemoryStore()
    const { begin, index, clock } = fixture(store)
    await begin('1')
    await begin('2')
    await store.write(
      'session 2',
      new Uint8Array(),
      { revision: 1, expiresAt: clock.now() + IDLE },
      clock.now(),
    )
    expect(await index.end({ sid: 'sid-1' }, () => true, BY)).toEqual(['1'])
    expect(await index.end({ sub: 'nobody' }, () => true, BY)).toEqual([])
    const kept = ['1', '2'].map((id) => store.read(`ended:session ${id}`, clock.now()))
    expect((await Promise.all(kept)).map((entry) => entry?.value.byteLength)).toEqual([
      1,
      undefined,
    ])
  })
})
