import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../src/configuration/configuration-error.ts'
import { LoginError } from '../src/errors.ts'
import { createLogin } from '../src/login.ts'
import { StoreError } from '../src/store/store-error.ts'
import { NAVIGATION } from './support/browser.ts'
import { createEventLog } from './support/events.ts'
import { createFixture } from './support/fixture.ts'
import { APP, ENVIRONMENT, ISSUER } from './support/provider.ts'

const reader = (headers: Record<string, string>) => (name: string) => headers[name]

describe('createLogin', () => {
  it('contacts nobody', () => {
    const { provider } = createFixture()
    expect(provider.asked).toEqual([])
  })

  it('tells what an adapter and the provider must know, and no secret', () => {
    const { login } = createFixture()
    expect(JSON.parse(JSON.stringify(login))).toEqual({
      origin: APP,
      paths: {
        login: '/login',
        callback: '/callback',
        logout: '/logout',
        backChannelLogout: '/backchannel-logout',
      },
      client: {
        issuer: ISSUER,
        id: 'rp-1',
        redirectUri: `${APP}/callback`,
        postLogoutRedirectUri: `${APP}/logout`,
        backChannelLogoutUri: `${APP}/backchannel-logout`,
      },
    })
  })

  it('refuses a configuration that cannot work', () => {
    expect(() => createLogin({ environment: {} })).toThrow(ConfigurationError)
  })
})

describe('the paths of the login', () => {
  const { login } = createFixture()
  it.each([
    '/login',
    '/logout',
    '/backchannel-logout',
    '/callback',
    '/login?x',
    '/login?return_to=/x',
    '/login#x',
    '/callback?code=c&state=s',
  ])('%s is answered', async (target) => {
    expect(login.owns(target)).toBe(true)
    expect((await login.handle(new Request(APP + target))).status).not.toBe(404)
  })

  it.each([
    '/',
    '/login/',
    '/LOGIN',
    '/loginx',
    '/%6cogin',
    '//login',
    '//evil/login',
    '/x/login',
    '/login;x',
    '/login%3Fx',
    '/login%2f',
    '',
    '?',
    '*',
    'login',
  ])('%s is not', async (target) => {
    expect(login.owns(target)).toBe(false)
    const response = await login.handle(new Request(new URL(`/.${target}`, APP)))
    expect([login.owns(new URL(`/.${target}`, APP).pathname), response.status]).toEqual([
      false,
      404,
    ])
  })

  it('are answered whatever host a request names', async () => {
    const response = await login.handle(
      new Request('https://evil.example/login', {
        headers: { 'x-forwarded-host': 'evil.example' },
      }),
    )
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    expect(searchParams.get('redirect_uri')).toBe(`${APP}/callback`)
  })
})

