import { describe, expect, it } from 'vitest'
import type { Session } from '../../src/session/session.ts'
import { NAVIGATION } from '../support/browser.ts'
import { START } from '../support/clock.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { problemOf } from '../support/refusal.ts'

const queryOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams
const headerOf =
  (headers: Readonly<Record<string, string>>) =>
  (name: string): string | undefined =>
    headers[name]

describe('parameters of the authorization request', () => {
  it('are handed on from the link to the login', async () => {
    const { browser } = createFixture()
    const query = queryOf(
      await browser.get('/login?login_hint=mimi&ui_locales=zh&kc_idp_hint=x&y=z'),
    )
    expect(query.get('login_hint')).toBe('mimi')
    expect(query.get('ui_locales')).toBe('zh')
    expect(query.get('kc_idp_hint')).toBe('x')
    expect(query.has('y')).toBe(false)
  })

  it('are those that the configuration allows a link', async () => {
    const { browser } = createFixture({ routes: { loginParameters: ['hd'] } })
    const query = queryOf(await browser.get('/login?hd=example.org&prompt=login'))
    expect([query.get('hd'), query.has('prompt')]).toEqual(['example.org', false])
  })

  it('come from the configuration, too, and a link does not weaken it', async () => {
    const authorizationParams = { max_age: '600', resource: 'https://api.example' }
    const { browser } = createFixture({ client: { authorizationParams } })
    const query = queryOf(await browser.get('/login?max_age=86400'))
    expect([query.get('resource'), query.get('max_age')]).toEqual(['https://api.example', '600'])
  })

  it.each(['prompt=consent', 'prompt=none'])(
    'ask for the sign-in that the configuration demands, though a link says %s',
    async (parameters) => {
      const { browser } = createFixture({ client: { authorizationParams: { prompt: 'login' } } })
      browser.cookies.set('__Host-catflap-silent', '1')
      const query = queryOf(await browser.get(`/login?${parameters}`))
      expect(query.get('prompt')?.split(' ')).toContain('login')
    },
  )

  it.each(['prompt=maybe', 'max_age=x', 'prompt=login&prompt=login'])(
    'of a link that says %s are refused, and no login begins',
    async (parameters) => {
      const { browser, provider } = createFixture()
      const response = await browser.get(`/login?return_to=/x&${parameters}`, {})
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await problemOf(response)).toEqual([400, 'LOGIN_PARAMETER_INVALID'])
      expect(provider.asked).toEqual([])
    },
  )

  it('stay with a login that goes on at the registered name', async () => {
    const { browser } = createFixture()
    const headers = { ...NAVIGATION, host: 'xxx-app.example' }
    const { headers: answered } = await browser.get('/login?return_to=/x&max_age=60', headers)
    expect(answered.get('location')).toBe('https://app.example/login?return_to=%2Fx&max_age=60')
  })

  it('are part of the trace of the login', async () => {
    const { browser, provider, login } = createFixture()
    const begun = await browser.get('/login?login_hint=mimi')
    await browser.get(provider.approve(begun.headers.get('location') ?? ''))
    const session = (await login.readSession(browser.header(), undefined)) as Session
    const [request] = session.trace().steps
    expect(request?.sent).toContainEqual({ name: 'login_hint', value: 'mimi' })
  })
})

