import { describe, expect, it } from 'vitest'
import { attemptId } from '../../src/session/transactions.ts'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { problemOf } from '../support/refusal.ts'
import { FAILURES } from '../support/stores.ts'

const sessionCookie = (response: Response) =>
  response.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-catflap='))

describe('a store that is away for a moment', () => {
  it('does not spoil the callback: the next try succeeds', async () => {
    const { browser, store } = createFixture()
    const callback = await browser.begin('/x')
    store.fail = () => Promise.reject(new Error('away'))
    expect((await browser.get(callback)).status).toBe(503)
    store.fail = undefined
    expect((await browser.get(callback)).status).toBe(303)
  })
})

describe('GET of the redirect URI', () => {
  it('makes a session, forgets the transaction and leads to the wanted page', async () => {
    const { browser, login, log } = createFixture()
    const response = await browser.signIn('/wanted')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/wanted'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect([...browser.cookies.keys()].toSorted()).toEqual([
      '__Host-catflap',
      '__Host-catflap-completed',
    ])
    const session = await login.readSession(browser.header(), undefined)
    expect(session).toMatchObject({ sub: 'u-1', userInfo: { name: 'Mimi' }, returnTo: '/wanted' })
    expect(session?.trace().checks.map(({ name }) => name)).toEqual([
      'state',
      'PKCE',
      'signature',
      'iss',
      'aud',
      'azp',
      'exp',
      'iat',
      'nonce',
      'at_hash',
      'sub (UserInfo)',
    ])
    expect(log.of('login-completed')).toMatchObject([
      { session: session?.id, attempt: session?.attempt },
    ])
  })

  it('ends the session that the browser had before', async () => {
    const { browser, login, log } = createFixture()
    await browser.signIn()
    const before = browser.header()
    const { id } = (await login.readSession(before, undefined))!
    await browser.signIn()
    expect(await login.readSession(before, undefined)).toBeUndefined()
    expect(await login.readSession(browser.header(), undefined)).toBeDefined()
    expect(log.of('session-ended')).toEqual([
      { type: 'session-ended', session: id, reason: 'new-login' },
    ])
  })

  it('ends the session that a copy replaces, and never the one that it brings', async () => {
    const { browser, login, log } = createFixture()
    const callback = await browser.begin('/x')
    const transaction = new Map(browser.cookies)
    await browser.get(callback)
    // Another tab signs in between, and the first one's callback is sent once more.
    browser.cookies.delete('__Host-catflap')
    const between = await browser.signIn()
    for (const [name, value] of transaction) browser.cookies.set(name, value)
    const replaced = browser.header()
    expect(sessionCookie(await browser.get(callback))).not.toBe(sessionCookie(between))
    expect(await login.readSession(replaced, undefined)).toBeUndefined()
    for (const [name, value] of transaction) browser.cookies.set(name, value)
    await browser.get(callback)
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
    expect(log.of('session-ended')).toMatchObject([{ reason: 'new-login' }])
  })

  it('redeems the code once for ten copies at the same time: all get the same session', async () => {
    const { browser, provider } = createFixture()
    const callback = await browser.begin('/x')
    const copies = await Promise.all(Array.from({ length: 10 }, () => browser.get(callback)))
    expect(copies.map(({ status }) => status)).toEqual(Array(10).fill(303))
    expect(new Set(copies.map(sessionCookie)).size).toBe(1)
    expect(provider.count('token')).toBe(1)
  })

  it('gives a copy within thirty seconds the same answer', async () => {
    const { browser, provider, clock } = createFixture()
    const callback = await browser.begin('/x')
    const transaction = new Map(browser.cookies)
    const first = await browser.get(callback)
    clock.move(29)
    browser.cookies.clear()
    for (const [name, value] of transaction) browser.cookies.set(name, value)
    expect(sessionCookie(await browser.get(callback))).toBe(sessionCookie(first))
    expect(provider.count('token')).toBe(1)
  })

  it('refuses a copy that comes later, in this process and in others', async () => {
    const { browser, provider, clock, another } = createFixture()
    const callback = await browser.begin('/x')
    const transaction = new Map(browser.cookies)
    await browser.get(callback)
    const elsewhere = createBrowser(another(), provider)
    for (const [name, value] of transaction) elsewhere.cookies.set(name, value)
    const refused = await elsewhere.get(callback, {})
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({
      code: 'LOGIN_TRANSACTION_SPENT',
      parameter: 'state',
      expected: 'a login not yet completed',
      seen: 'one that was',
    })
    clock.move(30)
    browser.cookies.clear()
    for (const [name, value] of transaction) browser.cookies.set(name, value)
    expect(await problemOf(await browser.get(callback, {}))).toEqual([
      400,
      'LOGIN_TRANSACTION_SPENT',
    ])
    expect(provider.count('token')).toBe(1)
  })

  it.each(['HEAD', 'POST', 'PUT', 'DELETE'])('spends nothing by %s', async (method) => {
    const { browser, provider } = createFixture()
    const callback = await browser.begin()
    const response = await browser.request(method, callback)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
    if (method !== 'HEAD') expect(await response.json()).toMatchObject({ expected: 'GET' })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(provider.count('token')).toBe(0)
    expect((await browser.get(callback)).status).toBe(303)
  })

  it.each([
    ['says no', 'error=access_denied', 403, 'AUTHORIZATION_DENIED'],
    ['reports a fault', 'error=server_error', 503, 'AUTHORIZATION_UNAVAILABLE'],
    [
      'gives an error named like a member of every object',
      'error=constructor',
      400,
      'AUTHORIZATION_REFUSED',
    ],
    ['names another issuer', 'code=c&iss=https://evil.example', 400, 'RESPONSE_ISSUER_MISMATCH'],
    ['says two things', 'code=c&error=e', 400, 'PARAMETER_CONFLICT'],
    ['repeats itself', 'code=c&code=d', 400, 'PARAMETER_REPEATED'],
  ])('does not spend a code when the provider %s', async (_, query, status, code) => {
    const { browser, provider, log } = createFixture()
    const state = new URLSearchParams((await browser.begin()).split('?')[1]).get('state')
    const response = await browser.get(`/callback?${query}&state=${state}`, {})
    expect(await problemOf(response)).toEqual([status, code])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(provider.count('token')).toBe(0)
    expect(log.of('login-failed')).toEqual([
      { type: 'login-failed', attempt: attemptId(state ?? ''), code },
    ])
  })

  it('waits for the metadata of a provider that hangs no longer than a login may take', async () => {
    const { browser, provider, another } = createFixture({ provider: { deadline: 0.05 } })
    const callback = await browser.begin()
    provider.answers.set('openid-configuration', () => new Promise<Response>(() => undefined))
    const elsewhere = createBrowser(another(), provider)
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    const response = await elsewhere.get(callback, {})
    expect(await problemOf(response)).toEqual([503, 'METADATA_UNAVAILABLE'])
    expect(provider.count('token')).toBe(0)
  })

  it.each([
    ['another nonce', { nonce: 'x' }, 'NONCE_MISMATCH'],
    ['another audience', { aud: 'x' }, 'ID_TOKEN_AUDIENCE_MISMATCH'],
    ['another person in UserInfo', { sub: 'u-2' }, 'USERINFO_SUB_MISMATCH'],
  ])('makes no session of an ID Token with %s', async (_, claims, code) => {
    const { browser, provider } = createFixture()
    provider.claims = claims
    const response = await browser.get(await browser.begin(), {})
    expect(await problemOf(response)).toEqual([400, code])
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it.each(FAILURES)(
    'makes no session, and asks for no tokens, when the store %s',
    async (_, fail) => {
      const { browser, provider, store } = createFixture()
      const callback = await browser.begin()
      store.fail = fail
      const response = await browser.get(callback, {})
      expect(response.headers.get('retry-after')).toBe('5')
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await problemOf(response)).toEqual([503, 'STORE_UNAVAILABLE'])
      expect(provider.count('token')).toBe(0)
    },
  )

  it('answers a bug of a dependency as INTERNAL and lives on', async () => {
    const { browser, provider } = createFixture()
    provider.claims = { sid: 'sid-1' }
    await browser.signIn()
    provider.answers.set('token', () => json({ error: 'invalid_client' }, 401))
    expect(await problemOf(await browser.get(await browser.begin(), {}))).toEqual([
      502,
      'CLIENT_REFUSED',
    ])
    provider.answers.clear()
    expect((await browser.signIn()).status).toBe(303)
  })
})

