import { describe, expect, it } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { createRefresher } from '../../src/provider/refresher.ts'
import { createClock } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'

const FRESH = 100
const failed = (parameter: string, code: LoginErrorCode = 'JWKS_UNAVAILABLE') =>
  new LoginError(code, 'jwks: no answer', { parameter, expected: 'an answer' })
const late = failed('timeout')
const dropped = failed('jwks')
const wrong = failed('content-type', 'JWKS_INVALID')

/** A refresher whose loads are answered from a list: an error rejects. */
function fixture(...loads: (number | Error)[]) {
  const clock = createClock()
  const count = { loads: 0, stale: 0 }
  const answers = { count: 0 }
  const refresher = createRefresher(
    {
      fresh: FRESH,
      now: clock.now,
      answers: () => answers.count,
      onStale: () => void count.stale++,
    },
    async () => {
      const answer = loads[count.loads++]
      if (answer === undefined) throw new Error('one load too many')
      if (answer instanceof Error) throw answer
      return answer
    },
  )
  return { refresher, clock, count, answers }
}

describe('a value that is fetched lazily', () => {
  it('is not fetched before somebody asks', () => {
    const { refresher, count } = fixture()
    expect(count.loads).toBe(0)
    expect(refresher.age()).toBe(Number.POSITIVE_INFINITY)
  })

  it('is fetched anew when the clock was set back by more than it is fresh', async () => {
    const { refresher, clock } = fixture(1, 2)
    expect(await refresher.get()).toBe(1)
    clock.move(-FRESH + 1)
    expect(await refresher.get()).toBe(1)
    clock.move(-1)
    expect(await refresher.get()).toBe(2)
    expect(await refresher.get()).toBe(2)
  })

  it('serves while it is fresh, and is fetched anew when it is not', async () => {
    const { refresher, clock, count } = fixture(1, 2)
    expect(await refresher.get()).toBe(1)
    clock.move(FRESH - 1)
    expect(await refresher.get()).toBe(1)
    expect(refresher.age()).toBe(FRESH - 1)
    expect(count.loads).toBe(1)
    clock.move(1)
    expect(await refresher.get()).toBe(2)
    expect(refresher.age()).toBe(0)
  })

  it('is fetched once for all who ask at the same time', async () => {
    const { refresher, count } = fixture(1)
    expect(await Promise.all(Array.from({ length: 50 }, () => refresher.get()))).toEqual(
      Array(50).fill(1),
    )
    expect(count.loads).toBe(1)
  })

  it('is fetched on demand even while it is fresh, once for all who demand it', async () => {
    const { refresher, count } = fixture(1, 2)
    await refresher.get()
    expect(await Promise.all([refresher.renew(), refresher.renew()])).toEqual([2, 2])
    expect(await refresher.get()).toBe(2)
    expect(count.loads).toBe(2)
  })

  it('serves on, and says so, when a later fetch fails', async () => {
    const { refresher, clock, count } = fixture(1, late, 3)
    await refresher.get()
    clock.move(FRESH)
    expect(await refresher.get()).toBe(1)
    expect(count).toEqual({ loads: 2, stale: 1 })
    expect(await refresher.get()).toBe(1)
    expect(count).toEqual({ loads: 2, stale: 1 })
    clock.move(1)
    expect(await refresher.get()).toBe(3)
  })
})

