/** What a login tells of itself: to the person whose it was, to the page of a failure, to the owner. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { LoginOptions } from '../src/configuration/login-options.ts'
import type { LoginFailure } from '../src/pages/error-response.ts'
import { plain, spent } from '../src/trace.ts'
import { NAVIGATION } from './support/browser.ts'
import { createFixture } from './support/fixture.ts'
import { json } from './support/json.ts'
import { refusal } from './support/refusal.ts'

const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const away = () => Promise.reject(new Error('connection lost'))

describe('the trace of a session', () => {
  it('tells each message of the login in order, with its parameters', async () => {
    const { login, browser, clock } = createFixture()
    const callback = await browser.begin('/wanted')
    clock.move(7)
    await browser.get(callback)
    const session = (await login.readSession(browser.header(), undefined))!
    const { steps } = session.trace()
    expect(steps.map(({ name, status, failed }) => [name, status, failed])).toEqual([
      ['authorization-request', undefined, undefined],
      ['authorization-response', undefined, undefined],
      ['token-request', 200, undefined],
      ['jwks-request', undefined, undefined],
      ['id-token', undefined, undefined],
      ['userinfo-request', 200, undefined],
      ['session', undefined, undefined],
    ])
    const named = Object.fromEntries(steps.map((step) => [step.name, step]))
    expect(named['authorization-request']).toMatchObject({
      address: 'https://op.example/auth',
      duration: 7000,
    })
    const query = new URL(callback, 'https://app.example').searchParams
    const sent = named['authorization-request']!.sent
    expect(sent).toContainEqual({ name: 'client_id', value: 'rp-1' })
    expect(sent).toContainEqual(spent('state', query.get('state')!))
    expect(named['authorization-response']!.received).toContainEqual(
      spent('code', query.get('code')!),
    )
    expect(named['jwks-request']!.received).toEqual(plain({ keys: 1, age: 0 }))
    expect(named.session!.received).toContainEqual({ name: 'cookie', value: '__Host-catflap' })
  })

  it('holds neither the client secret nor a token', async () => {
    const { login, browser, provider } = createFixture()
    provider.tokens = { refresh_token: 'hush-refresh' }
    await browser.signIn()
    const session = (await login.readSession(browser.header(), undefined))!
    const { accessToken, idToken } = session.details()
    const text = JSON.stringify(session.trace())
    for (const secret of ['hush-client-secret', 'hush-refresh', accessToken, idToken]) {
      expect(text).not.toContain(secret)
    }
  })

  it.each<[string, LoginOptions['client'], readonly string[], readonly string[]]>([
    ['in the form', {}, ['client_secret_post'], ['client_secret']],
    ['in a header', {}, ['client_secret_basic'], ['authorization']],
    ['by a signature', { privateKey: PEM }, [], ['client_assertion']],
    ['not at all', { authentication: 'none' }, [], []],
  ])('says how the client proved itself: %s', async (_, client, methods, names) => {
    const { login, browser, provider } = createFixture({ client: client ?? {} })
    provider.metadata = { token_endpoint_auth_methods_supported: methods }
    await browser.signIn()
    const session = (await login.readSession(browser.header(), undefined))!
    const { steps } = session.trace()
    const sent = steps.find(({ name }) => name === 'token-request')?.sent ?? []
    const hidden = sent.filter(({ shape }) => shape === 'never shown')
    expect(hidden.map(({ name }) => name)).toEqual(names)
  })

  it('is sealed in the store: its spent secrets are not to be read there', async () => {
    const { login, browser, store } = createFixture()
    const code = new URL(await browser.begin(), 'https://app.example').searchParams.get('code')!
    await browser.signIn()
    const session = (await login.readSession(browser.header(), undefined))!
    expect(JSON.stringify(session.trace())).not.toContain(code)
    const values: string[] = []
    const { write } = store
    store.write = (key, value, ...rest) => {
      values.push(Buffer.from(value).toString('latin1'))
      return write(key, value, ...rest)
    }
    const callback = await browser.begin()
    await browser.get(callback)
    const spentCode = new URL(callback, 'https://app.example').searchParams.get('code')!
    expect(values.length).toBeGreaterThan(2)
    expect(values.filter((value) => value.includes(spentCode))).toEqual([])
    const again = (await login.readSession(browser.header(), undefined))!
    expect(JSON.stringify(again.trace())).toContain(spentCode)
  })

  it('is told once its session is opened, whatever becomes of the store', async () => {
    const { login, browser, store } = createFixture()
    await browser.signIn()
    const session = (await login.readSession(browser.header(), undefined))!
    store.fail = away
    expect(session.trace().steps.map(({ name }) => name)).toContain('token-request')
  })
})

describe('the page of a failure', () => {
  function failing() {
    const failures: LoginFailure[] = []
    const fixture = createFixture({
      failurePage(failure) {
        failures.push(failure)
        const headers = { 'x-page': 'own', 'cache-control': 'public' }
        return new Response(`own page: ${failure.error.code}`, { status: 200, headers })
      },
    })
    return { ...fixture, failures }
  }

  it('is the app’s own, with the error’s status, kept by no cache', async () => {
    const { browser, provider } = failing()
    provider.claims = { aud: 'somebody-else' }
    const response = await browser.signIn()
    expect(response.status).toBe(400)
    expect(response.headers.get('x-page')).toBe('own')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe('own page: ID_TOKEN_AUDIENCE_MISMATCH')
  })

  it('gets the login up to the failing step and the checks that held, without secrets', async () => {
    const { browser, provider, failures } = failing()
    provider.claims = { aud: 'somebody-else' }
    const callback = await browser.begin()
    await browser.get(callback)
    const { trace, error } = failures[0]!
    expect(error.seen).toBe('somebody-else')
    expect(trace?.steps.map(({ name, failed }) => [name, failed])).toEqual([
      ['authorization-request', undefined],
      ['authorization-response', undefined],
      ['token-request', undefined],
      ['jwks-request', undefined],
      ['id-token', 'ID_TOKEN_AUDIENCE_MISMATCH'],
    ])
    expect(trace?.checks.map(({ name }) => name)).toEqual(['state', 'PKCE', 'signature', 'iss'])
    const text = JSON.stringify(trace)
    const query = new URL(callback, 'https://app.example').searchParams
    for (const secret of [query.get('code')!, query.get('state')!, 'hush-']) {
      expect(text).not.toContain(secret)
    }
    expect(text).toContain('"name":"code","shape":"')
  })

  it('repeats nothing of an answer that belongs to no login', async () => {
    const { browser, failures } = failing()
    await browser.get('/callback?state=planted-state&error=planted-error&iss=planted-iss')
    expect(failures[0]?.error.code).toBe('LOGIN_TRANSACTION_MISSING')
    expect(failures[0]?.trace?.steps).toMatchObject([
      { name: 'authorization-response', failed: 'LOGIN_TRANSACTION_MISSING' },
    ])
    expect(JSON.stringify(failures[0]?.trace)).not.toContain('planted')
  })

  it('tells copies of a failed callback what the first one did', async () => {
    const { browser, provider, failures } = failing()
    provider.answers.set('userinfo', () => json({ sub: 'u-2' }))
    const callback = await browser.begin()
    await Promise.all([browser.get(callback), browser.get(callback)])
    const last = failures.map(({ trace }) => trace?.steps.at(-1)?.name)
    expect(last).toEqual(['userinfo-request', 'userinfo-request'])
  })

  it('stays ours when the app’s own throws', async () => {
    const { browser } = createFixture({
      failurePage() {
        throw new Error('a bug in the page')
      },
    })
    const response = await browser.get('/callback?state=x&code=y')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('LOGIN_TRANSACTION_MISSING')
  })

  it('is for people: a program gets problem details', async () => {
    const { browser, failures } = failing()
    const response = await browser.get('/callback?state=x&code=y', { accept: 'application/json' })
    expect(await response.json()).toMatchObject({ code: 'LOGIN_TRANSACTION_MISSING' })
    expect(failures).toEqual([])
  })
})

describe('the list of attempts', () => {
  it('tells newest first what came of each, and of a failure why', async () => {
    const { login, browser, provider, clock } = createFixture()
    await browser.signIn()
    clock.move(60)
    provider.claims = { aud: 'somebody-else' }
    await browser.get(await browser.begin(), { ...NAVIGATION, 'user-agent': 'Firefox/1 (Linux)' })
    const [failed, completed, ...more] = await login.listAttempts()
    expect(more).toEqual([])
    expect(failed).toMatchObject({
      code: 'ID_TOKEN_AUDIENCE_MISMATCH',
      step: 'id-token',
      parameter: 'aud',
      expected: 'rp-1',
      seen: 'somebody-else',
      browser: 'Firefox, Linux',
      at: clock.now(),
      count: 1,
    })
    expect(completed?.code).toBeUndefined()
    expect(completed?.attempt).toBe((await login.readSession(browser.header(), undefined))?.attempt)
  })

  it('keeps at most fifty, and one row for each code of answers that belong to no login', async () => {
    const { login, browser, clock } = createFixture()
    for (let i = 0; i < 60; i++) await browser.get(`/callback?state=${i}&code=x`)
    const [stray, ...more] = await login.listAttempts()
    expect([stray?.code, stray?.attempt, stray?.count, more]).toEqual([
      'LOGIN_TRANSACTION_MISSING',
      undefined,
      60,
      [],
    ])
    for (let i = 0; i < 55; i++) {
      clock.move(60)
      browser.cookies.clear()
      await browser.signIn()
    }
    const attempts = await login.listAttempts()
    expect(attempts).toHaveLength(50)
    expect(attempts.every(({ code }) => code === undefined)).toBe(true)
  }, 120_000)

  it('is shared by all processes, and survives the one that wrote it', async () => {
    const { login, browser, another, store } = createFixture()
    store.close = () => {}
    await browser.signIn()
    await login.close()
    expect(await another().listAttempts()).toHaveLength(1)
  })

  it('gathers what comes at once into one write', async () => {
    const { login, browser, store } = createFixture()
    const keys: string[] = []
    const { write } = store
    store.write = (key, ...rest) => {
      keys.push(key)
      return write(key, ...rest)
    }
    for (let i = 0; i < 30; i++) await browser.get(`/callback?state=${i}&code=x`)
    await login.listAttempts()
    expect(keys.filter((key) => key === 'login-attempts').length).toBeLessThanOrEqual(1)
  })

  it('tells those, too, that are just being written', async () => {
    const { login, browser, store } = createFixture()
    const { write } = store
    let goOn: (() => void) | undefined
    store.write = async (key, ...rest) => {
      if (key === 'login-attempts') await new Promise<void>((resolve) => (goOn = resolve))
      return write(key, ...rest)
    }
    await browser.signIn()
    const first = login.listAttempts()
    await vi.waitFor(() => expect(goOn).toBeDefined())
    const second = login.listAttempts()
    setTimeout(() => goOn?.(), 20)
    expect([await first, await second].map((list) => list.length)).toEqual([1, 1])
  })

  it('leaves out what scripts and link checkers send', async () => {
    const { login, browser } = createFixture()
    await browser.get('/login', { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' })
    await browser.request('HEAD', '/callback?state=x&code=y')
    expect(await login.listAttempts()).toEqual([])
  })

  it('cannot be told while the store is away, and a login fails by it no more than without', async () => {
    const { login, browser, store } = createFixture()
    await browser.signIn()
    store.fail = away
    await expect(login.listAttempts()).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
    store.fail = undefined
    expect((await browser.signIn()).status).toBe(303)
  })
})
