/** A lease by the clock: who may take it from when on, how long its holder may rely on it, and how pauses grow. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import { takeLease } from '../../src/session/lease.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { START } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { countingStore } from '../support/stores.ts'

const KEY = 'lease:one'
const CODE = 'TOKEN_ENDPOINT_UNAVAILABLE'
const now = (): number => Date.now() / 1000
const never = (): boolean => false
const take = (store: SessionStore, isOver: Parameters<typeof takeLease>[3] = never) =>
  takeLease(store, KEY, now, isOver)
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

beforeEach(() => void vi.useFakeTimers({ now: START * 1000 }))
afterEach(() => void vi.useRealTimers())

async function held(store: SessionStore) {
  const answer = await take(store)
  if (answer.kind === 'held') return answer.lease
  throw new Error(answer.kind)
}

/** Puts something in the place of the lease, as another process would. */
async function put(store: SessionStore, text: string, expiresAt = now() + 600): Promise<void> {
  const revision = (await store.read(KEY, now()))?.revision ?? 0
  await store.write(KEY, Buffer.from(text), { revision, expiresAt }, now())
}
const owned = (until: number) => JSON.stringify({ owner: 'another', until, failures: 0 })

describe('a lease that nobody extends', () => {
  it('is free from the very moment at which it ends', async () => {
    const store = createMemoryStore()
    await put(store, owned(now() + 6))
    await pass(5.5)
    expect(await take(store)).toEqual({ kind: 'taken' })
    await pass(0.5)
    expect((await take(store)).kind).toBe('held')
  })

  it('is relied upon until two seconds before its end, since clocks differ by so much', async () => {
    const store = createMemoryStore()
    let isAway = false
    const failing: SessionStore = {
      ...store,
      write: (...args) => (isAway ? Promise.reject(new Error('away')) : store.write(...args)),
    }
    const lease = await held(failing)
    isAway = true
    expect(lease.isHeld()).toBe(true)
    await pass(3.5)
    expect(lease.isHeld()).toBe(true)
    await pass(0.5)
    expect(lease.isHeld()).toBe(false)
    // Nobody is kept waiting by a store that does not take it back either.
    await lease.release(CODE)
  })

  it('is taken by nobody while its entry vanishes, by clocks that differ', async () => {
    const store = createMemoryStore()
    const end = now() + 600
    await put(store, owned(now() - 1), end)
    await pass(594)
    expect(await take(store)).toEqual({ kind: 'taken' })
    await pass(6)
    expect((await take(store)).kind).toBe('held')

    const another = createMemoryStore()
    await put(another, owned(now() - 1))
    await pass(593.5)
    expect((await take(another)).kind).toBe('held')
  })
})

describe('a lease that is held', () => {
  it('costs a write every two seconds, one to take it and one to give it back', async () => {
    const store = countingStore()
    const lease = await held(store)
    await pass(30)
    expect(lease.isHeld()).toBe(true)
    await lease.release()
    await pass(30)
    expect(store.writes.map(({ done }) => done)).toEqual(Array.from({ length: 17 }, () => true))
  })

  it('is relied upon no longer, and never taken back, once somebody else has it', async () => {
    const store = createMemoryStore()
    const lease = await held(store)
    await pass(1)
    await put(store, owned(now() + 60))
    const before = await store.read(KEY, now())
    await pass(3)
    expect(lease.isHeld()).toBe(false)
    await pass(20)
    await lease.release(CODE)
    expect(await store.read(KEY, now())).toEqual(before)
  })
})

describe('the pause after a failure', () => {
  it('doubles with each failure in a row, to a minute, and begins anew after a success', async () => {
    const store = createMemoryStore()
    for (const pause of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const lease = await held(store)
      await lease.release(CODE)
      const failedAt = now()
      await pass(pause - 0.5)
      expect(await take(store), `within ${pause}`).toEqual({ kind: 'paused', code: CODE, failedAt })
      await pass(0.5)
    }
    await (await held(store)).release()
    await (await held(store)).release(CODE)
    await pass(1)
    expect((await take(store)).kind).toBe('held')
  })

  it('is over before its time for whoever says so, knowing what failed, and when', async () => {
    const store = createMemoryStore()
    await (await held(store)).release(CODE)
    const asked: [number, LoginErrorCode][] = []
    const isOver = (...args: [number, LoginErrorCode]) => asked.push(args) === 1
    expect((await take(store, isOver)).kind).toBe('held')
    expect(asked).toEqual([[now(), CODE]])
  })

  it('of a record that does not say when it failed is told by its end', async () => {
    const store = createMemoryStore()
    await put(store, JSON.stringify({ ...JSON.parse(owned(now() + 9)), code: CODE }))
    expect(await take(store)).toEqual({ kind: 'paused', code: CODE, failedAt: now() + 9 })
  })
})

describe('an entry that is no lease', () => {
  it.each(['', 'x', 'null', '[]', '{}', `{"code":"${CODE}"}`, '{"until":"9999999999"}'])(
    '%j keeps nobody from taking one, with pauses as of the first failure',
    async (text) => {
      const store = createMemoryStore()
      await put(store, ` ${text}`)
      await (await held(store)).release(CODE)
      await pass(0.5)
      expect((await take(store)).kind).toBe('paused')
      await pass(0.5)
      expect((await take(store)).kind).toBe('held')
    },
  )
})

describe('a store that does not take a lease', () => {
  it.each([
    ['and has none then', undefined],
    ['and has something else then', { value: Buffer.from('x'), revision: 7, expiresAt: START * 2 }],
  ])('%s leaves it to others', async (_, found) => {
    let reads = 0
    const store: SessionStore = {
      ...createMemoryStore(),
      read: () => (reads++ === 0 ? undefined : found),
      write: () => false,
    }
    expect(await take(store)).toEqual({ kind: 'taken' })
  })

  it('since it is away cannot tell who has it', async () => {
    const store: SessionStore = {
      ...createMemoryStore(),
      write: () => Promise.reject(new Error('away')),
    }
    await expect(take(store)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
  })
})
