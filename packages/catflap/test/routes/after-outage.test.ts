/** The first moments after an outage: whoever asks then must not be told of it any more. */
import { describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { refusal } from '../support/refusal.ts'

const AWAY = () => json({}, 503)
const RENEWED = { access_token: 'hush-renewed', token_type: 'bearer', expires_in: 600 }
const BACK = () => json(RENEWED)

/** Somebody whose access token has ended, at a provider that was away for so many tries. */
async function outage(tries: number) {
  const world = await createSignedIn()
  world.provider.tokens = { refresh_token: 'hush-refresh' }
  await world.browser.signIn()
  const cookie = world.browser.header()!
  const read = async () => (await world.login.readSession(cookie, undefined))!
  world.provider.answers.set('token', AWAY)
  world.clock.move(601)
  for (let i = 0; i < tries; i++) {
    // As long as the longest pause, so that each is a try of its own.
    if (i > 0) world.clock.move(60)
    await read()
  }
  return { ...world, read }
}

describe('a session whose renewal failed often, once the provider is back', () => {
  it('gives an access token to whoever asks for one, within a second', async () => {
    const { provider, read, log } = await outage(6)
    const session = await read()
    provider.answers.set('token', BACK)
    expect(await session.accessToken()).toBe('hush-renewed')
    expect(log.of('session-renewed')).toHaveLength(1)
  })

  it('is renewed by a person’s press, within a second', async () => {
    const { provider, read, log } = await outage(6)
    const session = await read()
    provider.answers.set('token', BACK)
    await session.renew()
    expect(log.of('session-renewed')).toHaveLength(1)
  })

  it('is asked for once a second at most while it is still away', async () => {
    const { provider, read } = await outage(6)
    const session = await read()
    const before = provider.count('token')
    const asked = Array.from({ length: 20 }, () => session.accessToken())
    for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected')
    expect(provider.count('token') - before).toBe(1)
    await expect(session.accessToken()).rejects.toEqual(refusal('TOKEN_ENDPOINT_UNAVAILABLE'))
  })

  it('holds up no page while it is still away: those wait for the pause that has grown', async () => {
    const { provider, read, clock } = await outage(6)
    const before = provider.count('token')
    clock.move(20)
    for (let i = 0; i < 5; i++) expect((await read()).sub).toBe('u-1')
    expect(provider.count('token')).toBe(before)
  })

  it('is renewed by the next page after any request to it has succeeded', async () => {
    const { provider, login, read, clock, log } = await outage(6)
    clock.move(20)
    provider.answers.set('token', BACK)
    // Nobody knows that it is back.
    await read()
    expect(log.of('session-renewed')).toHaveLength(0)
    // Somebody else's login shows it; the clock goes by whole seconds.
    clock.move(1)
    provider.answers.delete('token')
    expect((await createBrowser(login, provider).signIn()).status).toBe(303)
    provider.answers.set('token', BACK)
    expect((await read()).renewAt).toBeGreaterThan(clock.now())
    expect(log.of('session-renewed')).toHaveLength(1)
  })
})

describe('sessions whose renewals the provider answers, and does not do', () => {
  it('wait for the pause that has grown, however many there are', async () => {
    const { provider, login, browser, clock, log } = await createSignedIn()
    provider.tokens = { refresh_token: 'hush-refresh' }
    const browsers = [browser, createBrowser(login, provider)]
    for (const one of browsers) await one.signIn()
    // The client secret has changed, say: each of these is an answer, too.
    provider.answers.set('token', () => json({ error: 'invalid_client' }, 401))
    clock.move(601)
    for (let second = 0; second < 60; second++) {
      for (const one of browsers) {
        await login.readSession(one.header(), undefined)
        clock.move(0.5)
      }
    }
    expect(log.of('renewal-failed').length).toBeLessThan(20)
  })
})

describe('a provider that was never reached, once it is there', () => {
  it('begins the login of whoever comes within the pause, a second later at most', async () => {
    const { provider, browser, clock } = createFixture()
    provider.answers.set('openid-configuration', AWAY)
    for (let i = 0; i < 8; i++) {
      expect((await browser.get('/login')).status).toBe(503)
      clock.move(31)
    }
    expect((await browser.get('/login')).status).toBe(503)
    provider.answers.delete('openid-configuration')
    expect((await browser.get('/login')).status).toBe(302)
  })

  it('is asked once a second at most, for all who wait together', async () => {
    const { provider, browser } = createFixture()
    provider.answers.set('openid-configuration', AWAY)
    await browser.get('/login')
    const before = provider.count('openid-configuration')
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.get('/login')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    // One fetch, and its second try over a new connection.
    expect(provider.count('openid-configuration') - before).toBeLessThanOrEqual(2)
  })
})
