/**
 * Whole logins over real sockets: library and box, without a fault or with one that passes.
 */
import { createMemoryStore } from 'catflap'
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent, sessionCookie, sessionName } from '../support/user-agent.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(...parameters: Parameters<typeof startBoxAndApp>) {
  const setup = await startBoxAndApp(...parameters)
  open.push(setup)
  return { ...setup, agent: createUserAgent() }
}

describe('a login', () => {
  it('returns to the page that was asked for, query and all', async () => {
    const { app, agent } = await start()
    const answer = await agent.browse(`${app.origin}/a%20b?c=%2Fd&e=1`)
    expect(answer).toMatchObject({ status: 200, url: `${app.origin}/a%20b?c=%2Fd&e=1` })
  })

  it('asks with PKCE S256, fresh state and nonce of 256 bits, and every scope that brings something', async () => {
    const { app, box, agent } = await start()
    const requests = [0, 1].map(() => agent.get(`${app.origin}/login`))
    const [first, second] = (await Promise.all(requests)).map((a) => new URL(a.location ?? ''))
    const query = Object.fromEntries(first?.searchParams ?? [])
    expect(query).toEqual({
      response_type: 'code',
      client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID,
      redirect_uri: `${app.origin}/callback`,
      // LazyCat offers offline_access and gives no refresh token for it.
      scope: 'openid profile email groups',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(second?.searchParams.get(name)).not.toBe(query[name])
    }
  })

  it('gives the app claims, groups and tokens, and the browser nothing but an id', async () => {
    const { app, agent } = await start()
    await agent.browse(`${app.origin}/`)
    const cookie = sessionCookie(agent, app.origin)
    const session = await app.login.readSession(cookie, undefined)
    expect(session?.groups).toEqual(['ADMIN'])
    expect(session?.claims.preferred_username).toMatch(/^alice@/)
    expect(session?.trace().checks.map(({ name }) => name)).toEqual([
      ...['state', 'PKCE', 'signature', 'iss', 'aud', 'azp', 'exp', 'iat', 'nonce', 'at_hash'],
      'sub (UserInfo)',
    ])
    expect(await session?.accessToken()).toBe(session?.details().accessToken)
    const name = sessionName(app.origin)
    expect([...agent.cookies.keys()].sort()).toEqual([name, `${name}-completed`])
  })

  it('makes a new session id each time, and the old one signs nobody in', async () => {
    const { app, agent } = await start()
    await agent.browse(`${app.origin}/`)
    const name = sessionName(app.origin)
    const old = agent.cookies.get(name)
    await agent.browse(`${app.origin}/login`)
    expect(agent.cookies.get(name)).not.toBe(old)
    expect(app.login.readSession(`${name}=${old}`, undefined)).toBeUndefined()
    expect(app.events).toContainEqual(expect.objectContaining({ reason: 'new-login' }))
  })

  it('asks the provider to ask anew when told to', async () => {
    const { app, agent } = await start()
    const promptOf = async (query: string) =>
      new URL((await agent.get(`${app.origin}/login${query}`)).location ?? '').searchParams.get(
        'prompt',
      )
    expect(await promptOf('?prompt=login')).toBe('login')
    expect(await promptOf('?prompt=select_account')).toBe('select_account')
    expect(await promptOf('')).toBeNull()
  })

  it.each([
    ['PS256', 'idtoken-sig-ps256'],
    ['ES256', 'idtoken-sig-es256'],
    ['EdDSA', 'idtoken-eddsa'],
  ] as const)('accepts %s once it is configured', async (algorithm, fault) => {
    const { app, agent } = await start({ faults: [fault] }, () => ({
      provider: { algorithms: ['RS256', algorithm] },
    }))
    expect((await agent.browse(`${app.origin}/x`)).status).toBe(200)
  })
})

describe('a provider in trouble', () => {
  it('with its discovery down, the endpoints of the environment serve', async () => {
    const { app, agent } = await start({ faults: ['discovery-500'] })
    expect((await agent.browse(`${app.origin}/x`)).status).toBe(200)
  })

  it('with another issuer in its discovery, they do not', async () => {
    const { app, agent } = await start({ faults: ['discovery-issuer-mismatch'] })
    const answer = await agent.browse(`${app.origin}/x`)
    expect(answer.body).toContain('ISSUER_MISMATCH')
    expect(answer.body).toContain(app.login.client.issuer)
  })

  it('away at the start, it is found when it comes back', async () => {
    let time = Math.floor(Date.now() / 1000)
    const { app, box, agent } = await start({}, (environment) => ({
      environment: {
        OIDC_ISSUER: environment.LAZYCAT_AUTH_OIDC_ISSUER_URI,
        OIDC_CLIENT_ID: 'dev.catflap.app',
        OIDC_CLIENT_SECRET: environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET,
        OIDC_REDIRECT_URI: environment.OIDC_REDIRECT_URI,
      },
      now: () => time,
    }))
    box.faults.set('discovery-500')
    const away = await agent.browse(`${app.origin}/x`)
    expect(away).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } })
    expect(await app.login.readiness()).toMatchObject({
      provider: 'METADATA_UNAVAILABLE',
      store: 'ok',
    })
    box.faults.clear()
    time += 5
    expect((await agent.browse(`${app.origin}/x`)).status).toBe(200)
    expect(await app.login.readiness()).toMatchObject({ provider: 'ok', store: 'ok' })
  })

  it('with keys rotated since the last login, the next one succeeds after one more fetch', async () => {
    const { app, box, agent } = await start()
    await agent.browse(`${app.origin}/x`)
    box.rotateKeys()
    const keys = box.count('/sys/oauth/keys')
    expect((await agent.browse(`${app.origin}/login`)).status).toBe(200)
    expect(box.count('/sys/oauth/keys')).toBe(keys + 1)
  })

  it('restarted between code and token request, it loses the code: CODE_REFUSED', async () => {
    const { app, box, agent } = await start()
    const callback = `${app.origin}/callback`
    const toApp = await agent.browse(`${app.origin}/x`, (to) => !to.startsWith(callback))
    box.restart()
    const answer = await agent.get(toApp.location ?? '')
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('CODE_REFUSED')
    expect((await agent.browse(`${app.origin}/x`)).status).toBe(200)
  })

  it('with a clock that is wrong, the error says by how much', async () => {
    const { app, box, agent } = await start()
    box.setClockSkew(600)
    const answer = await agent.browse(`${app.origin}/x`)
    expect(answer.body).toMatch(/provider&#39;s clock is (599|600|601) seconds ahead of/)
  })

  it('restarted with a new secret, the app keeps its sessions', async () => {
    const store = createMemoryStore()
    const { app, box, agent } = await start({}, () => ({ session: { store } }))
    await agent.browse(`${app.origin}/x`)
    box.rotateSecret()
    const again = await start({}, () => ({ environment: box.environment, session: { store } }))
    // Its settings are those of the app before, and with its address its cookies' names.
    const name = sessionName(app.origin)
    again.agent.cookies.set(name, agent.cookies.get(name) ?? '')
    expect((await again.agent.get(`${again.app.origin}/x`)).status).toBe(200)
  })
})
