/**
 * Logout together with a provider that nobody here wrote: to it, back from it, and told by it.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMemoryStore, type SessionStore } from 'catflap'
import type Provider from 'oidc-provider'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { launchChromium, openContext } from '../support/chromium.ts'
import { CLIENT, createLogoutProvider, signingKeys } from '../support/logout-provider.ts'
import {
  type Answer,
  createUserAgent,
  sessionCookie,
  sessionName,
  type UserAgent,
} from '../support/user-agent.ts'

let server: Server
let issuer: string
let provider: Provider
let store: SessionStore
let app: TestApp
/** What the provider itself saw: logouts it sent, tokens it revoked. */
let seen: string[]

beforeEach(async () => {
  seen = []
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  store = createMemoryStore()
  const jwks = { keys: signingKeys() }
  app = await startApp((redirectUri) => {
    provider = createLogoutProvider({ issuer, redirectUri, jwks, tell: (what) => seen.push(what) })
    server.on('request', provider.callback())
    return options(redirectUri)
  })
})
afterEach(async () => {
  await app.close()
  server.closeAllConnections()
  server.close()
})

const options = (redirectUri: string) => ({
  environment: {},
  provider: { issuer },
  client: { ...CLIENT, redirectUri, scopes: ['openid', 'offline_access'] },
  session: { store },
})

/** Answers the provider's own pages until they end: a login form, a consent form, a logout form. */
async function answerForms(agent: UserAgent, first: Answer): Promise<Answer> {
  let answer = first
  for (let i = 0; i < 6 && answer.url.startsWith(issuer) && answer.body.includes('<form'); i++) {
    const action = answer.body.match(/action="([^"]+)"/)?.[1] ?? ''
    const fields = [...answer.body.matchAll(/name="(prompt|xsrf)" value="(\w+)"/g)]
    const form = new URLSearchParams({ login: 'carol', password: 'any', logout: 'yes' })
    for (const [, name = '', value = ''] of fields) form.set(name, value)
    answer = await agent.post(
      new URL(action, answer.url).href,
      { 'content-type': 'application/x-www-form-urlencoded', origin: issuer },
      form.toString(),
    )
    if (answer.location !== undefined) answer = await agent.browse(answer.location)
  }
  return answer
}

async function signIn(agent: UserAgent, path = '/wanted', { origin } = app): Promise<Answer> {
  return answerForms(agent, await agent.browse(origin + path))
}

/** Signs out by the app's own form; the page of ours that leads on. */
const signOut = (agent: UserAgent) =>
  agent.post(`${app.origin}/logout`, { origin: app.origin, 'sec-fetch-site': 'same-origin' })

function nextOf(page: Answer): string {
  const [, next = ''] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.body) ?? []
  return next.replaceAll('&#38;', '&')
}

const name = () => sessionName(app.origin)
const sessionOf = async (agent: UserAgent) =>
  app.login.readSession(sessionCookie(agent, app.origin), undefined)

