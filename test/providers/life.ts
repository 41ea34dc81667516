/**
 * The whole life of a session at real providers, one after the other. Runs with CATFLAP_PROVIDERS=1,
 * since they are built and installed by Go and Maven.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { examineStates, expectKept } from '../support/doctor-states.ts'
import { freePort } from '../support/free-port.ts'
import { type Answer, createUserAgent, sessionName, type UserAgent } from '../support/user-agent.ts'
import { type App, type AppOptions, startApp } from './app.ts'
import { dex, dexWithSessions } from './dex.ts'
import { answerForms, fillForms } from './forms.ts'
import { hydra } from './hydra.ts'
import { keycloak } from './keycloak.ts'
import { lemonldap } from './lemonldap.ts'
import { oidcProvider } from './oidc-provider.ts'
import type { RealProvider, RunningProvider } from './provider.ts'
import { zitadel } from './zitadel.ts'

const PROVIDERS: readonly RealProvider[] = [
  ...[oidcProvider, zitadel, dex, dexWithSessions, hydra, lemonldap, keycloak],
]

let chromium: Chromium
beforeAll(async () => {
  chromium = await launchChromium()
})
afterAll(() => chromium?.close())

interface Discovered {
  readonly jwks_uri: string
  readonly token_endpoint: string
  readonly end_session_endpoint?: string
  readonly backchannel_logout_supported?: boolean
}

describe.each(PROVIDERS)('at $name', (real) => {
  let provider: RunningProvider
  let ports: readonly [number, number]
  let discovered: Discovered
  let app: App | undefined
  beforeAll(async () => {
    ports = [await freePort(), await freePort()]
    const origin = `http://127.0.0.1:${ports[0]}`
    provider = await real.start({
      redirectUri: `${origin}/callback`,
      postLogoutUri: `${origin}/logout`,
      backChannelUri: `${origin}/backchannel-logout`,
    })
    const { issuer } = provider.credentials
    const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    discovered = (await (await fetch(document)).json()) as Discovered
    // Whoever asks a cold one first, waits.
    await (await fetch(discovered.jwks_uri)).text()
  }, 1_200_000)
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(app?.output())
    await app?.close()
  })
  afterAll(() => provider?.close(), 60_000)

  async function start(options?: AppOptions): Promise<App> {
    await provider.pass?.(0)
    app = await startApp(provider.credentials, ports, real.person, options)
    return app
  }
  /** Somebody signed in, whose session can be renewed. */
  async function startRenewable() {
    const own = await start(real.scopesForRenewal ? { scopes: real.scopesForRenewal } : {})
    const agent = createUserAgent()
    expectSignedIn(await own.signIn(agent), `${own.origin}/wanted`)
    return { app: own, agent }
  }
  /** Has the access token expire. */
  async function expire(own: App): Promise<void> {
    await provider.pass?.(real.accessTokenLifetime + 1)
    await own.pass(real.accessTokenLifetime + 1)
  }
  const tokenRequests = () => provider.count(new URL(discovered.token_endpoint).pathname)

  it('issuer, client id and secret alone sign a person in, in two tabs at once', async () => {
    const own = await start()
    const agent = createUserAgent()
    const [one, two] = [
      await agent.browse(`${own.origin}/login?return_to=/one`),
      await agent.browse(`${own.origin}/login?return_to=/two`),
    ]
    const visit = { app: own.origin, person: real.person }
    const first = await answerForms(agent, one, visit)
    if (real.tabs === 'each') expectSignedIn(first, `${own.origin}/one`)
    else expect([first.status, first.body]).toEqual([400, expect.stringContaining(ONE_AGAIN)])
    expectSignedIn(await answerForms(agent, two, visit), `${own.origin}/two`)
    expect((await own.ask(agent, '/x')).map(({ status }) => status)).toEqual([200, 200])
  })

  const { column } = real
  if (column !== undefined) {
    it('the doctor names the true cause in nine states, or that it cannot tell', async () => {
      const { issuer, id, secret } = provider.credentials
      const redirectUri = `http://127.0.0.1:${ports[0]}/callback`
      const client = { id, secret, redirectUri }
      const options = { environment: {}, provider: { issuer }, client }
      expectKept(column, await examineStates({ options }))
    })
  }

  it('50 requests to two processes with an expired access token make one token request', async () => {
    const { app, agent } = await startRenewable()
    const before = tokenRequests()
    await expire(app)
    const asked = Array.from({ length: 25 }, () => app.ask(agent, '/token'))
    const answers = (await Promise.all(asked)).flat()
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(tokenRequests() - before).toBe(1)
  })

  // Before any other that ends in a Logout Token: at Keycloak one that came within seconds of a restart of the app
  // has been lost, as if it had gone to the process before, whose connection Keycloak had kept.
  it('a logout at the provider ends the session here, where the provider tells of it', async () => {
    const own = await start()
    const agent = createUserAgent()
    await own.signIn(agent)
    expect(discovered.backchannel_logout_supported ?? false).toBe(real.backChannel)
    const { end_session_endpoint: endSession } = discovered
    expect(endSession !== undefined).toBe(real.endSession)
    const cookies = new Map(agent.cookies)
    if (endSession !== undefined) await own.follow(agent, endSession)
    for (const [name, value] of cookies) agent.cookies.set(name, value)
    const left = real.backChannel ? [401, 401] : [200, 200]
    await expect
      .poll(async () => (await own.ask(agent, '/x')).map(({ status }) => status))
      .toEqual(left)
  })

  it('a logout ends the session here and there, and leads back', async () => {
    const own = await start()
    const agent = createUserAgent()
    await own.signIn(agent)
    // Signed in there still, she is asked for nothing.
    agent.cookies.delete(sessionName(own.origin))
    const silent = await agent.browse(`${own.origin}/login?return_to=/x`)
    if (real.ownSession) expectSignedIn(silent, `${own.origin}/x`)
    else {
      expectAsked(silent, own.origin)
      await answerForms(agent, silent, { app: own.origin, person: real.person })
    }
    const signedOut = await signOut(own, agent)
    const { end_session_endpoint: endSession } = discovered
    if (endSession === undefined) expect(signedOut.location).toBe(`${own.origin}/logout`)
    else {
      const { logout } = JSON.parse(signedOut.body) as { logout: string }
      expect(logout.startsWith(endSession)).toBe(true)
      expect((await own.follow(agent, logout)).url.split('?')[0]).toBe(`${own.origin}/logout`)
    }
    expect((await own.ask(agent, '/x')).map(({ status }) => status)).toEqual([401, 401])
    expectAsked(await agent.browse(`${own.origin}/login`), own.origin)
  })

  it('a rotated key signs the next login and the next renewal', async () => {
    const { app, agent } = await startRenewable()
    await provider.rotateKeys()
    const other = createUserAgent()
    expectSignedIn(await app.signIn(other), `${app.origin}/wanted`)
    await expire(app)
    expect((await app.ask(other, '/token')).map(({ status }) => status)).toEqual([200, 200])
    const older = real.renewals === 'newest' ? [401, 401] : [200, 200]
    expect((await app.ask(agent, '/token')).map(({ status }) => status)).toEqual(older)
  })

  it('a secret that is wrong is named, and ends no session', async () => {
    const { app, agent } = await startRenewable()
    const wrong = await app.another({ secret: 'wrong' })
    const other = createUserAgent()
    // The redirect URI is the other process's.
    const follow = (to: string) => !to.startsWith(`${app.origin}/callback`)
    const begun = await other.browse(`${wrong.origin}/login`, follow)
    const visit = { app: app.origin, person: real.person, follow }
    const callback = (await answerForms(other, begun, visit)).location ?? ''
    const answer = await other.get(callback.replace(app.origin, wrong.origin))
    expect([answer.status, answer.body]).toEqual([502, expect.stringContaining('CLIENT_REFUSED')])
    await expire(app)
    const refused = await agent.get(`${wrong.origin}/token`)
    expect([refused.status, refused.body]).toEqual([502, 'CLIENT_REFUSED'])
    await expect.poll(async () => (await agent.get(`${app.origin}/token`)).status).toBe(200)
  })

  it('a provider that answers nothing cannot tell, and signs nobody out', async () => {
    const { app, agent } = await startRenewable()
    await expire(app)
    provider.freeze()
    try {
      expect((await app.ask(agent, '/token')).map(({ status }) => status)).toEqual([503, 503])
      const fresh = await app.another({})
      const begun = await agent.get(`${fresh.origin}/login`)
      expect([begun.status, begun.body]).toEqual([
        503,
        expect.stringContaining('METADATA_UNAVAILABLE'),
      ])
      expect((await app.ask(agent, '/x')).map(({ status }) => status)).not.toContain(401)
    } finally {
      provider.thaw()
    }
    // What it had been asked, it may do now, and nobody waits for the answer.
    await expect.poll(async () => (await agent.get(`${app.origin}/token`)).status).not.toBe(503)
    const { status } = await agent.get(`${app.origin}/token`)
    expect(real.lostAnswers === 'repeated' ? [200] : [200, 401]).toContain(status)
    expectSignedIn(await app.signIn(createUserAgent()), `${app.origin}/wanted`)
  }, 180_000)

  it('a provider that restarts signs nobody out, unless it has forgotten what it issued', async () => {
    const { app, agent } = await startRenewable()
    await expire(app)
    await provider.stop()
    try {
      expect((await app.ask(agent, '/token')).map(({ status }) => status)).toEqual([503, 503])
      expect((await app.ask(agent, '/x')).map(({ status }) => status)).not.toContain(401)
    } finally {
      await provider.start()
    }
    await expect
      .poll(async () => (await agent.get(`${app.origin}/token`)).status)
      .toBe(real.remembers ? 200 : 401)
    expectSignedIn(await app.signIn(createUserAgent()), `${app.origin}/wanted`)
  }, 600_000)

  it('in Chromium its own pages sign a person in and out', async () => {
    const own = await start()
    const context = await chromium.newContext()
    const page = await context.newPage()
    await page.goto(`${own.origin}/login?return_to=/wanted`)
    await fillForms(page, own.origin, real.person)
    expect(page.url()).toBe(`${own.origin}/wanted`)
    await page.goto(`${own.origin}/logout`)
    await page.locator('[type=submit]').click()
    if (real.endSession) {
      await page.waitForURL((url) => url.origin !== own.origin || url.searchParams.has('state'))
      await fillForms(page, own.origin, real.person)
      await page.waitForURL((url) => url.pathname === '/logout')
    } else await page.getByText('You are still signed in at the provider').waitFor()
    await page.goto(`${own.origin}/x`)
    expect(await page.locator('body').innerText()).toBe('nobody')
    await context.close()
  })
})

/** The way back on the page of a refused login. */
const ONE_AGAIN = '/login?return_to=%2Fone'

function expectSignedIn(answer: Answer, url: string): void {
  expect([answer.url, answer.status, answer.body]).toEqual([url, 200, expect.any(String)])
}

/** A page of the provider that asks for something; nobody was signed in silently. */
function expectAsked(answer: Answer, app: string): void {
  expect(answer.url.startsWith(app)).toBe(false)
  expect(answer.body).toContain('<form')
}

/** By the app's own form, as a program that follows no page. */
const signOut = (app: App, agent: UserAgent): Promise<Answer> =>
  agent.post(`${app.origin}/logout`, { origin: app.origin, accept: 'application/json' })
