/**
 * The library at a real Dex: whole logins, rotation, a restart, changed keys, a refresh token that was used,
 * log-outs, and what the doctor sees. Runs with CATFLAP_DEX=1, since it builds Dex with Go.
 */
import { examine } from 'catflap/doctor'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import {
  type Answer,
  createUserAgent,
  sessionCookie,
  type UserAgent,
} from '../support/user-agent.ts'
import { buildDex, type Dex, type DexProgram, type DexSettings } from './dex/processes.ts'

const ID = 'dev.catflap.app'
const SECRET = 'hush-the-secret-of-dex'
/** Seconds; so few that a session is soon renewed by being read. */
const SHORT = 40

let program: DexProgram
const open: { close(): unknown }[] = []
beforeAll(() => {
  program = buildDex()
}, 600_000)
afterAll(() => program?.remove())
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

interface Setup {
  readonly app: TestApp
  readonly dex: Dex
  readonly agent: UserAgent
  readonly settings: DexSettings
  readonly environment: Readonly<Record<string, string>>
  session(): ReturnType<TestApp['login']['readSession']>
}

/** An app and a Dex that knows it, with alice signed in at the box. */
async function start(more: Partial<DexSettings> = {}): Promise<Setup> {
  let dex!: Dex
  let settings!: DexSettings
  let environment: Record<string, string> = {}
  const app = await startApp(async (redirectUri) => {
    const { origin } = new URL(redirectUri)
    const client = {
      ...{ id: ID, secret: SECRET, name: ID, redirectURIs: [redirectUri] },
      postLogoutRedirectURIs: [`${origin}/logout`],
      backchannelLogoutURI: `${origin}/backchannel-logout`,
    }
    settings = { user: 'alice', clients: [client], ...more }
    dex = await program.start(settings)
    environment = {
      OIDC_ISSUER: dex.issuer,
      OIDC_CLIENT_ID: ID,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_REDIRECT_URI: redirectUri,
      OIDC_SCOPES: `openid profile email groups${more.refresh ? ' offline_access' : ''}`,
      CATFLAP_STORE: 'memory:',
    }
    return { environment }
  })
  open.push({ close: () => dex.stop() }, app)
  const agent = createUserAgent()
  const session = async () => app.login.readSession(sessionCookie(agent, app.origin), undefined)
  return { app, dex, agent, settings, environment, session }
}

/** Opens a page as a person does, who says yes where Dex asks. */
async function visit(agent: UserAgent, url: string): Promise<Answer> {
  const end = await agent.browse(url)
  if (!new URL(end.url).pathname.endsWith('/approval') || end.status !== 200) return end
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { location } = await agent.post(end.url, headers, 'approval=approve')
  return location === undefined ? end : visit(agent, location)
}

