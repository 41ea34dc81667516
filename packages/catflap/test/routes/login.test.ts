import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { APP, ISSUER } from '../support/provider.ts'
import { problemOf } from '../support/refusal.ts'

const location = (response: Response) => new URL(response.headers.get('location') ?? '')

describe('a login begun at another name of the app', () => {
  it.each(['xxx-app.example', 'a-b-app.example'])(
    '%s goes on at the registered one',
    async (host) => {
      const { browser } = createFixture()
      const response = await browser.get('/login?return_to=%2Fwanted', { ...NAVIGATION, host })
      expect(response.status).toBe(302)
      expect(response.headers.get('location')).toBe('https://app.example/login?return_to=%2Fwanted')
      expect(response.headers.getSetCookie()).toEqual([])
    },
  )

  it.each([
    'app.example',
    // What an ingress may send in its place.
    'web:5005',
    'xapp.example',
    'evil.example',
    'app.example-evil.example',
  ])('%s is left as it is: the header names no place to go', async (host) => {
    const { browser } = createFixture()
    const response = await browser.get('/login', { ...NAVIGATION, host })
    expect(response.headers.get('location')).toMatch(/^https:\/\/op\.example\/auth\?/)
  })
})

describe('a login begun at another name of this machine', () => {
  const at = (origin: string) =>
    createFixture({ client: { redirectUri: `${origin}/callback` } }).browser

  it.each([
    ['http://127.0.0.1:5005', 'localhost:5005'],
    ['http://127.0.0.1:5005', '[::1]:5005'],
    ['http://127.0.0.1:5005', '127.0.0.2:5005'],
    ['http://localhost:5005', '127.0.0.1:5005'],
    ['http://localhost:5005', '[::1]:5005'],
    ['http://localhost:5005', 'app.localhost:5005'],
    ['http://[::1]:5005', 'localhost:5005'],
    ['http://localhost', '127.0.0.1'],
    ['http://localhost', '127.0.0.1:80'],
  ])('goes on at %s, where it is registered, when asked at %s', async (origin, host) => {
    const response = await at(origin).get('/login?return_to=%2Fx', { ...NAVIGATION, host })
    expect(response.headers.get('location')).toBe(`${origin}/login?return_to=%2Fx`)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it.each([
    ['http://127.0.0.1:5005', '127.0.0.1:5005'],
    // Another port is a proxy's doing: a redirect would come back there without end.
    ['http://127.0.0.1:5005', 'localhost:5006'],
    ['http://127.0.0.1:5005', 'localhost'],
    ['http://127.0.0.1:5005', 'evil.example:5005'],
    ['http://127.0.0.1:5005', 'localhost.evil.example:5005'],
    ['http://127.0.0.1:5005', '127.0.0.1.evil.example:5005'],
    ['http://127.0.0.1:5005', 'localhost:5005:5005'],
    ['http://127.0.0.1:5005', 'evil.example:localhost:5005'],
    ['http://127.0.0.1:5005', ''],
    ['https://localhost', '127.0.0.1'],
    ['https://app.example', 'localhost'],
  ])('of %s begins when asked at %j', async (origin, host) => {
    const response = await at(origin).get('/login', { ...NAVIGATION, host })
    expect(response.headers.get('location')).toMatch(/^https:\/\/op\.example\/auth\?/)
  })
})

describe('GET /login', () => {
  it('sends the browser to the provider with PKCE, state and nonce', async () => {
    const { browser } = createFixture()
    const response = await browser.get('/login?return_to=/x')
    expect(response.status).toBe(302)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { origin, pathname, searchParams } = location(response)
    expect(origin + pathname).toBe(`${ISSUER}/auth`)
    const random = expect.stringMatching(/^[\w-]{43}$/)
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'rp-1',
      redirect_uri: `${APP}/callback`,
      scope: 'openid profile email groups',
      state: random,
      nonce: random,
      code_challenge: random,
      code_challenge_method: 'S256',
    })
  })

  it('begins each login anew', async () => {
    const { browser } = createFixture()
    const [one, other] = [await browser.get('/login'), await browser.get('/login')]
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(location(one).searchParams.get(name)).not.toBe(location(other).searchParams.get(name))
    }
  })

  it('tells of it by a hash of the state alone', async () => {
    const { browser, log } = createFixture()
    const state = location(await browser.get('/login')).searchParams.get('state') ?? ''
    const attempt = createHash('sha256').update(state).digest('base64url').slice(0, 22)
    expect(log.of('login-started')).toEqual([{ type: 'login-started', attempt }])
    expect(JSON.stringify(log.events)).not.toContain(state)
  })

  it.each([
    ['/x?y=1#z', '/x?y=1#z'],
    [undefined, '/'],
    ['/login', '/'],
    ['/login?return_to=/login?return_to=/x', '/'],
    ['/callback?code=x', '/'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
  ])('that names %s leads to %s in the end', async (returnTo, path) => {
    const { browser } = createFixture()
    const response = await browser.signIn(returnTo)
    expect([response.status, response.headers.get('location')]).toEqual([303, path])
  })

  it.each<[string, Record<string, string>]>([
    ['an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a script', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    ['a prefetch', { ...NAVIGATION, accept: '*/*', 'sec-purpose': 'prefetch' }],
    ['a prerender', { ...NAVIGATION, accept: '*/*', 'sec-purpose': 'prefetch;prerender' }],
  ])('of %s begins nothing and sets no cookie', async (_, headers) => {
    const { browser, provider } = createFixture()
    const response = await browser.get('/login', headers)
    expect(await problemOf(response)).toEqual([401, 'AUTHENTICATION_REQUIRED'])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(provider.asked).toEqual([])
  })

  it.each<[string, Record<string, string>]>([
    ['as an image', { accept: 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5' }],
    ['with */*', { accept: '*/*' }],
    ['for a WebSocket', { upgrade: 'websocket', connection: 'Upgrade' }],
  ])('of a browser without Fetch Metadata %s begins nothing', async (_, headers) => {
    const { browser, provider } = createFixture()
    const response = await browser.get('/login', headers)
    expect(await problemOf(response)).toEqual([401, 'AUTHENTICATION_REQUIRED'])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(provider.asked).toEqual([])
  })

  it('of a browser without Fetch Metadata for a page begins a login', async () => {
    const { browser } = createFixture()
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    expect((await browser.get('/login', { accept })).status).toBe(302)
  })

  it('of a program that says nothing of itself begins a login', async () => {
    const { browser } = createFixture()
    expect((await browser.get('/login', {})).status).toBe(302)
  })

  it.each(['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])('is not there for %s', async (method) => {
    const { browser } = createFixture()
    const response = await browser.request(method, '/login')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
    if (method !== 'HEAD') expect(await response.json()).toMatchObject({ expected: 'GET' })
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('fails without touching cookies while the provider is away, and leads back', async () => {
    const { browser, provider } = createFixture()
    provider.answers.set('openid-configuration', () => json({}, 503))
    const response = await browser.get('/login?return_to=/x', {})
    expect(response.headers.get('retry-after')).toBe('5')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toMatchObject({
      code: 'METADATA_UNAVAILABLE',
      login: '/login?return_to=%2Fx',
    })
  })

  it('fails at a step that the app’s own page is told', async () => {
    const steps: unknown[] = []
    const { browser, provider } = createFixture({
      failurePage({ trace }) {
        steps.push(...(trace?.steps ?? []))
        return new Response('sorry')
      },
    })
    provider.answers.set('openid-configuration', () => json({}, 503))
    await browser.get('/login')
    expect(steps).toMatchObject([{ name: 'authorization-request', failed: 'METADATA_UNAVAILABLE' }])
  })

  it('drops the oldest of five logins under way for the sixth', async () => {
    const { browser, clock, login } = createFixture()
    const callbacks: string[] = []
    for (let i = 0; i < 6; i++) {
      callbacks.push(await browser.begin(`/${i}`))
      clock.move(1)
    }
    expect(browser.cookies.size).toBe(5)
    expect(await problemOf(await browser.get(callbacks[0]!, {}))).toEqual([400, 'STATE_MISMATCH'])
    for (const i of [5, 1, 3]) {
      expect((await browser.get(callbacks[i]!)).headers.get('location')).toBe(`/${i}`)
    }
    expect(login.owns('/login')).toBe(true)
  })
})

describe('a loop of logins', () => {
  it('is broken after two in a row, once: the count is forgotten then', async () => {
    const { browser } = createFixture()
    for (let i = 0; i < 2; i++) expect((await browser.signIn()).status).toBe(303)
    const broken = await browser.get('/login', {})
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({
      code: 'LOGIN_LOOP',
      expected: 'fewer than 2 logins in a row',
      seen: '2',
    })
    expect(broken.headers.getSetCookie()).toEqual([
      '__Host-catflap-completed=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax',
    ])
    expect((await browser.get('/login')).status).toBe(302)
  })

  it('is broken where the browser does not keep the cookie of the session', async () => {
    const { browser } = createFixture()
    for (let i = 0; i < 2; i++) {
      expect((await browser.signIn()).status).toBe(303)
      browser.cookies.delete('__Host-catflap')
    }
    expect(await problemOf(await browser.get('/login', {}))).toEqual([400, 'LOGIN_LOOP'])
  })

  it('is not seen in tabs that signed in beside one another', async () => {
    const { browser } = createFixture()
    const callbacks: string[] = []
    for (let i = 0; i < 5; i++) callbacks.push(await browser.begin())
    for (const callback of callbacks) expect((await browser.get(callback)).status).toBe(303)
    // A request with the session of one of the first, which the last has ended, is led here.
    expect((await browser.get('/login')).status).toBe(302)
    expect(browser.cookies.get('__Host-catflap-completed')).toBe('1')
  })

  it('stays seen while another tab, begun before it, signs in as well', async () => {
    const { browser } = createFixture()
    const other = await browser.begin()
    for (let i = 0; i < 2; i++) expect((await browser.signIn()).status).toBe(303)
    expect((await browser.get(other)).status).toBe(303)
    expect((await browser.get('/login')).status).toBe(400)
  })

  it('is not seen in a browser in which people take turns', async () => {
    const { browser, provider } = createFixture()
    for (let i = 0; i < 6; i++) {
      const sub = `u-${i % 2}`
      provider.claims = { sub }
      provider.answers.set('userinfo', () => json({ sub }))
      expect((await browser.signIn()).status).toBe(303)
      expect(browser.cookies.get('__Host-catflap-completed')).toBe('1')
    }
  })

  it('is counted for twenty seconds from the last completed login', async () => {
    const { browser } = createFixture()
    const counts = (response: Response) =>
      response.headers.getSetCookie().filter((cookie) => cookie.includes('-completed='))
    expect(counts(await browser.signIn())[0]).toMatch(/completed=1; Path=\/; Max-Age=20;/)
    expect(counts(await browser.signIn())[0]).toMatch(/completed=2; Path=\/; Max-Age=20;/)
  })

  it('is not seen in logins between which somebody signs out', async () => {
    const { browser } = createFixture()
    for (let i = 0; i < 8; i++) {
      await browser.signIn()
      await browser.request('POST', '/logout', { origin: APP })
    }
    expect((await browser.get('/login')).status).toBe(302)
  })

  it.each(['x', '-1', '1.5', '', 'NaN', '0', '\xa03', '1e1', '03'])(
    'starts over at a count of %j',
    async (count) => {
      const { browser } = createFixture()
      browser.cookies.set('__Host-catflap-completed', count)
      await browser.signIn()
      expect(browser.cookies.get('__Host-catflap-completed')).toBe('1')
    },
  )
})
