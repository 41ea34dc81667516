/** Renewal between processes, with the moment of each step in the test's hands. */
import { describe, expect, it, vi } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { endsSession } from '../../src/session/renewal.ts'
import { splitSession } from '../../src/session/stored-session.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { due, gate } from '../support/due-session.ts'
import { refusal } from '../support/refusal.ts'

it.each<[LoginErrorCode, boolean]>([
  ['RENEWAL_REFUSED', true],
  ['SESSION_ENDED', true],
  ['JWKS_INVALID', true],
  ['USERINFO_INVALID', true],
  ['INTERNAL', false],
  ['TOKEN_RESPONSE_INVALID', false],
  ['CLIENT_REFUSED', false],
  ['STORE_UNAVAILABLE', false],
])('a renewal that fails with %s ends its session: %s', (code, ends) => {
  expect(endsSession(new LoginError(code, 'renewal'))).toBe(ends)
})

describe('two processes that find the same token due', () => {
  it('make one request even when the second asks for the lease after the first gave it back', async () => {
    const { store, keys, another, requests } = await due()
    const asking = gate()
    const late: SessionStore = {
      ...store,
      read: async (key, now) => {
        if (key.startsWith('lease:')) await asking.passed
        return store.read(key, now)
      },
    }
    const second = another(late)(keys)
    const first = await another()(keys)
    asking.open()
    expect((await second).accessToken).toBe(first.accessToken)
    expect(requests()).toBe(1)
  })

  it('tell who asked and who was given the result', async () => {
    const { keys, another, log } = await due()
    const answer = gate()
    const first = another(undefined, answer.passed)(keys)
    const second = another()(keys)
    setTimeout(answer.open, 60)
    await Promise.all([first, second])
    expect(log.of('session-renewed')).toHaveLength(1)
    expect(log.of('renewal-shared')).toHaveLength(1)
  })
})

describe('the end of a refused session whose answer is lost', () => {
  it('is told all the same: by its event, and to its person', async () => {
    const { store, sessions, cookie, keys, another, log } = await due()
    let lost = false
    const flaky: SessionStore = {
      ...store,
      async write(key, value, condition, now) {
        const written = await store.write(key, value, condition, now)
        if (key !== keys.storeKey || value.byteLength > 0 || lost) return written
        lost = true
        throw new Error('the answer is lost')
      },
    }
    const refused = Promise.reject(new LoginError('RENEWAL_REFUSED', 'refused'))
    await expect(another(flaky, refused)(keys)).rejects.toEqual(refusal('RENEWAL_REFUSED'))
    expect(log.of('session-ended')).toHaveLength(1)
    expect(await sessions.whyEnded(cookie, undefined)).toEqual(refusal('RENEWAL_REFUSED'))
  })
})

describe('a session that ends while it is renewed', () => {
  it('stays ended, and the new tokens are dropped: SESSION_ENDED', async () => {
    const { sessions, cookie, keys, another } = await due()
    const answer = gate()
    const pending = another(undefined, answer.passed)(keys)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await sessions.end(cookie)
    answer.open()
    await expect(pending).rejects.toEqual(refusal('SESSION_ENDED'))
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })
})

describe('a refresh token that the provider has refused', () => {
  it('is not sent again by another process while the store takes its time to end the session', async () => {
    const { store, clock, sessions, cookie, keys, another, requests } = await due()
    const ending = gate()
    const slow: SessionStore = {
      ...store,
      async write(key, value, condition, now) {
        if (key === keys.storeKey && value.byteLength === 0) await ending.passed
        return store.write(key, value, condition, now)
      },
    }
    const refused = Promise.reject(new LoginError('RENEWAL_REFUSED', 'refused'))
    const first = another(slow, refused)(keys)
    await new Promise((resolve) => setTimeout(resolve, 50))
    // Longer than the pause after a first failure.
    clock.move(2)
    const second = another()(keys)
    await new Promise((resolve) => setTimeout(resolve, 100))
    ending.open()
    await expect(first).rejects.toEqual(refusal('RENEWAL_REFUSED'))
    await expect(second).rejects.toEqual(refusal('SESSION_ENDED'))
    expect(requests()).toBe(1)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })
})

describe('a renewal whose lease ran out while it waited for the provider', () => {
  it('does not overwrite what its successor has written', async () => {
    const { clock, keys, another, requests } = await due()
    const answer = gate()
    const slow = another(undefined, answer.passed)(keys)
    await new Promise((resolve) => setTimeout(resolve, 10))
    clock.move(10)
    const successor = await another()(keys)
    answer.open()
    expect((await slow).accessToken).toBe(successor.accessToken)
    expect(requests()).toBe(2)
  })

  it('and comes first after all leaves nothing of the refusal that its successor gets', async () => {
    const { store, clock, keys, another, requests } = await due()
    const [early, late] = [gate(), gate()]
    const slow = another(undefined, early.passed)(keys)
    await vi.waitFor(() => expect(requests()).toBe(1))
    clock.move(10)
    const refused = async () => {
      await late.passed
      throw new LoginError('RENEWAL_REFUSED', 'refused')
    }
    const successor = another(undefined, refused)(keys)
    await vi.waitFor(() => expect(requests()).toBe(2))
    early.open()
    expect((await slow).accessToken).toBe('renewed 1')
    late.open()
    expect((await successor).accessToken).toBe('renewed 1')
    const { value } = (await store.read(keys.storeKey, clock.now()))!
    const found = splitSession(value).details
    expect((await another()(keys, { found })).accessToken).toBe('renewed 3')
  })
})

describe('a store that fails just when new tokens are here', () => {
  it.each([
    ['before it has taken them', false],
    ['after it has taken them, so that nobody knows', true],
  ])('%s is asked again, and they are not lost', async (_, takes) => {
    const { store, keys, another, requests } = await due()
    let failures = 2
    const failing: SessionStore = {
      ...store,
      write(key, value, condition, now) {
        const fails = key === keys.storeKey && failures-- > 0
        const written = fails && !takes ? false : store.write(key, value, condition, now)
        return fails ? Promise.reject(new Error('away')) : written
      },
    }
    const { accessToken } = await another(failing)(keys)
    expect(accessToken).toBe('renewed 1')
    expect((await another()(keys)).accessToken).toBe('renewed 1')
    expect(requests()).toBe(1)
  })
})

describe('a store that fails just when the refresh token was refused', () => {
  it('is asked again, so that nobody sends that token once more', async () => {
    const { store, clock, sessions, cookie, keys, another, requests } = await due()
    let failures = 2
    const failing: SessionStore = {
      ...store,
      write(key, value, condition, now) {
        const fails = key === keys.storeKey && value.byteLength === 0 && failures-- > 0
        return fails ? Promise.reject(new Error('away')) : store.write(key, value, condition, now)
      },
    }
    const refused = Promise.reject(new LoginError('RENEWAL_REFUSED', 'refused'))
    await expect(another(failing, refused)(keys)).rejects.toEqual(refusal('RENEWAL_REFUSED'))
    clock.move(2)
    await expect(another()(keys)).rejects.toEqual(refusal('SESSION_ENDED'))
    expect(requests()).toBe(1)
    expect(await sessions.read(cookie, undefined)).toBeUndefined()
  })
})
