/** The list of attempts to sign in: what is one row, what it costs, and what becomes of it when the store fails. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { createLoginAttempts, type LoginAttempt } from '../../src/session/login-attempts.ts'
import { deriveKey, seal } from '../../src/session/seal.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { breakableStore, countingStore } from '../support/stores.ts'

const SECRET = 'a secret of the app'
const DAY = 86_400

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function fixture<T extends SessionStore>(store: T, secrets: readonly string[] = [SECRET]) {
  const clock = createClock()
  const attempts = createLoginAttempts(store, createKeyRing(store, secrets, clock.now), clock.now)
  return { store, clock, attempts }
}
const one = (attempt: string | undefined, code?: LoginErrorCode) => ({
  attempt,
  code,
  step: undefined,
  parameter: undefined,
  expected: undefined,
  seen: undefined,
  browser: 'Firefox, Linux',
})
const names = (list: readonly LoginAttempt[]) => list.map(({ attempt, count }) => [attempt, count])
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('the list of attempts', () => {
  it('is empty at first, and costs no write to look at', async () => {
    const { attempts, store } = fixture(countingStore())
    expect(await attempts.list()).toEqual([])
    expect(store.writes).toEqual([])
  })

  it('has the newest first, each with its time, and each but once', async () => {
    const { attempts, clock } = fixture(createMemoryStore())
    attempts.record(one('a', 'STATE_MISMATCH'))
    clock.move(1)
    attempts.record(one('b'))
    expect(await attempts.list()).toEqual([
      { ...one('b'), at: clock.now(), count: 1 },
      { ...one('a', 'STATE_MISMATCH'), at: clock.now() - 1, count: 1 },
    ])
    // A copy of one that is written already: what came of it last.
    attempts.record(one('a'))
    expect(names(await attempts.list())).toEqual([
      ['a', 1],
      ['b', 1],
    ])
  })

  it('counts what belongs to no login here, by its code, over writes as well', async () => {
    const { attempts } = fixture(createMemoryStore())
    for (let i = 0; i < 3; i++) attempts.record(one(undefined, 'LOGIN_TRANSACTION_MISSING'))
    await attempts.list()
    attempts.record(one(undefined, 'LOGIN_TRANSACTION_MISSING'))
    attempts.record(one(undefined, 'STATE_MISMATCH'))
    expect((await attempts.list()).map(({ code, count }) => [code, count])).toEqual([
      ['STATE_MISMATCH', 1],
      ['LOGIN_TRANSACTION_MISSING', 4],
    ])
  })

  it('has fifty rows at most, in memory and in the store', async () => {
    const { attempts } = fixture(createMemoryStore())
    for (let i = 0; i < 55; i++) attempts.record(one(`${i}`))
    expect(names(await attempts.list()).at(-1)).toEqual(['5', 1])
    for (let i = 55; i < 60; i++) attempts.record(one(`${i}`))
    const list = await attempts.list()
    expect([list.length, list[0]?.attempt, list.at(-1)?.attempt]).toEqual([50, '59', '10'])
  })

  it('is kept for thirty days', async () => {
    const { attempts, clock } = fixture(createMemoryStore())
    attempts.record(one('a'))
    await attempts.list()
    clock.move(30 * DAY - 1)
    expect(await attempts.list()).toHaveLength(1)
    clock.move(1)
    expect(await attempts.list()).toEqual([])
  })

  it('is sealed: whoever reads the store sees nothing of it', async () => {
    const { attempts, store } = fixture(countingStore())
    attempts.record(one('a', 'STATE_MISMATCH'))
    await attempts.list()
    expect(Buffer.from(store.writes[0]!.value).toString('latin1')).not.toMatch(/STATE|Firefox/)
  })

  it('is read with the secret before, and the first one seals', async () => {
    const store = createMemoryStore()
    const before = fixture(store, ['the secret before']).attempts
    before.record(one('a'))
    await before.flush()
    const both = fixture(store, [SECRET, 'the secret before']).attempts
    expect(names(await both.list())).toEqual([['a', 1]])
    both.record(one('b'))
    await both.flush()
    expect(names(await fixture(store).attempts.list())).toEqual([
      ['b', 1],
      ['a', 1],
    ])
  })

  it.each(['{}', '7', '[1, null, [], "x"]'])('begins anew where it says %s', async (text) => {
    const { attempts, store, clock } = fixture(createMemoryStore())
    const value = seal(deriveKey('login attempts', SECRET), 'login-attempts', text)
    const condition = { revision: 0, expiresAt: clock.now() + DAY }
    await store.write('login-attempts', value, condition, clock.now())
    expect(await attempts.list()).toEqual([])
    attempts.record(one('a'))
    expect(names(await attempts.list())).toEqual([['a', 1]])
  })

  it('begins anew where its secret is gone', async () => {
    const store = createMemoryStore()
    const before = fixture(store, ['a secret that is gone']).attempts
    before.record(one('a'))
    await before.flush()
    const { attempts } = fixture(store)
    expect(await attempts.list()).toEqual([])
    attempts.record(one('b'))
    expect(names(await attempts.list())).toEqual([['b', 1]])
  })
})

describe('attempts that are recorded', () => {
  it('are written together, a second after the first, whoever asks or not', async () => {
    const { attempts, store } = fixture(countingStore())
    attempts.record(one('a'))
    await pass(999)
    attempts.record(one('b'))
    expect(store.writes).toEqual([])
    await pass(1)
    expect(store.writes).toHaveLength(1)
    await pass(5000)
    expect(store.writes).toHaveLength(1)
    attempts.record(one('c'))
    await pass(1000)
    expect(store.writes).toHaveLength(2)
    expect(names(await attempts.list())).toEqual([
      ['c', 1],
      ['b', 1],
      ['a', 1],
    ])
  })

  it('that were looked at are not written again', async () => {
    const { attempts, store } = fixture(countingStore())
    attempts.record(one('a'))
    await attempts.list()
    attempts.record(one('b'))
    await pass(999)
    expect(store.writes).toHaveLength(1)
    await pass(1)
    expect(store.writes).toHaveLength(2)
  })

  it('outlast writes of other processes, and are given up after twenty', async () => {
    const memory = createMemoryStore()
    let others = 19
    const store = countingStore({
      ...memory,
      write: (...args) => (others-- > 0 ? false : memory.write(...args)),
    })
    const { attempts } = fixture(store)
    attempts.record(one('a'))
    expect(names(await attempts.list())).toEqual([['a', 1]])
    others = 20
    attempts.record(one('b'))
    expect(names(await attempts.list())).toEqual([['a', 1]])
    expect(store.writes).toHaveLength(40)
  })

  it('are lost by a store that is away, and nothing else is', async () => {
    const { attempts, store } = fixture(breakableStore())
    store.fail = () => Promise.reject(new Error('away'))
    attempts.record(one('a'))
    await pass(1000)
    await expect(attempts.list()).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    attempts.record(one('b'))
    await expect(attempts.flush()).resolves.toBeUndefined()
    store.fail = undefined
    attempts.record(one('c'))
    expect(names(await attempts.list())).toEqual([['c', 1]])
  })
})
