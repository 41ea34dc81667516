/** What a process waits for that ends, and what is left of a wait: no timer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { createAwaitedRenewal, createRenewalsUnderWay } from '../../src/session/awaited-renewal.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { gate } from '../support/due-session.ts'
import { details } from '../support/session.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Whether a promise is kept by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const settle = () => {
    settled = true
  }
  void promise.then(settle, settle)
  await vi.advanceTimersByTimeAsync(0)
  return settled
}

describe('the renewals that are under way', () => {
  it('are all waited for, however they end, and those that are over are not', async () => {
    const renewals = createRenewalsUnderWay()
    const [one, other] = [gate(), gate()]
    await renewals.track(Promise.resolve())
    const tracked = one.passed.then(() => 'result')
    expect(renewals.track(tracked)).toBe(tracked)
    const failing = renewals.track(other.passed.then(() => Promise.reject(new Error('refused'))))
    failing.catch(() => undefined)
    const settled = renewals.settled(60)
    one.open()
    expect(await isSettled(settled)).toBe(false)
    other.open()
    expect(await isSettled(settled)).toBe(true)
    expect(await isSettled(renewals.settled(60))).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are forgotten once they are over', async () => {
    const renewals = createRenewalsUnderWay()
    const over = Promise.resolve()
    const asked = vi.spyOn(over, 'then')
    void renewals.track(over)
    expect(await isSettled(renewals.settled(60))).toBe(true)
    const before = asked.mock.calls.length
    expect(await isSettled(renewals.settled(60))).toBe(true)
    expect(asked).toHaveBeenCalledTimes(before)
  })

  it('are waited for no longer than there is patience', async () => {
    const renewals = createRenewalsUnderWay()
    void renewals.track(gate().passed)
    const settled = renewals.settled(2)
    await vi.advanceTimersByTimeAsync(1999)
    expect(await isSettled(settled)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await isSettled(settled)).toBe(true)
  })
})

describe('a request that waits for a renewal', () => {
  const keys = sessionKeys(createCookieValue())!

  it('waits as long as there is patience, in seconds, and is served then', async () => {
    const wait = createAwaitedRenewal(() => gate().passed.then(() => details), 2)(keys)
    await vi.advanceTimersByTimeAsync(1999)
    expect(await isSettled(wait)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await wait).toBe(true)
  })

  it.each([
    ['succeeded', () => Promise.resolve(details)],
    ['failed', () => Promise.reject(new LoginError('METADATA_UNAVAILABLE', 'away'))],
  ])('leaves no timer once it has %s', async (_, renew) => {
    expect(await createAwaitedRenewal(renew, 3600)(keys)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('begins anew after a renewal that failed, and waits for that of its own session', async () => {
    const asked: string[] = []
    const wait = createAwaitedRenewal((one) => {
      asked.push(one.id)
      return Promise.reject(new LoginError('METADATA_UNAVAILABLE', 'away'))
    }, 3600)
    const other = sessionKeys(createCookieValue())!
    await Promise.all([wait(keys), wait(other), wait(keys)])
    await vi.advanceTimersByTimeAsync(0)
    await wait(keys)
    expect(asked).toEqual([keys.id, other.id, keys.id])
  })
})
