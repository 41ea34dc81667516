/** Who waits how long for a renewal that others have, that failed a moment ago, or whose result nobody takes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { splitSession } from '../../src/session/stored-session.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { START } from '../support/clock.ts'
import { due, gate } from '../support/due-session.ts'
import { refusal } from '../support/refusal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A due session of which every try fails so, until it is mended. */
async function failing(code: LoginErrorCode | 'a bug', answeredAt = 0) {
  const world = await due()
  let fails = true
  const refuse = async () => {
    if (fails) throw code === 'a bug' ? new TypeError(code) : new LoginError(code, 'failed')
  }
  const [renew, other] = [1, 2].map(() => world.another(undefined, refuse, () => answeredAt))
  /** What came of it by now; both clocks go on together. */
  async function after(promise: Promise<unknown>, seconds: number): Promise<unknown> {
    let outcome: unknown = 'still waiting'
    promise.then(
      () => {
        outcome = 'renewed'
      },
      (error: LoginError) => {
        outcome = error.code ?? error.message
      },
    )
    await vi.advanceTimersByTimeAsync(0)
    world.clock.move(seconds)
    await vi.advanceTimersByTimeAsync(seconds * 1000)
    return outcome
  }
  const mend = () => {
    fails = false
  }
  return { ...world, renew: renew!, other: other!, after, mend }
}
const insists = { insists: true }