describe.each([
  ['without sessions', false],
  ['with sessions', true],
])('a real Dex %s', (_, sessions) => {
  it('signs a person in, and out of this app', async () => {
    const { app, agent, session } = await start({ sessions })
    const page = await visit(agent, `${app.origin}/wanted`)
    expect([page.status, page.body], app.log.join('\n')).toEqual([
      200,
      expect.stringContaining('at /wanted'),
    ])
    expect((await session())?.claims).toMatchObject({ groups: ['ADMIN'] })
    const headers = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
    await agent.post(`${app.origin}/logout`, headers)
    expect(await session()).toBeUndefined()
  })

  it('renews by refresh tokens that rotate', async () => {
    const { app, agent, session } = await start({ sessions, refresh: true })
    await visit(agent, `${app.origin}/x`)
    const tokens = [(await session())?.details()?.refreshToken]
    for (let count = 1; count <= 3; count++) {
      await (await session())?.renew()
      tokens.push((await session())?.details()?.refreshToken)
    }
    expect(new Set(tokens).size, app.log.join('\n')).toBe(4)
    expect(app.events.filter(({ type }) => type === 'session-renewed')).toHaveLength(3)
    expect((await session())?.claims).toMatchObject({ groups: ['ADMIN'] })
  })

  it('signs in after a change of keys, of one that leaves the old ones and of one that does not', async () => {
    const { app, dex, agent } = await start({ sessions })
    await visit(agent, `${app.origin}/x`)
    for (const what of ['rotate', 'replace'] as const) {
      await dex.keys(what)
      const other = createUserAgent()
      const page = await visit(other, `${app.origin}/${what}`)
      expect([page.status, page.body], app.log.join('\n')).toEqual([
        200,
        expect.stringContaining(`at /${what}`),
      ])
    }
  })

  it('that restarts has forgotten everything: the session ends, is told, and begins anew', async () => {
    const setup = await start({ sessions, refresh: true, lifetime: SHORT })
    const { app, dex, agent, settings, session } = setup
    await visit(agent, `${app.origin}/x`)
    await dex.stop()
    const { port } = new URL(dex.issuer)
    const again = await program.start({ ...settings, port: Number(port) })
    open.push({ close: () => again.stop() })
    await expect.poll(session).toBeUndefined()
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'session-ended', reason: 'renewal-refused' }),
    )
    const told = await visit(agent, `${app.origin}/wanted`)
    expect([told.status, told.body]).toEqual([401, expect.stringContaining('RENEWAL_REFUSED')])
    const page = await visit(agent, `${app.origin}/wanted`)
    expect([page.status, page.body], app.log.join('\n')).toEqual([
      200,
      expect.stringContaining('at /wanted'),
    ])
  })

  it('whose refresh token somebody else has used refuses the session its next', async () => {
    const { app, dex, agent, session } = await start({ sessions, refresh: true })
    await visit(agent, `${app.origin}/x`)
    const refresh_token = (await session())?.details()?.refreshToken ?? ''
    expect(refresh_token).not.toBe('')
    const fields = { grant_type: 'refresh_token', client_id: ID, client_secret: SECRET }
    const body = new URLSearchParams({ ...fields, refresh_token })
    expect((await fetch(`${dex.issuer}/token`, { method: 'POST', body })).status).toBe(200)
    await expect((await session())?.renew()).rejects.toMatchObject({ code: 'RENEWAL_REFUSED' })
    expect(await session()).toBeUndefined()
  })

  it.each([
    ['as it should be', {}, 'ok', 'ok', /is registered$/],
    [
      'with another redirect URI',
      { OIDC_REDIRECT_URI: 'http://127.0.0.1:9/other' },
      'problem',
      'ok',
      /another redirect URI|status 400/,
    ],
    ['with another client', { OIDC_CLIENT_ID: 'nobody' }, 'problem', 'problem', /client|status 40/],
    [
      'with another secret',
      { OIDC_CLIENT_SECRET: 'x'.repeat(20) },
      'ok',
      'problem',
      /is registered$/,
    ],
  ])('is examined by the doctor, %s', async (_title, change, request, credentials, seen) => {
    const { environment } = await start({ sessions })
    const findings = await examine({ environment: { ...environment, ...change } })
    const find = (name: string) => findings.find(({ check }) => check === name)
    const [asked, client] = [find('authorization-request'), find('client-credentials')]
    expect([asked?.outcome, client?.outcome], JSON.stringify([asked, client])).toEqual([
      request,
      credentials,
    ])
    expect(asked?.seen.en).toMatch(seen)
  })
})

describe('a real Dex with sessions', () => {
  it('is left by a logout in the app, which comes back', async () => {
    const { app, agent, session } = await start({ sessions: true })
    await visit(agent, `${app.origin}/x`)
    const headers = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
    const page = await agent.post(`${app.origin}/logout`, headers)
    expect(await session()).toBeUndefined()
    const [, address = ''] = /href="([^"]*\/sys\/oauth\/logout[^"]*)"/.exec(page.body) ?? []
    const end = await agent.browse(address.replace(/&(?:amp|#38);/g, '&'))
    expect([end.status, end.url], end.body).toEqual([
      200,
      expect.stringMatching(new RegExp(`^${app.origin}/`)),
    ])
  })

  it('ends the session in the app by a logout there, and the next page tells it', async () => {
    const { app, dex, agent, session } = await start({ sessions: true })
    await visit(agent, `${app.origin}/x`)
    const { idToken = '' } = (await session())?.details() ?? {}
    await agent.get(`${dex.issuer}/logout?${new URLSearchParams({ id_token_hint: idToken })}`)
    await expect.poll(session).toBeUndefined()
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'session-ended', reason: 'back-channel-logout' }),
    )
    const told = await visit(agent, `${app.origin}/wanted`)
    expect([told.status, told.body]).toEqual([
      401,
      expect.stringContaining('The provider ended it'),
    ])
  })
})