describe('a fetch that fails', () => {
  it('rejects, for all who wait for it, with the failure itself', async () => {
    const { refresher, count } = fixture(late)
    const settled = await Promise.allSettled([refresher.get(), refresher.get()])
    expect(settled).toEqual([
      { status: 'rejected', reason: late },
      { status: 'rejected', reason: late },
    ])
    expect(count.loads).toBe(1)
  })

  it('is repeated after 1, 2, 4, 8, 16 and then every 30 seconds, while an old value serves', async () => {
    const { refresher, clock, count } = fixture(1, ...Array<Error>(9).fill(late), 7)
    await refresher.get()
    clock.move(FRESH)
    expect(await refresher.get()).toBe(1)
    for (const pause of [1, 2, 4, 8, 16, 30, 30, 30]) {
      const { loads } = count
      clock.move(pause - 1)
      expect(await refresher.get()).toBe(1)
      expect(count.loads).toBe(loads)
      clock.move(1)
      expect(await refresher.get()).toBe(1)
      expect(count.loads).toBe(loads + 1)
    }
    clock.move(30)
    expect(await refresher.get()).toBe(7)
  })

  it('is repeated within a second for all who cannot do without a value, however often it failed', async () => {
    const { refresher, clock, count } = fixture(...Array<Error>(6).fill(late), 7)
    for (let i = 0; i < 5; i++) {
      await expect(refresher.get()).rejects.toBe(late)
      clock.move(30)
    }
    await expect(refresher.get()).rejects.toBe(late)
    expect(await Promise.all([refresher.get(), refresher.get()])).toEqual([7, 7])
    expect(count.loads).toBe(7)
  })

  it('does not pause for hours when the clock was set back', async () => {
    const { refresher, clock, count } = fixture(1, late, 3)
    clock.move(FRESH)
    await refresher.get()
    clock.move(FRESH)
    await refresher.get()
    expect(count.loads).toBe(2)
    // A second is left of the pause, and thirty is the longest that there is.
    clock.move(-29)
    await refresher.get()
    expect(count.loads).toBe(2)
    clock.move(-FRESH * 3)
    expect(await refresher.get()).toBe(3)
  })

  it('waits for nothing where a second has gone by, or the clock was set back', async () => {
    const { refresher, clock, count } = fixture(...Array<Error>(5).fill(late), 7)
    for (let i = 0; i < 4; i++) {
      await expect(refresher.get()).rejects.toBe(late)
      clock.move(30)
    }
    await expect(refresher.get()).rejects.toBe(late)
    // The pause goes on, and whoever has no value may try.
    clock.move(2)
    const began = count.loads
    const asked = refresher.get()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(count.loads).toBe(began + 1)
    expect(await asked).toBe(7)
  })

  it('is repeated after the provider has answered anybody, while the old value serves', async () => {
    const { refresher, clock, count, answers } = fixture(1, late, late, 3)
    await refresher.get()
    clock.move(FRESH)
    await refresher.get()
    clock.move(1)
    await refresher.get()
    clock.move(1)
    expect(await refresher.get()).toBe(1)
    expect(count.loads).toBe(3)
    answers.count++
    expect(await refresher.get()).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(await refresher.get()).toBe(3)
  })

  it('holds up nobody who has an old value, and comes once a second at most, however much else is answered', async () => {
    const { refresher, clock, count, answers } = fixture(1, ...Array<Error>(12).fill(late))
    await refresher.get()
    clock.move(FRESH)
    await refresher.get()
    for (let i = 0; i < 100; i++) {
      answers.count++
      clock.move(0.1)
      expect(await refresher.get()).toBe(1)
    }
    expect(count.loads).toBeLessThan(14)
  })

  it('starts over with short pauses once a fetch has succeeded', async () => {
    const { refresher, clock, count } = fixture(late, late, 1, late, 2)
    await expect(refresher.get()).rejects.toBe(late)
    clock.move(1)
    await expect(refresher.get()).rejects.toBe(late)
    clock.move(2)
    await refresher.get()
    clock.move(FRESH)
    await refresher.get()
    clock.move(1)
    expect(await refresher.get()).toBe(2)
    expect(count.loads).toBe(5)
  })

  it('is tried once more when the connection was dropped', async () => {
    const { refresher, count } = fixture(dropped, 1)
    expect(await refresher.get()).toBe(1)
    expect(count.loads).toBe(2)
  })

  it('is not tried a third time', async () => {
    const { refresher, count } = fixture(dropped, dropped, 1)
    await expect(refresher.get()).rejects.toEqual(refusal('JWKS_UNAVAILABLE'))
    expect(count.loads).toBe(2)
  })

  it.each([
    ['its time has run out', late],
    ['the answer was wrong', wrong],
    ['it was a bug', new TypeError('bug')],
  ])('is not tried again when %s', async (_, error) => {
    const { refresher, count } = fixture(error, 1)
    await expect(refresher.get()).rejects.toBe(error)
    expect(count.loads).toBe(1)
  })
})
