/** What a completed login keeps of its answers. */
import { describe, expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'

async function signedIn(claims: object, tokens: object = {}) {
  const fixture = createFixture()
  fixture.provider.claims = { ...claims }
  fixture.provider.tokens = { ...tokens }
  const callback = await fixture.browser.begin()
  fixture.clock.move(2)
  expect((await fixture.browser.get(callback)).status).toBe(303)
  const session = (await fixture.login.readSession(fixture.browser.header(), undefined))!
  return { ...fixture, session }
}

describe('a completed login', () => {
  it.each([7, true, { a: 1 }, ['s-1']])('takes a sid of %j for none', async (sid) => {
    const { session, login } = await signedIn({ sid })
    expect(session.sid).toBeUndefined()
    expect(await login.listSessions('u-1')).toMatchObject([{ id: session.id }])
  })

  it('knows when its access token ends, counted from now', async () => {
    const { session, clock } = await signedIn({}, { expires_in: 300 })
    expect(session.details().accessTokenExpiresAt).toBe(clock.now() + 300)
  })

  it('of a token without an end knows none', async () => {
    const { session } = await signedIn({}, { expires_in: undefined })
    expect(session.details().accessTokenExpiresAt).toBeUndefined()
  })

  it('tells how long it took since it began, in milliseconds', async () => {
    const { log } = await signedIn({})
    expect(log.of('login-completed')).toMatchObject([{ duration: 2000 }])
  })

  it('is not undone by a damaged record of the session before it, which ends', async () => {
    const { browser, store, login, session, log } = await signedIn({})
    const before = browser.header()
    const { read } = store
    store.read = async (key, now) => {
      const entry = await read(key, now)
      return key.includes(':') || entry === undefined
        ? entry
        : { ...entry, value: entry.value.slice(9) }
    }
    expect((await browser.signIn()).status).toBe(303)
    store.read = read
    expect(await login.readSession(before, undefined)).toBeUndefined()
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
    expect(log.of('session-ended')).toMatchObject([{ session: session.id, reason: 'new-login' }])
    expect(log.of('request-refused')).toEqual([])
  })

  it('is not undone by a store that cannot end the session before it: that is told', async () => {
    const { browser, store, login, log } = await signedIn({})
    const { write } = store
    store.write = (key, value, ...rest) =>
      value.byteLength === 0 ? Promise.reject(new Error('full')) : write(key, value, ...rest)
    expect((await browser.signIn()).status).toBe(303)
    store.write = write
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
    expect(log.of('request-refused')).toMatchObject([{ code: 'STORE_UNAVAILABLE' }])
    expect(log.of('session-ended')).toEqual([])
  })

  it('is not undone by a bug at the end of the session before it: that is told', async () => {
    const { browser, store, login, log } = await signedIn({})
    const { read } = store
    const bug = new Error('a bug')
    store.read = async (key, now) => {
      const entry = await read(key, now)
      if (key.includes(':') || entry === undefined) return entry
      return Object.defineProperty({ ...entry }, 'value', {
        get() {
          throw bug
        },
      })
    }
    const answer = await browser.signIn('/notes')
    store.read = read
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/notes'])
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
    expect(log.of('request-refused')).toMatchObject([{ code: 'INTERNAL' }])
    expect(log.of('login-completed')).toHaveLength(2)
    expect(log.of('session-ended')).toEqual([])
  })
})
