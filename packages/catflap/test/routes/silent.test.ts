import { describe, expect, it } from 'vitest'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { APP } from '../support/provider.ts'

const silent = () => createFixture({ session: { silentLogin: true } })
const MARK = '__Host-catflap-silent'

/** Opens a page that everybody may see; what the login answers, if it does. */
function open({ login, browser }: ReturnType<typeof silent>, headers: object = NAVIGATION) {
  const cookie = browser.header()
  const all: Record<string, string | undefined> = { ...headers, cookie }
  return login.silentLogin?.('GET', '/page?x=1', (name) => all[name])
}

/** The same, with the cookie that it sets: the path of the silent login. */
function begin(fixture: ReturnType<typeof silent>): string {
  const response = open(fixture)
  expect(response?.headers.getSetCookie()).toEqual([
    `${MARK}=1; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax`,
  ])
  fixture.browser.cookies.set(MARK, '1')
  return response?.headers.get('location') ?? ''
}

const errorPath = (location: string, error: string) => {
  const state = new URL(location).searchParams.get('state') ?? ''
  return `/callback?${new URLSearchParams({ error, state })}`
}

describe('a login in silence', () => {
  it('is not there without its option', () => {
    expect(createFixture().login.silentLogin).toBeUndefined()
  })

  it('does not begin where the configuration demands that people are asked', () => {
    const client = { authorizationParams: { prompt: 'login' } }
    expect(open(createFixture({ session: { silentLogin: true }, client }))).toBeUndefined()
  })

  it('asks nobody whatever links may hand on', async () => {
    const routes = { loginParameters: ['hd'] }
    const fixture = createFixture({ session: { silentLogin: true }, routes })
    const { headers } = await fixture.browser.get(begin(fixture))
    expect(new URL(headers.get('location') ?? '').searchParams.get('prompt')).toBe('none')
  })

  it('signs in whoever the provider knows, and asks nobody', async () => {
    const fixture = silent()
    const { browser, provider, login } = fixture
    const begun = await browser.get(begin(fixture))
    const location = begun.headers.get('location') ?? ''
    expect(new URL(location).searchParams.get('prompt')).toBe('none')
    const response = await browser.get(provider.approve(location))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/page?x=1'])
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
  })

  it.each(['login_required', 'interaction_required', 'consent_required', 'server_error'])(
    'that ends with %s shows the page to anybody, and is not tried again at once',
    async (error) => {
      const fixture = silent()
      const { browser, log } = fixture
      const begun = await browser.get(begin(fixture))
      const response = await browser.get(errorPath(begun.headers.get('location') ?? '', error))
      expect([response.status, response.headers.get('location')]).toEqual([303, '/page?x=1'])
      expect([...browser.cookies.keys()]).toEqual([MARK])
      expect(log.of('login-failed')).toHaveLength(1)
      expect(open(fixture)).toBeUndefined()
    },
  )

  it.each([
    ['without a code', (query: URLSearchParams) => query.delete('code')],
    ['with an empty code', (query: URLSearchParams) => query.set('code', '')],
    ['with a code and an error', (query: URLSearchParams) => query.set('error', 'x')],
    ['with two codes', (query: URLSearchParams) => query.append('code', 'x')],
    [
      'with a code beyond all bounds',
      (query: URLSearchParams) => query.set('code', 'x'.repeat(5000)),
    ],
  ])('that comes back %s shows the page', async (_, change) => {
    const fixture = silent()
    const { browser, provider, login } = fixture
    const begun = await browser.get(begin(fixture))
    const url = new URL(APP + provider.approve(begun.headers.get('location') ?? ''))
    change(url.searchParams)
    const response = await browser.get(url.pathname + url.search)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/page?x=1'])
    expect([...browser.cookies.keys()]).toEqual([MARK])
    expect(await login.readSession(browser.header(), undefined)).toBeUndefined()
  })

  it('is not taken for another one by an answer with two states', async () => {
    const fixture = silent()
    const { browser, provider } = fixture
    const begun = await browser.get(begin(fixture))
    const path = provider.approve(begun.headers.get('location') ?? '')
    expect((await browser.get(`${path}&state=x`)).status).toBe(400)
    expect((await browser.get('/callback?state=x&code=')).status).toBe(400)
  })

  it('shows the page while the provider is away', async () => {
    const fixture = silent()
    fixture.provider.answers.set('openid-configuration', () => json({}, 503))
    const response = await fixture.browser.get(begin(fixture))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/page?x=1'])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(fixture.log.of('request-refused')).toMatchObject([{ code: 'METADATA_UNAVAILABLE' }])
  })

  it('shows the page where the ID Token is no good, and signs nobody in', async () => {
    const fixture = silent()
    const { browser, provider, login } = fixture
    const begun = await browser.get(begin(fixture))
    provider.claims = { aud: 'another' }
    const response = await browser.get(provider.approve(begun.headers.get('location') ?? ''))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/page?x=1'])
    expect(await login.readSession(browser.header(), undefined)).toBeUndefined()
  })

  it('does not go round for a browser that keeps no cookies', async () => {
    const fixture = silent()
    const location = open(fixture)?.headers.get('location') ?? ''
    const response = await fixture.browser.get(location, {})
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'LOGIN_PARAMETER_INVALID',
      parameter: 'prompt',
      seen: 'no such cookie',
    })
  })

  it.each<[string, object]>([
    ['a script', { 'sec-fetch-mode': 'cors' }],
    ['an image', { accept: 'image/png' }],
    ['a prefetch', { ...NAVIGATION, 'sec-purpose': 'prefetch' }],
    ['a program', {}],
  ])('is not begun for %s', (_, headers) => {
    expect(open(silent(), headers)).toBeUndefined()
  })

  it('does not undo a logout', async () => {
    const fixture = silent()
    await fixture.browser.signIn()
    await fixture.browser.request('POST', '/logout', { origin: APP })
    expect(fixture.browser.cookies.has(MARK)).toBe(true)
    expect(open(fixture)).toBeUndefined()
  })

  it('leaves no cookie behind a logout without its option', async () => {
    const { browser } = createFixture()
    await browser.signIn()
    await browser.request('POST', '/logout', { origin: APP })
    expect([...browser.cookies.keys()]).toEqual([])
  })

  // The provider leads to the registered name, where the cookie that says so would not be.
  it.each([
    ['https://app.example', 'old-app.example'],
    ['http://127.0.0.1:5005', 'localhost:5005'],
  ])('of an app at %s is not begun at %s', async (origin, other) => {
    const client = { redirectUri: `${origin}/callback` }
    const fixture = createFixture({ session: { silentLogin: true }, client })
    expect(open(fixture, { ...NAVIGATION, host: other })).toBeUndefined()
    expect(open(fixture, { ...NAVIGATION, host: new URL(origin).host })?.status).toBe(302)
  })

  it('leads back to no other site', async () => {
    const { login } = silent()
    const header = (name: string) => ({ ...NAVIGATION })[name as 'accept']
    expect(login.silentLogin?.('GET', '//evil.example', header)).toBeUndefined()
    expect(login.silentLogin?.('POST', '/x', header)).toBeUndefined()
  })
})