describe('a callback that heals itself', () => {
  /** A browser that is signed in, and the callback it came from. */
  async function signedIn() {
    const fixture = createFixture()
    const callback = await fixture.browser.begin('/wanted')
    await fixture.browser.get(callback)
    return { ...fixture, callback }
  }

  it.each([
    [
      'the back button leads to',
      (callback: string) => callback,
      '/wanted',
      'LOGIN_TRANSACTION_MISSING',
    ],
    ['a stale answer leads to', () => '/callback?code=c&state=s', '/', 'LOGIN_TRANSACTION_MISSING'],
    ['the bare address leads to', () => '/callback', '/', 'PARAMETER_MISSING'],
    ['an answer without state leads to', () => '/callback?code=c', '/', 'PARAMETER_MISSING'],
  ])('%s the wanted page when signed in', async (_, path, target, code) => {
    const { browser, callback, log, login } = await signedIn()
    const response = await browser.get(path(callback))
    expect([response.status, response.headers.get('location')]).toEqual([303, target])
    expect(response.headers.getSetCookie()).toEqual([])
    const session = (await login.readSession(browser.header(), undefined))?.id
    expect(log.of('callback-healed')).toEqual([{ type: 'callback-healed', session, code }])
  })

  it('passes over an answer for another tab', async () => {
    const { browser } = await signedIn()
    await browser.begin('/other')
    const response = await browser.get('/callback?code=c&state=s')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
  })

  it('passes over a login that took too long', async () => {
    const { browser, clock } = await signedIn()
    const late = await browser.begin('/late')
    clock.move(600)
    expect((await browser.get(late)).headers.get('location')).toBe('/')
  })

  it('passes over a login that another process has completed', async () => {
    const { browser, provider, another, clock } = createFixture()
    const callback = await browser.begin('/wanted')
    const transaction = new Map(browser.cookies)
    await browser.get(callback)
    clock.move(31)
    const elsewhere = createBrowser(another(), provider)
    for (const [name, value] of [...transaction, ...browser.cookies])
      elsewhere.cookies.set(name, value)
    expect((await elsewhere.get(callback)).headers.get('location')).toBe('/wanted')
  })

  it.each([
    ['a refusal', 'error=access_denied', 403],
    ['another issuer', 'code=c&iss=https://evil.example', 400],
    ['a repeated parameter', 'code=c&code=c', 400],
    ['a contradiction', 'code=c&error=e', 400],
  ])('does not pass over %s', async (_, query, status) => {
    const { browser } = await signedIn()
    const state = new URLSearchParams((await browser.begin()).split('?')[1]).get('state')
    expect((await browser.get(`/callback?${query}&state=${state}`)).status).toBe(status)
  })

  it('does not heal, nor begin a login, where nobody is signed in', async () => {
    const { browser, provider } = createFixture()
    for (const path of ['/callback', '/callback?code=c&state=s']) {
      const response = await browser.get(path, {})
      expect(response.status).toBe(400)
      expect(response.headers.get('location')).toBeNull()
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect(provider.count('token')).toBe(0)
  })

  it('cannot tell while the store is down', async () => {
    const { browser, callback, store } = await signedIn()
    store.fail = FAILURES[0]![1]
    expect(await problemOf(await browser.get(callback, {}))).toEqual([503, 'STORE_UNAVAILABLE'])
  })
})
