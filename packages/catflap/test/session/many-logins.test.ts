/** Many logins of one person: no end of a session counts against the sessions that go on. */
import { describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'

/** More than one person may have at once. */
const MANY = 101

/** Two browsers of one person in one session at the provider; the second one goes on. */
async function twoBrowsers() {
  const fixture = createFixture()
  const { login, provider, browser } = fixture
  provider.claims = { sid: 's-1' }
  const other = createBrowser(login, provider)
  await other.signIn()
  return {
    ...fixture,
    stays: async () => (await login.readSession(other.header(), undefined)) !== undefined,
    signOut: () => browser.request('POST', '/logout', { origin: APP }),
    listed: async () => (await login.listSessions('u-1')).length,
  }
}

describe('the session of another browser stays', () => {
  it('whatever logins and logouts one browser makes', async () => {
    const { browser, stays, signOut, listed } = await twoBrowsers()
    for (let i = 0; i < 150; i++) {
      await browser.signIn()
      expect((await signOut()).status).toBe(303)
    }
    expect([await stays(), await listed()]).toEqual([true, 1])
  })

  it('whatever logins one browser makes, each in place of the one before', async () => {
    const { browser, clock, stays, listed } = await twoBrowsers()
    for (let i = 0; i < MANY; i++) {
      // Slower than a loop, whose counter a browser would have forgotten.
      clock.move(60)
      browser.cookies.delete('__Host-catflap-completed')
      await browser.signIn()
    }
    expect([await stays(), await listed()]).toEqual([true, 2])
  })

  it('when a store fails to forget what a logout has ended, and the logout holds', async () => {
    const { login, browser, store, stays, signOut } = await twoBrowsers()
    await browser.signIn()
    const cookie = browser.header()
    const { write } = store
    store.write = (key, ...rest) =>
      /^s(ub|id):/.test(key) ? Promise.reject(new Error('disk full')) : write(key, ...rest)
    expect((await signOut()).status).toBe(303)
    store.write = write
    expect([await login.readSession(cookie, undefined), await stays()]).toEqual([undefined, true])
  })
})
