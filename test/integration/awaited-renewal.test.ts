/**
 * A request that comes after its access token's end: it waits for the renewal, so that whoever was
 * disabled at the provider is out at that very request, and a provider that is away costs nobody
 * the session.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { LIFETIME, type RenewingOptions, startRenewing } from '../support/renewing.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function signedIn(options: RenewingOptions = {}) {
  const setup = await startRenewing(options)
  open.push(setup)
  return setup
}

describe('a request before the end of the access token', () => {
  it('never waits, not even in the last minute', async () => {
    const { box, read, pass } = await signedIn()
    box.faults.set('token-hang')
    expect(read()).not.toBeInstanceOf(Promise)
    pass(LIFETIME - 30)
    expect(read()).toMatchObject({ groups: ['ADMIN'] })
  })
})

describe('a request after the end of the access token', () => {
  it('has the new claims and tokens', async () => {
    const { box, session, pass } = await signedIn()
    const before = await (await session())?.accessToken()
    box.faults.set('groups-missing')
    pass(LIFETIME)
    const after = await session()
    expect(after?.groups).toEqual([])
    expect(after?.details().accessToken).not.toBe(before)
  })

  it('of somebody disabled at the provider is not signed in, and events say why', async () => {
    const { app, box, session, pass } = await signedIn()
    box.restart()
    pass(LIFETIME)
    expect(await session()).toBeUndefined()
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'renewal-failed', code: 'RENEWAL_REFUSED' }),
    )
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'session-ended', reason: 'renewal-refused' }),
    )
  })

  it('of somebody disabled reaches no page of the app', async () => {
    const { app, box, cookie, pass } = await signedIn()
    const ask = () => createUserAgent().get(`${app.origin}/x`, { cookie, accept: 'text/html' })
    expect((await ask()).status).toBe(200)
    box.restart()
    pass(LIFETIME)
    const { status, body } = await ask()
    expect([status, body]).toEqual([302, ''])
  })

  it('of somebody disabled leads to a page that says why, once, and then to the login', async () => {
    const { app, box, cookie, session, pass } = await signedIn()
    const html = { cookie, accept: 'text/html' }
    box.restart()
    pass(LIFETIME)
    // A script, or nobody, met the end; the person comes later.
    expect(await session()).toBeUndefined()
    pass(86_400)
    const login = `${app.origin}/login?return_to=%2Fwanted`
    const told = await createUserAgent().get(login, html)
    expect([told.status, told.body]).toEqual([401, expect.stringContaining('RENEWAL_REFUSED')])
    // The provider's own word, and the way back to where the person was going.
    expect(told.body).toContain('invalid_request')
    expect(told.body).toContain('/login?return_to=%2Fwanted')
    expect(String(told.headers['set-cookie'])).toMatch(/=; Path=\/; Max-Age=0/)
    const { location } = await createUserAgent().get(login, html)
    expect(location).toContain('/sys/oauth/auth?')
  })

  it('of somebody who signed out leads to the login at once', async () => {
    const { app, cookie } = await signedIn()
    const headers = { cookie, origin: app.origin }
    await createUserAgent().post(`${app.origin}/logout`, headers)
    expect(await app.login.readSession(cookie, undefined)).toBeUndefined()
    const html = { cookie, accept: 'text/html' }
    const { location } = await createUserAgent().get(`${app.origin}/login`, html)
    expect(location).toContain('/sys/oauth/auth?')
  })

  it('makes one token request together with 199 others, on 4 replicas', async () => {
    const { apps, session, pass, tokenRequests } = await signedIn({ replicas: 4 })
    for (let expiry = 1; expiry <= 3; expiry++) {
      pass(LIFETIME)
      const storm = Array.from({ length: 200 }, (_, i) => session(apps[i % apps.length]))
      const tokens = (await Promise.all(storm)).map((one) => one?.details().accessToken)
      expect(new Set(tokens).size).toBe(1)
      expect(tokens[0]).toBeDefined()
      expect(tokenRequests()).toBe(expiry)
    }
  })

  it.each(['token-500', 'token-reset', 'token-hang'] as const)(
    'is served as before while the provider has %s, and the next ones ask nobody',
    async (fault) => {
      const { app, patient, box, session, read, pass, tokenRequests } = await signedIn(
        fault === 'token-hang' ? { timeout: 4 } : {},
      )
      box.faults.set(fault)
      pass(LIFETIME)
      expect(await session()).toMatchObject({ groups: ['ADMIN'] })
      // The request stops waiting a moment before the renewal itself has failed.
      await expect.poll(() => app.events.map(({ type }) => type)).toContain('renewal-failed')
      for (let i = 0; i < 5; i++) expect(await read()).toMatchObject({ groups: ['ADMIN'] })
      expect(tokenRequests()).toBe(1)
      box.faults.clear()
      box.restart()
      pass(61)
      expect(await session(patient)).toBeUndefined()
    },
  )

  it('is not signed in any more when the person signs out meanwhile', async () => {
    const { app, box, cookie, session, pass } = await signedIn({ timeout: 4 })
    box.faults.set('token-hang')
    pass(LIFETIME)
    const waiting = session()
    const headers = { cookie, origin: app.login.origin }
    const request = new Request(`${app.login.origin}/logout`, { method: 'POST', headers })
    expect((await app.login.handle(request)).status).toBe(303)
    expect(await waiting).toBeUndefined()
  })
})

it('without a refresh token no request waits: the session lives to its own limits', async () => {
  let time = Math.floor(Date.now() / 1000)
  const setup = await startBoxAndApp({ accessTokenLifetime: LIFETIME, now: () => time }, () => ({
    now: () => time,
  }))
  open.push(setup)
  const agent = createUserAgent()
  await agent.browse(`${setup.app.origin}/x`)
  time += LIFETIME + 1
  expect(
    setup.app.login.readSession(sessionCookie(agent, setup.app.origin), undefined),
  ).toMatchObject({
    groups: ['ADMIN'],
  })
})
