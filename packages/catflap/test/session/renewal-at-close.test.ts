/** A process that ends, as at each deployment, while a renewal is under way. */
import { expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { breakableStore } from '../support/stores.ts'

it('a login that is closed lets a renewal end first, whose refresh token is spent', async () => {
  const kept = breakableStore()
  let isClosed = false
  const store = {
    ...kept,
    write: (...args: Parameters<typeof kept.write>) => {
      if (isClosed) throw new Error('closed')
      return kept.write(...args)
    },
    close: () => {
      isClosed = true
    },
  }
  const { login, provider, browser, clock } = createFixture({ session: { store } })
  provider.tokens = { refresh_token: 'hush-refresh' }
  await browser.signIn()
  provider.answers.set('token', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    return json({ access_token: 'hush-renewed', token_type: 'bearer', expires_in: 600 })
  })
  clock.move(570)
  // The access token still works: the renewal is behind the request.
  const before = await login.readSession(browser.header(), undefined)
  await login.close()
  isClosed = false
  const after = await login.readSession(browser.header(), undefined)
  expect(after?.details().accessToken).toBe('hush-renewed')
  expect(before?.details().accessToken).not.toBe('hush-renewed')
})
