/** What a logout does at a provider that has a logout, or can revoke tokens. */
import { describe, expect, it, vi } from 'vitest'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { createBrowser, NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP, ENVIRONMENT, ISSUER, LOGOUT_ENDPOINTS } from '../support/provider.ts'

const OWN = { ...NAVIGATION, origin: APP, 'sec-fetch-site': 'same-origin' }
const PROGRAM = { accept: 'application/json', origin: APP }

async function signedIn(metadata: object = LOGOUT_ENDPOINTS, options: LoginOptions = {}) {
  const fixture = createFixture(options)
  fixture.provider.metadata = metadata as Readonly<Record<string, unknown>>
  fixture.provider.tokens = { refresh_token: 'hush-refresh' }
  await fixture.browser.signIn()
  const cookie = fixture.browser.header()
  const { idToken, accessToken } = (await fixture.login.readSession(cookie, undefined))!.details()
  const signOut = (headers: Readonly<Record<string, string>> = OWN) =>
    fixture.browser.request('POST', '/logout', headers)
  const alive = async () => (await fixture.login.readSession(cookie, undefined)) !== undefined
  return { ...fixture, cookie, idToken, accessToken, signOut, alive }
}

/** Where the page that answers a logout leads. */
async function nextOf(response: Response): Promise<URL> {
  const [, next = ''] = /content="0;url=([^"]+)"/.exec(await response.text()) ?? []
  return new URL(next.replaceAll('&#38;', '&'))
}

describe('a logout', () => {
  it('goes on to the provider, when the session has ended', async () => {
    const { signOut, alive, idToken, browser } = await signedIn()
    const response = await signOut()
    expect(response.status).toBe(200)
    expect(await alive()).toBe(false)
    const { origin, pathname, searchParams } = await nextOf(response)
    expect(origin + pathname).toBe(`${ISSUER}/end`)
    expect(Object.fromEntries(searchParams)).toEqual({
      tenant: '1',
      client_id: 'rp-1',
      post_logout_redirect_uri: `${APP}/logout`,
      state: browser.cookies.get('__Host-catflap-logout'),
      id_token_hint: idToken,
    })
    expect(searchParams.get('state')).toHaveLength(43)
    expect([...browser.cookies.keys()]).toEqual(['__Host-catflap-logout'])
  })

  it('tells a program the address instead of leading it there', async () => {
    const { signOut, alive, browser } = await signedIn()
    const response = await signOut(PROGRAM)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json',
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { logout, ...rest } = (await response.json()) as { logout: string }
    expect([logout.startsWith(`${ISSUER}/end?tenant=1&client_id=rp-1&`), rest]).toEqual([true, {}])
    expect(await alive()).toBe(false)
    expect([...browser.cookies.keys()]).toEqual(['__Host-catflap-logout'])
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['takes anything', { accept: '*/*' }],
    ['takes pages, too', { accept: 'text/html, application/json' }],
    ['does not say what it takes', {}],
  ])('leads whoever %s there by a page', async (_, headers) => {
    const { signOut } = await signedIn()
    const { pathname } = await nextOf(await signOut({ origin: APP, ...headers }))
    expect(pathname).toBe('/end')
  })

  it('of somebody who is not signed in stays here', async () => {
    const { signOut, provider, browser, cookie } = await signedIn()
    await signOut()
    browser.cookies.set('__Host-catflap', cookie!.slice(cookie!.indexOf('=') + 1))
    const again = await signOut()
    expect([again.status, again.headers.get('location')]).toEqual([303, '/logout'])
    expect(browser.cookies.has('__Host-catflap')).toBe(false)
    expect(provider.revoked).toHaveLength(1)
  })

  it('from another site goes nowhere', async () => {
    const { signOut, alive, provider } = await signedIn()
    const response = await signOut({
      origin: 'https://other.example',
      'sec-fetch-site': 'same-site',
    })
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain(ISSUER)
    expect([await alive(), provider.revoked]).toEqual([true, []])
  })

  it('at a provider without a logout stays here', async () => {
    const { signOut, alive } = await signedIn({})
    for (const headers of [OWN, PROGRAM]) {
      const response = await signOut(headers)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    }
    expect(await alive()).toBe(false)
  })

  it('ends the session even if its record is damaged, and goes on without a hint', async () => {
    const { signOut, store, provider, login, cookie, browser } = await signedIn()
    const { read } = store
    store.read = async (key, now) => {
      const entry = await read(key, now)
      return entry && entry.value.byteLength > 200
        ? { ...entry, value: entry.value.slice(9) }
        : entry
    }
    const { searchParams } = await nextOf(await signOut())
    store.read = read
    expect(searchParams.has('id_token_hint')).toBe(false)
    expect(provider.revoked).toEqual([])
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
    expect(browser.cookies.has('__Host-catflap')).toBe(false)
  })
})