describe('a login that demands how the person signs in', () => {
  const signIn = async (link: string, claims: object, options = {}) => {
    const fixture = createFixture(options)
    fixture.provider.claims = { ...claims }
    const begun = await fixture.browser.get(link)
    const callback = fixture.provider.approve(begun.headers.get('location') ?? '')
    return { ...fixture, response: await fixture.browser.get(callback, {}) }
  }

  it.each<[string, string, object, object]>([
    ['a time that is too old', '/login?max_age=60', { auth_time: START - 1000 }, {}],
    ['no time', '/login?max_age=60', {}, {}],
    ['another way', '/login?acr_values=mfa', { acr: 'pwd' }, {}],
    ['no way', '/login?acr_values=mfa', {}, {}],
    [
      'less than the configuration demands',
      '/login?acr_values=pwd',
      { acr: 'pwd' },
      { client: { authorizationParams: { acr_values: 'mfa' } } },
    ],
    [
      'a time older than the configuration demands',
      '/login?max_age=86400',
      { auth_time: START - 1000 },
      { client: { authorizationParams: { max_age: '60' } } },
    ],
  ])('makes no session of an ID Token with %s', async (_, link, claims, options) => {
    const { response, login, browser } = await signIn(link, claims, options)
    expect(await problemOf(response)).toEqual([401, 'AUTHENTICATION_INSUFFICIENT'])
    expect(await login.readSession(browser.header(), undefined)).toBeUndefined()
  })

  it('makes one of an ID Token that says so', async () => {
    const claims = { auth_time: START, acr: 'mfa' }
    const { response, login, browser } = await signIn('/login?max_age=60&acr_values=mfa', claims)
    expect(response.status).toBe(303)
    const session = (await login.readSession(browser.header(), undefined)) as Session
    expect(session.meets({ maxAge: 60, acrValues: ['hwk', 'mfa'] })).toBe(true)
  })
})

describe('a session', () => {
  it('meets what it can show, as long as it can', async () => {
    const { login, browser, provider, clock } = createFixture()
    provider.claims = { auth_time: START - 100, acr: 'pwd' }
    await browser.signIn()
    const meets = (requirements: object) =>
      (login.readSession(browser.header(), undefined) as Session).meets(requirements)
    expect(meets({})).toBe(true)
    expect(meets({ maxAge: 100 })).toBe(true)
    expect(meets({ acrValues: ['pwd'] })).toBe(true)
    expect(meets({ acrValues: ['mfa'] })).toBe(false)
    expect(meets({ acrValues: [] })).toBe(false)
    expect(meets({ maxAge: 100, acrValues: ['mfa'] })).toBe(false)
    clock.move(61)
    expect(meets({ maxAge: 100 })).toBe(false)
  })

  it.each([{}, { auth_time: '1900000000' }, { auth_time: null }, { auth_time: START * 1000 }])(
    'whose ID Token says %j of its time meets no age',
    async (claims) => {
      const { login, browser, provider } = createFixture()
      provider.claims = claims
      await browser.signIn()
      const session = login.readSession(browser.header(), undefined) as Session
      expect(session.meets({ maxAge: 1_000_000_000 })).toBe(false)
    },
  )
})

describe('a challenge with requirements', () => {
  const requirements = { maxAge: 300, acrValues: ['mfa', 'hwk'] }

  it('leads a person to a login that demands them, and back', async () => {
    const { login } = await createSignedIn()
    const response = login.challenge('GET', '/pay?id=1', headerOf(NAVIGATION), requirements)
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/login?return_to=%2Fpay%3Fid%3D1&max_age=300&acr_values=mfa%20hwk',
    ])
  })

  it('leads to such a login whatever links may hand on', async () => {
    const { login, browser } = createFixture({ routes: { loginParameters: ['hd'] } })
    const demand = { maxAge: 300, acrValues: ['mfa'] }
    const { headers } = login.challenge('GET', '/pay', headerOf(NAVIGATION), demand)
    const query = queryOf(await browser.get(headers.get('location') ?? ''))
    expect([query.get('max_age'), query.get('acr_values')]).toEqual(['300', 'mfa'])
  })

  it('tells a program what is wanted, and where', async () => {
    const { login } = await createSignedIn()
    const response = login.challenge('GET', '/pay', headerOf({}), requirements)
    expect(await response.json()).toMatchObject({
      status: 401,
      code: 'AUTHENTICATION_INSUFFICIENT',
      expected: 'a sign-in at most 300 seconds ago, acr mfa or hwk',
      login: '/login?max_age=300&acr_values=mfa%20hwk',
    })
  })

  it('leads a form to such a login as well', async () => {
    const { login } = await createSignedIn()
    const headers = { ...NAVIGATION, referer: 'https://app.example/form' }
    const response = login.challenge('POST', '/pay', headerOf(headers), requirements)
    expect(response.status).toBe(401)
    expect(await response.text()).toContain('return_to=%2Fform&#38;max_age=300')
  })
})