describe('a logout', () => {
  it('goes to the provider and back, and both sessions have ended', async () => {
    const agent = createUserAgent()
    expect((await signIn(agent)).body).toBe('carol at /wanted')
    const page = await signOut(agent)
    expect([page.status, agent.cookies.has(name())]).toEqual([200, false])
    expect((await agent.get(`${app.origin}/wanted`)).status).toBe(302)

    const back = await answerForms(agent, await agent.browse(nextOf(page)))
    expect(back.url.startsWith(`${app.origin}/logout?state=`)).toBe(true)
    expect(back.body).toContain('You are signed out')
    expect(back.body).not.toContain('still signed in')
    const again = await agent.browse(`${app.origin}/wanted`)
    expect(again.body).toContain('name="login"')
  })

  it('leads a real browser there and back, past the policy of our own form', async () => {
    const browser = await launchChromium()
    const view = { locale: 'en-US', width: 1280, colorScheme: 'light' } as const
    const { context, complaints } = await openContext(browser, view)
    try {
      const page = await context.newPage()
      await page.goto(`${app.origin}/wanted`)
      await page.fill('input[name=login]', 'carol')
      await page.fill('input[name=password]', 'any')
      await page.click('button[type=submit]')
      await page.click('button:has-text("Continue")')
      await page.waitForURL(`${app.origin}/wanted`)
      await page.goto(`${app.origin}/logout`)
      await page.click('button:has-text("Sign out")')
      await page.waitForURL(`${issuer}/session/end**`)
      expect(await page.evaluate('document.referrer')).toBe('')
      await page.click('button[value=yes]')
      await page.waitForURL(`${app.origin}/logout?state=*`)
      expect(await page.textContent('h1')).toBe('You are signed out')
      await page.goto(`${app.origin}/wanted`)
      await page.waitForSelector('input[name=login]')
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })

  it('that stops before the provider leaves its session, and says so', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    await signOut(agent)
    expect((await agent.get(`${app.origin}/logout`)).body).toContain('still signed in')
    // The provider still knows who it is; with the tokens it has dropped no more than the consent.
    const again = await agent.browse(`${app.origin}/wanted`)
    expect(again.body).toContain('value="consent"')
    expect(again.body).not.toContain('name="login"')
  })

  it('revokes the refresh token, and with it the access token', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    const { accessToken, refreshToken = '' } = (await sessionOf(agent))!.details()
    const userInfo = async () => {
      const headers = { authorization: `Bearer ${accessToken}` }
      return (await fetch(`${issuer}/me`, { headers })).status
    }
    const renewal = async () => {
      const body = new URLSearchParams({
        ...{ grant_type: 'refresh_token', refresh_token: refreshToken },
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret },
      })
      return (await fetch(`${issuer}/token`, { method: 'POST', body })).status
    }
    expect([refreshToken === '', await userInfo()]).toEqual([false, 200])
    await signOut(agent)
    await expect.poll(userInfo).toBe(401)
    expect(await renewal()).toBe(400)
    expect(seen).toContain('refresh token destroyed')
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'provider-answered', endpoint: 'revocation', status: 200 }),
    )
  })

  it('while the provider is away ends the session all the same', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    const cookie = agent.cookies.get(name())!
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect((await signOut(agent)).status).toBe(200)
    agent.cookies.set(name(), cookie)
    expect(await sessionOf(agent)).toBeUndefined()
    await expect
      .poll(() => app.events)
      .toContainEqual(
        expect.objectContaining({ type: 'provider-failed', code: 'REVOCATION_UNAVAILABLE' }),
      )
  })

  it('writes neither token, state nor cookie into events and errors', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    const { idToken, accessToken, refreshToken = '' } = (await sessionOf(agent))!.details()
    const secrets = [idToken, accessToken, refreshToken, agent.cookies.get(name())!]
    const page = await signOut(agent)
    const address = new URL(nextOf(page))
    secrets.push(address.searchParams.get('state')!)
    await answerForms(agent, await agent.browse(address.href))
    for (const secret of secrets) expect(app.log.join('\n')).not.toContain(secret)
  })
})

describe('a Logout Token of the provider', () => {
  /** Signs out at the provider, in a browser that has its session and nothing of the app's. */
  async function signOutAtProvider({ cookies }: UserAgent): Promise<void> {
    const elsewhere = createUserAgent()
    for (const [name, value] of cookies) {
      if (!name.startsWith('catflap')) elsewhere.cookies.set(name, value)
    }
    await answerForms(elsewhere, await elsewhere.browse(`${issuer}/session/end`))
  }

  it('ends the session at its next request, and no other session of that person', async () => {
    const [one, other] = [createUserAgent(), createUserAgent()]
    await signIn(one)
    await signIn(other)
    expect((await sessionOf(one))?.sid).not.toBe((await sessionOf(other))?.sid)
    const { id } = (await sessionOf(one))!
    await signOutAtProvider(one)
    await expect.poll(() => seen).toContain('back-channel logout taken')
    expect((await one.get(`${app.origin}/wanted`)).status).toBe(302)
    expect((await other.get(`${app.origin}/wanted`)).body).toBe('carol at /wanted')
    expect(app.events).toContainEqual({
      type: 'session-ended',
      session: id,
      reason: 'back-channel-logout',
    })
  })

  it('ends it in another process that shares the store', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    const replica = await startApp(() => options(`${app.origin}/callback`))
    try {
      expect((await agent.get(`${replica.origin}/wanted`)).body).toBe('carol at /wanted')
      await signOutAtProvider(agent)
      await expect.poll(() => seen).toContain('back-channel logout taken')
      expect((await agent.get(`${replica.origin}/wanted`)).status).toBe(302)
    } finally {
      await replica.close()
    }
  })

  it('ends nothing when it is changed on the way', async () => {
    const agent = createUserAgent()
    await signIn(agent)
    const forged = [{ alg: 'none', typ: 'logout+jwt' }, { sub: 'carol' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const answer = await createUserAgent().post(
      `${app.origin}/backchannel-logout`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      `logout_token=${forged}.`,
    )
    expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid_request"}'])
    expect((await agent.get(`${app.origin}/wanted`)).status).toBe(200)
  })
})
