/** Who waits for a value, and for how long: time is moved by the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { createRefresher } from '../../src/provider/refresher.ts'
import { createClock } from '../support/clock.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const FRESH = 100
const late = new LoginError('JWKS_UNAVAILABLE', 'jwks: no answer', { parameter: 'timeout' })

/** A refresher whose loads are answered from a list, each after so many seconds; an error rejects. */
function fixture(loads: readonly (number | Error)[], taking = 0) {
  const clock = createClock()
  const count = { loads: 0, answers: 0 }
  const runtime = {
    fresh: FRESH,
    now: clock.now,
    answers: () => count.answers,
    onStale: () => undefined,
  }
  const refresher = createRefresher(runtime, async () => {
    clock.move(taking)
    const answer = loads[count.loads++]
    if (answer === undefined) throw new TypeError('one load too many')
    if (answer instanceof Error) throw answer
    return answer
  })
  return { refresher, clock, count }
}

describe('whoever cannot do with an old value', () => {
  it('gets a fresh one at once, and has an old one fetched again', async () => {
    const { refresher, clock, count } = fixture([1, 2])
    expect(await refresher.insist()).toBe(1)
    clock.move(FRESH - 1)
    expect(await refresher.insist()).toBe(1)
    clock.move(1)
    expect(await refresher.insist()).toBe(2)
    expect(count.loads).toBe(2)
  })

  it.each([
    ['for what is left of a second after the failure', 0.5, 500],
    ['for a second at most, though the clock was set back', -5, 1000],
    ['for nothing where a second has gone by', 1.5, 0],
  ])(
    'waits in a pause %s, with all others, while the old one serves the rest',
    async (_, moved, wait) => {
      const { refresher, clock, count } = fixture([1, late, late, 2])
      await refresher.get()
      clock.move(FRESH + 10)
      await refresher.get()
      clock.move(1)
      await refresher.get()
      clock.move(moved)
      const waiting = Promise.all([refresher.insist(), refresher.insist()])
      expect(await refresher.get()).toBe(1)
      if (wait > 0) await vi.advanceTimersByTimeAsync(wait - 1)
      expect(count.loads).toBe(3)
      await vi.advanceTimersByTimeAsync(1)
      expect(await waiting).toEqual([2, 2])
      expect(count.loads).toBe(4)
    },
  )

  it('may wait again after a wait that was in vain', async () => {
    const { refresher, clock, count } = fixture([late, late, 1])
    await expect(refresher.get()).rejects.toBe(late)
    const vain = refresher.insist()
    vain.catch(() => undefined)
    await vi.advanceTimersByTimeAsync(1000)
    await expect(vain).rejects.toBe(late)
    const again = refresher.insist()
    clock.move(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await again).toBe(1)
    expect(count.loads).toBe(3)
  })
})

describe('what is told of a value', () => {
  it('is its age since the fetch began, and its freshness since that ended', async () => {
    const { refresher, clock } = fixture([1, 2], 7)
    await refresher.get()
    expect([refresher.age(), refresher.fresh()]).toEqual([7, 1])
    clock.move(FRESH - 1)
    expect(refresher.fresh()).toBe(1)
    clock.move(1)
    expect([refresher.age(), refresher.fresh()]).toEqual([FRESH + 7, undefined])
  })

  it('is why the last fetch failed, until one succeeds', async () => {
    const { refresher, clock } = fixture([1, late, 2])
    expect(refresher.failure()).toBeUndefined()
    await refresher.get()
    expect(refresher.failure()).toBeUndefined()
    clock.move(FRESH)
    await refresher.get()
    expect(refresher.failure()).toBe(late)
    clock.move(1)
    await refresher.get()
    expect(refresher.failure()).toBeUndefined()
  })
})

describe('an answer of the provider to anybody', () => {
  it.each([
    ['a second after the failure', 1, 3],
    ['less than a second after it', 0.5, 2],
    ['and the clock was set back by a second', -1, 3],
  ])('has an old value fetched again in a pause: %s', async (_, moved, loads) => {
    const { refresher, clock, count } = fixture([1, late, late, 2])
    await refresher.get()
    clock.move(FRESH)
    await refresher.get()
    clock.move(1)
    count.loads = 1
    await refresher.get()
    count.answers++
    clock.move(moved)
    expect(await refresher.get()).toBe(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(count.loads).toBe(loads)
  })

  it('leaves alone a value that is fresh, though it could not be fetched again before', async () => {
    const { refresher, clock, count } = fixture([1, late])
    await refresher.get()
    expect(await refresher.renew()).toBe(1)
    count.answers++
    clock.move(1)
    expect(await refresher.get()).toBe(1)
    expect(count.loads).toBe(2)
  })

  it('before the failure ends no pause', async () => {
    const { refresher, clock, count } = fixture([1, late, 2])
    await refresher.get()
    count.answers = 5
    clock.move(FRESH)
    await refresher.get()
    clock.move(0.5)
    expect(await refresher.get()).toBe(1)
    expect(count.loads).toBe(2)
  })
})

it('the longest pause is one from its first instant on', async () => {
  const { refresher, clock, count } = fixture([1, ...Array<Error>(6).fill(late)])
  await refresher.get()
  clock.move(FRESH)
  for (const _ of Array(6)) {
    await refresher.get()
    clock.move(30)
  }
  clock.move(-30)
  expect(await refresher.get()).toBe(1)
  expect(count.loads).toBe(7)
})
