/**
 * A process that stands still in the middle of a renewal until its lease has run out, while another one takes
 * over: what it does when it goes on. The checked model (spec/) found each of these orders of events.
 */
import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { splitSession } from '../../src/session/stored-session.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { due, gate } from '../support/due-session.ts'
import { refusal } from '../support/refusal.ts'

/** Longer than a lease is held. */
const LONG = 10

/** The store as a process sees it that stands still once the session was read for the nth time. */
function stoppedAfter(store: SessionStore, key: string, nth: number, goOn: Promise<void>) {
  let reads = 0
  const reached = gate()
  const seen: SessionStore = {
    ...store,
    async read(asked, now) {
      const entry = await store.read(asked, now)
      if (asked !== key || ++reads !== nth) return entry
      reached.open()
      await goOn
      return entry
    },
  }
  return { seen, reached: reached.passed }
}

describe('a process that was stopped before it sent the refresh token', () => {
  it('does not send it, and takes what its successor has got', async () => {
    const { store, clock, keys, another, requests } = await due()
    const goOn = gate()
    // Once before it asks for the lease, once when it holds it.
    const { seen, reached } = stoppedAfter(store, keys.storeKey, 2, goOn.passed)
    const stopped = another(seen)(keys)
    await reached
    clock.move(LONG)
    const successor = await another()(keys)
    goOn.open()
    expect((await stopped).accessToken).toBe(successor.accessToken)
    expect(requests()).toBe(1)
  })

  it('sends it when nobody else has, with a lease that is new', async () => {
    const { store, clock, keys, another, requests } = await due()
    const goOn = gate()
    const { seen, reached } = stoppedAfter(store, keys.storeKey, 2, goOn.passed)
    const stopped = another(seen)(keys)
    await reached
    clock.move(LONG)
    goOn.open()
    expect((await stopped).accessToken).toBe('renewed 1')
    expect(requests()).toBe(1)
  })

  it('gives up where each lease is over before it can be used: it cannot tell', async () => {
    const { store, clock, keys, another, requests } = await due()
    const slow: SessionStore = {
      ...store,
      async read(key, now) {
        const entry = await store.read(key, now)
        if (key === keys.storeKey) clock.move(LONG)
        return entry
      },
    }
    await expect(another(slow)(keys)).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    expect(requests()).toBe(0)
  })
})

/** A process that has sent the refresh token, stands still for longer than its lease, and is then refused. */
async function stoppedThenRefused(seenOf = (store: SessionStore) => store) {
  const world = await due()
  const answer = gate()
  const refused = answer.passed.then(() => {
    throw new LoginError('RENEWAL_REFUSED', 'refused')
  })
  const stopped = world.another(seenOf(world.store), refused)(world.keys)
  await world.sent
  world.clock.move(LONG)
  return { ...world, stopped, goOn: answer.open }
}

describe('a process that was stopped after it sent the refresh token', () => {
  it('does not end by a refusal what its successor has renewed meanwhile', async () => {
    const { sessions, cookie, keys, another, stopped, goOn } = await stoppedThenRefused()
    const successor = await another()(keys)
    goOn()
    expect((await stopped).accessToken).toBe(successor.accessToken)
    const session = await sessions.read(cookie, undefined)
    expect(session?.details().accessToken).toBe(successor.accessToken)
  })

  it('still ends what was refused when nobody has renewed it', async () => {
    const { sessions, cookie, stopped, goOn } = await stoppedThenRefused()
    goOn()
    await expect(stopped).rejects.toEqual(refusal('RENEWAL_REFUSED'))
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })

  it('leaves no pause behind when its successor has renewed the session', async () => {
    const { store, clock, keys, another, stopped, goOn } = await stoppedThenRefused()
    await another()(keys)
    goOn()
    await stopped
    const { value } = (await store.read(keys.storeKey, clock.now()))!
    const { accessToken } = await another()(keys, { found: splitSession(value).details })
    expect(accessToken).toBe('renewed 3')
  })

  it('cannot tell when the store is away just as it looks for what its successor has made', async () => {
    let isAway = false
    let looks = 0
    const { keys, another, stopped, goOn, log } = await stoppedThenRefused((store) => ({
      ...store,
      read(key, now) {
        if (!isAway || key.startsWith('lease:') || ++looks === 1) return store.read(key, now)
        throw new Error('away')
      },
    }))
    await another()(keys)
    isAway = true
    goOn()
    await expect(stopped).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    expect(log.of('session-ended')).toEqual([])
  })

  it('tells of no end of its own when the person has signed out meanwhile', async () => {
    const { sessions, cookie, stopped, goOn, log } = await stoppedThenRefused()
    await sessions.end(cookie)
    goOn()
    await expect(stopped).rejects.toEqual(refusal('RENEWAL_REFUSED'))
    expect(log.of('session-ended')).toEqual([])
    expect(await sessions.whyEnded(cookie, undefined)).toBeUndefined()
  })

  it('gives what its successor has made, though the store failed at first', async () => {
    let fails = 0
    const { keys, another, stopped, goOn } = await stoppedThenRefused((store) => ({
      ...store,
      read(key, now) {
        if (key.startsWith('lease:') || fails-- !== 1) return store.read(key, now)
        throw new Error('away')
      },
    }))
    const successor = await another()(keys)
    fails = 1
    goOn()
    expect((await stopped).accessToken).toBe(successor.accessToken)
  })
})

it('a session that has vanished from the store has ended, as one that was ended', async () => {
  const { clock, keys, another, requests } = await due()
  clock.move(10_000)
  await expect(another()(keys)).rejects.toEqual(refusal('SESSION_ENDED'))
  expect(requests()).toBe(0)
})