describe('a provider that is away', () => {
  it.each<[string, () => Response | Promise<Response>]>([
    ['answers with a fault', () => new Response('', { status: 500 })],
    ['answers with nonsense', () => new Response('<html>')],
    ['drops the connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('and %s does not keep anybody signed in', async (_, answer) => {
    const { another, provider, cookie, alive } = await signedIn()
    const started = another()
    provider.answers.set('openid-configuration', answer)
    const browser = createBrowser(started, provider)
    browser.cookies.set('__Host-catflap', cookie!.split('=')[1]!)
    const response = await browser.request('POST', '/logout', OWN)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    expect([await alive(), browser.cookies.size]).toEqual([false, 0])
  })

  it('would have been waited for: once it has answered, no timer is left', async () => {
    const { signOut } = await signedIn()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      expect((await signOut()).status).toBe(200)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('and silent is waited for no longer than two seconds', async () => {
    const { another, provider, cookie, alive } = await signedIn()
    const started = another()
    let asked = () => {}
    const asking = new Promise<void>((resolve) => {
      asked = resolve
    })
    provider.answers.set('openid-configuration', () => {
      asked()
      return new Promise(() => {})
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const headers = { ...OWN, cookie: cookie! }
      const request = new Request(`${APP}/logout`, { method: 'POST', headers })
      let status: number | undefined
      const answer = started.handle(request).then((response) => {
        status = response.status
      })
      await asking
      expect(await alive()).toBe(false)
      await vi.advanceTimersByTimeAsync(1999)
      expect(status).toBeUndefined()
      await vi.advanceTimersByTimeAsync(1)
      await answer
      expect(status).toBe(303)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('revocation', () => {
  it('takes the refresh token, and names it', async () => {
    const { signOut, provider } = await signedIn()
    await signOut()
    await expect.poll(() => provider.revoked.length).toBe(1)
    expect(Object.fromEntries(provider.revoked[0]!)).toEqual({
      token: 'hush-refresh',
      token_type_hint: 'refresh_token',
    })
  })

  it('takes the access token where there is no other', async () => {
    const fixture = createFixture()
    const { provider, browser, login } = fixture
    provider.metadata = {
      ...LOGOUT_ENDPOINTS,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    }
    await browser.signIn()
    const { accessToken } = (await login.readSession(browser.header(), undefined))!.details()
    await browser.request('POST', '/logout', OWN)
    await expect.poll(() => provider.revoked.length).toBe(1)
    expect(Object.fromEntries(provider.revoked[0]!)).toEqual({
      token: accessToken,
      token_type_hint: 'access_token',
      client_id: 'rp-1',
      client_secret: ENVIRONMENT.OIDC_CLIENT_SECRET,
    })
  })

  it.each<[string, string, () => Response | Promise<Response>]>([
    ['REVOCATION_REFUSED', 'refuses', () => new Response('{"error":"x"}', { status: 400 })],
    ['REVOCATION_REFUSED', 'redirects', () => Response.redirect('https://evil.example/', 307)],
    ['REVOCATION_UNAVAILABLE', 'fails', () => new Response('', { status: 503 })],
    ['REVOCATION_UNAVAILABLE', 'is away', () => Promise.reject(new TypeError('fetch failed'))],
  ])('that ends in %s, as the provider %s, is an event and no more', async (code, _, answer) => {
    const { signOut, alive, provider, log } = await signedIn()
    provider.answers.set('revoke', answer)
    expect((await signOut()).status).toBe(200)
    expect(await alive()).toBe(false)
    await expect
      .poll(() => log.of('provider-failed'))
      .toMatchObject([{ endpoint: 'revocation', code }])
    expect(JSON.stringify(log)).not.toContain('hush')
  })

  it('that is never answered delays nothing', async () => {
    const { signOut, provider } = await signedIn()
    provider.answers.set('revoke', () => new Promise(() => {}))
    expect((await signOut()).status).toBe(200)
  })
})

describe('the page after a logout', () => {
  const claimsBoth = async (response: Response) =>
    !(await response.text()).includes('still signed in at the provider')

  it('says that both have ended when the provider has sent this browser back', async () => {
    const { signOut, browser } = await signedIn()
    const state = (await nextOf(await signOut())).searchParams.get('state')
    expect(await claimsBoth(await browser.get(`/logout?state=${state}`))).toBe(true)
    expect(await claimsBoth(await browser.get(`/logout?state=${state}`))).toBe(true)
  })

  it.each<[string, (state: string) => string, boolean]>([
    ['nobody was sent back', () => '/logout', true],
    ['the state is another', (state) => `/logout?state=${state.slice(1)}x`, true],
    ['the state is empty', () => '/logout?state=', true],
    ['another browser is sent here', (state) => `/logout?state=${state}`, false],
  ])('does not when %s', async (_, path, same) => {
    const { signOut, browser, login, provider } = await signedIn()
    const state = (await nextOf(await signOut())).searchParams.get('state') ?? ''
    const visitor = same ? browser : createBrowser(login, provider)
    expect(await claimsBoth(await visitor.get(path(state)))).toBe(false)
  })

  it('asks who has signed in again meanwhile, state or not', async () => {
    const { signOut, browser } = await signedIn()
    const state = (await nextOf(await signOut())).searchParams.get('state')
    await browser.signIn()
    expect(await (await browser.get(`/logout?state=${state}`)).text()).toContain('<form')
  })
})