describe('after a renewal that failed', () => {
  it.each<[LoginErrorCode | 'a bug', string]>([
    ['TOKEN_ENDPOINT_UNAVAILABLE', 'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['CLIENT_REFUSED', 'CLIENT_REFUSED'],
    ['a bug', 'INTERNAL'],
  ])(
    'by %s whoever can do without it is told so at once, until the pause is over',
    async (code, told) => {
      const { keys, renew, after, requests, mend } = await failing(code)
      expect(await after(renew(keys), 0)).toBe(code)
      mend()
      expect(await after(renew(keys), 0)).toBe(told)
      expect(requests()).toBe(1)
      await after(Promise.resolve(), 1)
      expect(await after(renew(keys), 0)).toBe('renewed')
    },
  )

  it('whoever insists waits a second at most, however long the pause has grown', async () => {
    const { keys, renew, after, requests, clock, mend } = await failing('CLIENT_REFUSED')
    for (const pause of [1, 2, 4]) {
      expect(await after(renew(keys), pause)).toBe('CLIENT_REFUSED')
    }
    // Now there is a pause of eight seconds; of it the first has passed by a quarter.
    await after(renew(keys), 0.25)
    mend()
    const asked = renew(keys, insists)
    expect(await after(asked, 0.5)).toBe('still waiting')
    clock.move(0.25)
    await vi.advanceTimersByTimeAsync(250)
    expect((await asked).accessToken).toBe('renewed 5')
    expect(requests()).toBe(5)
  })

  it('whoever insists does not wait for what is over, nor longer by a clock that is ahead', async () => {
    const { keys, renew, after, mend } = await failing('CLIENT_REFUSED')
    for (const pause of [1, 2, 4]) await after(renew(keys), pause)
    await after(renew(keys), 1.5)
    mend()
    expect(await after(renew(keys, insists), 0)).toBe('renewed')

    const other = await failing('CLIENT_REFUSED')
    other.clock.move(60)
    await other.after(other.renew(other.keys), 0)
    other.mend()
    other.clock.move(-30)
    const asked = other.renew(other.keys, insists)
    expect(await other.after(asked, 0.75)).toBe('still waiting')
    expect(await other.after(asked, 0.25)).toBe('renewed')
  })

  it('whoever insists in two processes makes one try of it, whose failure is told to both', async () => {
    const { keys, renew, other, after, requests } = await failing('CLIENT_REFUSED')
    await after(renew(keys), 0)
    const told = Promise.all(
      [renew, other].map((one) => one(keys, insists).catch(({ code }: LoginError) => code)),
    )
    await after(told, 1.1)
    expect(await Promise.race([told, 'still waiting'])).toEqual([
      'CLIENT_REFUSED',
      'CLIENT_REFUSED',
    ])
    expect(requests()).toBe(2)
  })

  it('by what only a later release knows whoever asks is told of no bug of this one', async () => {
    const { store, clock, keys, renew, after, requests, mend } = await failing('CLIENT_REFUSED')
    const failed = { owner: 'x', until: clock.now() + 1, failures: 1, code: 'LATER' }
    const condition = { revision: 0, expiresAt: clock.now() + 600 }
    const value = Buffer.from(JSON.stringify(failed))
    await store.write(`lease:${keys.storeKey}`, value, condition, clock.now())
    expect(await after(renew(keys), 0)).toBe('INTERNAL')
    expect(requests()).toBe(0)
    mend()
    const insisting = renew(keys, insists)
    await after(insisting, 2)
    expect((await insisting).accessToken).toBe('renewed 1')
  })

  it.each<[LoginErrorCode, number, number, string]>([
    ['TOKEN_ENDPOINT_UNAVAILABLE', 1.5, 1, 'renewed'],
    ['TOKEN_ENDPOINT_UNAVAILABLE', 1.5, 0.5, 'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['TOKEN_ENDPOINT_UNAVAILABLE', 1, 1, 'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['CLIENT_REFUSED', 1.5, 1, 'CLIENT_REFUSED'],
  ])(
    'by %s at the first second, with an answer at second %f, %f seconds later: %s',
    async (code, at, later, told) => {
      const { keys, renew, after, mend } = await failing(code, START + at)
      // The second failure in a row has a pause of two seconds.
      await after(renew(keys), 1)
      await after(renew(keys), later)
      mend()
      expect(await after(renew(keys), 0)).toBe(told)
    },
  )
})

describe('a lease that somebody else keeps', () => {
  it('is waited for by looks at the store, for 36 seconds', async () => {
    const { store, keys, another, clock } = await due()
    const lease = { owner: 'another', until: clock.now() + 60, failures: 0 }
    const condition = { revision: 0, expiresAt: clock.now() + 600 }
    const value = Buffer.from(JSON.stringify(lease))
    await store.write(`lease:${keys.storeKey}`, value, condition, clock.now())
    const renewing = another()(keys)
    const outcome = renewing.catch((error: LoginError) => error.code)
    await vi.advanceTimersByTimeAsync(35_900)
    expect(await Promise.race([outcome, 'still waiting'])).toBe('still waiting')
    await vi.advanceTimersByTimeAsync(100)
    expect(await Promise.race([outcome, 'still waiting'])).toBe('TOKEN_ENDPOINT_UNAVAILABLE')
  })
})

describe('new tokens that the store does not take', () => {
  it('are offered again after growing pauses, for three seconds, and are given up then', async () => {
    const { store, keys, another } = await due()
    const offered: number[] = []
    const full: SessionStore = {
      ...store,
      write(key, value, condition, now) {
        if (key !== keys.storeKey) return store.write(key, value, condition, now)
        offered.push(Date.now() - start)
        return Promise.reject(new Error('disk full'))
      },
    }
    const start = Date.now()
    const renewing = another(full)(keys)
    const outcome = expect(renewing).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    await vi.advanceTimersByTimeAsync(10_000)
    await outcome
    expect(offered).toEqual([0, 100, 300, 700, 1500, 3100])
  })

  it('since others keep moving the idle end are offered twenty times at once', async () => {
    const { store, keys, another } = await due()
    let offered = 0
    const moving: SessionStore = {
      ...store,
      write(key, value, condition, now) {
        if (key !== keys.storeKey) return store.write(key, value, condition, now)
        offered += 1
        return false
      },
    }
    const contention = refusal('STORE_UNAVAILABLE', { reason: 'CONTENTION' })
    const outcome = expect(another(moving)(keys)).rejects.toEqual(contention)
    await vi.advanceTimersByTimeAsync(0)
    expect(offered).toBe(20)
    await vi.advanceTimersByTimeAsync(10_000)
    await outcome
  })

  it('are not offered again when the session has ended', async () => {
    const { store, sessions, cookie, keys, another, log } = await due()
    const answer = gate()
    let reads = 0
    const counting: SessionStore = {
      ...store,
      read(key, now) {
        if (key === keys.storeKey) reads += 1
        return store.read(key, now)
      },
    }
    const renewing = another(counting, answer.passed)(keys)
    const outcome = expect(renewing).rejects.toEqual(refusal('SESSION_ENDED'))
    await vi.advanceTimersByTimeAsync(0)
    await sessions.end(cookie)
    reads = 0
    answer.open()
    await vi.advanceTimersByTimeAsync(10_000)
    await outcome
    expect(reads).toBeLessThan(5)
    expect(log.of('session-ended')).toEqual([])
  })
})

describe('what is told of renewals', () => {
  it('is whose it was, how long it took, and what failed', async () => {
    const { keys, renew, after, mend, log } = await failing('CLIENT_REFUSED')
    await after(renew(keys), 1)
    mend()
    await after(renew(keys), 0)
    await after(renew(keys), 0)
    const session = keys.id
    expect(log.events).toEqual([
      { type: 'renewal-failed', session, code: 'CLIENT_REFUSED' },
      { type: 'session-renewed', session, duration: 0 },
      { type: 'renewal-shared', session },
    ])
  })

  it('is nothing of a session that has ended between two looks: it had its event', async () => {
    const { store, keys, sessions, cookie, another, log, requests } = await due()
    const late: SessionStore = {
      ...store,
      async read(key, now) {
        const entry = await store.read(key, now)
        if (key.startsWith('lease:')) await sessions.end(cookie)
        return entry
      },
    }
    await expect(another(late)(keys)).rejects.toEqual(refusal('SESSION_ENDED'))
    expect(log.of('session-ended')).toEqual([])
    expect(requests()).toBe(0)
  })

  it('is the end of what was refused, with its session', async () => {
    const { keys, renew, after, log } = await failing('RENEWAL_REFUSED')
    expect(await after(renew(keys), 0)).toBe('RENEWAL_REFUSED')
    expect(log.of('session-ended')).toEqual([
      { type: 'session-ended', session: keys.id, reason: 'renewal-refused' },
    ])
  })
})

describe('requests of one process that ask at once', () => {
  it('share one renewal where they ask the same, and have one of their own where not', async () => {
    const { store, clock, keys, another, requests } = await due()
    const renew = another()
    const found = async () => {
      const { value } = (await store.read(keys.storeKey, clock.now()))!
      return { found: splitSession(value).details }
    }
    const first = await found()
    expect((await renew(keys)).accessToken).toBe('renewed 1')
    const second = await found()
    // The first sees that it has been served, while the other is about to be.
    const asked = await Promise.all([renew(keys, first), renew(keys, second), renew(keys, second)])
    expect(asked[1]).toBe(asked[2])
    expect(asked[1]?.accessToken).toBe('renewed 2')
    expect(requests()).toBe(2)
  })

  it('and insists is not held up by one that does not', async () => {
    const { keys, renew, after, mend } = await failing('CLIENT_REFUSED')
    await after(renew(keys), 0)
    mend()
    const [patient, urgent] = [renew(keys), renew(keys, insists)]
    expect(await after(patient, 0)).toBe('CLIENT_REFUSED')
    expect(await after(urgent, 1)).toBe('renewed')
  })
})
