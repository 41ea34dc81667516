/** Apps on https that share a host, such as below two paths of one name: each has a name of its own. */
import { describe, expect, it } from 'vitest'
import { attemptId } from '../../src/session/transactions.ts'
import { createFixture } from '../support/fixture.ts'
import { problemOf } from '../support/refusal.ts'

function twoApps(first: string | undefined, second: string | undefined) {
  const secrets = ['one secret for both apps']
  const [one, other] = [first, second].map((cookieName) =>
    createFixture({ session: { secrets, ...(cookieName !== undefined && { cookieName }) } }),
  ) as [ReturnType<typeof createFixture>, ReturnType<typeof createFixture>]
  /** One browser goes to both: what the one app has set or removed, the other gets to see. */
  const hand = (from: typeof one, to: typeof one) => {
    to.browser.cookies.clear()
    for (const [name, value] of from.browser.cookies) to.browser.cookies.set(name, value)
  }
  return { one, other, hand }
}

describe('two apps on one host', () => {
  it.each([
    [undefined, 'second'],
    ['first', 'second'],
    ['app', 'app-two'],
  ])('whose cookies begin with %s and %s stay signed in both', async (first, second) => {
    const { one, other, hand } = twoApps(first, second)
    await one.browser.signIn()
    hand(one, other)
    await other.browser.signIn()
    hand(other, one)
    const header = one.browser.header()
    expect(await one.login.readSession(header, undefined)).toBeDefined()
    expect(await other.login.readSession(header, undefined)).toBeDefined()
    expect([...one.browser.cookies.keys()].toSorted()).toEqual(
      [`__Host-${first ?? 'catflap'}`, `__Host-${second}`]
        .flatMap((name) => [name, `${name}-completed`])
        .toSorted(),
    )
  })

  it('count logins in a row each for itself', async () => {
    const { one, other, hand } = twoApps('first', 'second')
    for (let i = 0; i < 3; i++) {
      const [from, to] = i % 2 === 0 ? [one, other] : [other, one]
      expect((await from.browser.signIn()).status).toBe(303)
      hand(from, to)
    }
    expect((await other.browser.get('/login')).status).toBe(302)
  })

  it('never take a login of the other for their own', async () => {
    const { one, other, hand } = twoApps('first', 'second')
    const callback = await one.browser.begin('/x')
    const { search } = new URL(callback, 'https://app.example')
    const state = new URLSearchParams(search).get('state') ?? ''
    hand(one, other)
    // The sealed value under the name that the other app would look for.
    const value = one.browser.cookies.get(`__Host-first-login-${attemptId(state)}`) ?? ''
    other.browser.cookies.set(`__Host-second-login-${attemptId(state)}`, value)
    const code = (await problemOf(await other.browser.get(callback, {})))[1]
    expect(code).toBe('LOGIN_TRANSACTION_EXPIRED')
    expect((await one.browser.get(callback)).status).toBe(303)
  })
})