describe('a challenge', () => {
  it.each([
    ['GET', '/x?y=1', 302, '/login?return_to=%2Fx%3Fy%3D1'],
    ['HEAD', '/x', 302, '/login?return_to=%2Fx'],
    ['GET', '//evil.example', 302, '/login'],
    ['GET', 'http://evil.example/x', 302, '/login'],
    ['GET', '*', 302, '/login'],
  ])('of a navigation %s %s leads to the login', (method, target, status, location) => {
    const { login } = createFixture()
    const response = login.challenge(method, target, reader(NAVIGATION))
    expect([response.status, response.headers.get('location')]).toEqual([status, location])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  // A redirect would be held to the form-action of the page that had the form, and end without a word.
  it.each<[string, Record<string, string>, string]>([
    ['POST', { referer: `${APP}/form?id=1` }, '/login?return_to=%2Fform%3Fid%3D1'],
    ['DELETE', { referer: `${APP}/form` }, '/login?return_to=%2Fform'],
    ['BREW', {}, '/login?return_to=%2Fstart'],
    ['POST', { referer: `${APP}.evil.example/form` }, '/login?return_to=%2Fstart'],
    ['POST', { referer: 'https://evil.example/form' }, '/login?return_to=%2Fstart'],
    ['POST', { referer: `${APP}//evil.example` }, '/login?return_to=%2Fstart'],
    ['POST', { referer: `${APP}/callback?code=x` }, '/login?return_to=%2Fstart'],
    ['POST', { referer: APP }, '/login?return_to=%2Fstart'],
  ])(
    'of a form sent by %s gets a page that leads to the login: %o',
    async (method, from, login) => {
      const { login: rp, log } = createFixture({ routes: { afterLogin: '/start' } })
      const response = rp.challenge(method, '/save', reader({ ...NAVIGATION, ...from }))
      const page = await response.text()
      expect([response.status, response.headers.get('location')]).toEqual([401, null])
      expect(page).toContain(`<meta http-equiv="refresh" content="10;url=${login}">`)
      expect(page).toContain(`<a class="act" href="${login}">Sign in</a>`)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(log.events).toEqual([{ type: 'request-refused', code: 'AUTHENTICATION_REQUIRED' }])
    },
  )

  it('of a form is answered in the language of the person', async () => {
    const headers = reader({ ...NAVIGATION, 'accept-language': 'zh-CN' })
    const page = await createFixture().login.challenge('POST', '/x', headers).text()
    expect(page).toContain('<html lang="zh-CN">')
    expect(page).toContain('内容没有提交')
  })

  it.each(['POST', 'DELETE'])('of a script that sends %s gets problem details', async (method) => {
    const { login } = createFixture()
    const response = login.challenge(method, '/x', reader({ accept: 'application/json' }))
    expect([response.status, await response.json()]).toMatchObject([
      401,
      { code: 'AUTHENTICATION_REQUIRED', login: '/login' },
    ])
  })

  it('of a script gets problem details, and no cookie', async () => {
    const { login, log } = createFixture()
    const response = login.challenge('GET', '/api', reader({ 'sec-fetch-mode': 'cors' }))
    expect([response.status, response.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json',
    ])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toMatchObject({
      code: 'AUTHENTICATION_REQUIRED',
      login: '/login',
    })
    expect(log.events).toEqual([{ type: 'request-refused', code: 'AUTHENTICATION_REQUIRED' }])
  })
})

it('tells its owner of a refusal that a guard answers, with the cause', () => {
  const { login, log } = createFixture()
  login.refuse(new LoginError('STORE_UNAVAILABLE', 'store: no answer'), reader({}))
  expect(log.events).toEqual([{ type: 'request-refused', code: 'STORE_UNAVAILABLE' }])
})

it('refuses with INTERNAL what is no failure of its own', async () => {
  const { login } = createFixture()
  expect(await login.refuse(new Error('hush'), reader({})).json()).toMatchObject({
    code: 'INTERNAL',
  })
})

it('no log, event or page of a login holds a secret', async () => {
  const { browser, log, provider } = createFixture()
  const bodies: string[] = []
  for (const claims of [{}, { nonce: 'x' }, { aud: 'x' }]) {
    provider.claims = claims
    bodies.push(await (await browser.get(await browser.begin())).text())
  }
  bodies.push(await (await browser.get('/callback?code=hush-c&state=hush-s')).text())
  const { inspect } = await import('node:util')
  const told = inspect([log.events, log.errors, bodies], { depth: 10 })
  expect(told).toContain('NONCE_MISMATCH')
  expect(told).not.toContain('hush')
  for (const value of browser.cookies.values()) {
    if (value.length > 1) expect(told).not.toContain(value)
  }
})

describe('a failing store', () => {
  const failing = (error: Error) => {
    const fixture = createFixture()
    fixture.store.fail = () => Promise.reject(error)
    return fixture
  }

  it('tells its reason in the event, the message and the answer', async () => {
    const { login, log } = failing(new StoreError('READ_ONLY', 'redis: a replica'))
    const response = await login.handle(new Request(`${login.origin}/login`))
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ reason: 'READ_ONLY' })
    expect(log.events.at(-1)).toMatchObject({ code: 'STORE_UNAVAILABLE', reason: 'READ_ONLY' })
  })

  it('of the app’s own keeps its words to itself', async () => {
    const { login } = failing(new Error('postgres://me:hush@db failed'))
    const error = await login.listAttempts().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'UNKNOWN', message: 'store: UNKNOWN' })
    expect(login.refuse(error, reader({})).status).toBe(503)
  })

  it('that never answers a write does not keep the login from closing', async () => {
    const { login, browser, store } = createFixture({ provider: { timeout: 0.1 } })
    const { write } = store
    let asked = 0
    store.write = (key, ...rest) => {
      if (key !== 'login-attempts') return write(key, ...rest)
      asked += 1
      return new Promise(() => {})
    }
    await browser.get('/callback?state=x&code=y')
    void login.listAttempts()
    await expect.poll(() => asked).toBe(1)
    await expect(login.close()).resolves.toBeUndefined()
  })

  it('whose database was damaged is told as an event, and people can sign in', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'catflap-login-'))
    writeFileSync(join(directory, 'data.mdb'), 'garbage')
    const log = createEventLog()
    const { provider } = createFixture()
    const login = createLogin({
      environment: { ...ENVIRONMENT, CATFLAP_DATA_DIR: directory },
      onEvent: log.emit,
      fetch: provider.fetch,
    })
    const response = await login.handle(new Request(`${login.origin}/login`))
    await login.close()
    const setAside = readdirSync(directory).find((name) => name.startsWith('damaged-'))
    rmSync(directory, { recursive: true })
    expect(response.status).toBe(302)
    expect(log.events).toContainEqual({ type: 'store-recovered', setAside, removed: [] })
  })
})
