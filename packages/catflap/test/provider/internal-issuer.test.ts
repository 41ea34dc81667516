/** A provider at two addresses: browsers reach it at the issuer, this app on a network of its own. */
import { describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP, ENVIRONMENT, ISSUER, LOGOUT_ENDPOINTS } from '../support/provider.ts'

const INTERNAL = 'http://op.internal:8080'

/** A login at such a provider; what is asked of it anywhere but inside fails, as behind a firewall. */
function world(variables: object = {}) {
  const { provider, clock } = createFixture()
  const asked: string[] = []
  const inside: typeof fetch = async (input, init) => {
    const url = String(input)
    asked.push(url)
    if (!url.startsWith(INTERNAL)) throw new TypeError('fetch failed')
    return provider.fetch(input, init)
  }
  const environment = { ...ENVIRONMENT, OIDC_INTERNAL_ISSUER: INTERNAL, ...variables }
  const { login, log } = createFixture({ environment, fetch: inside, now: clock.now })
  provider.metadata = LOGOUT_ENDPOINTS
  provider.tokens = { refresh_token: 'hush-refresh' }
  return { login, log, provider, asked, clock, browser: createBrowser(login, provider) }
}

const SAME = { origin: APP, 'sec-fetch-site': 'same-origin' }

describe('a provider with an internal address', () => {
  it('is called there alone, while the browser goes to the public one', async () => {
    const { browser, provider, asked } = world()
    const location = (await browser.get('/login')).headers.get('location') ?? ''
    expect(location).toMatch(/^https:\/\/op\.example\/auth\?/)
    expect((await browser.get(provider.approve(location))).status).toBe(303)
    const ended = await browser.request('POST', '/logout', SAME)
    expect(await ended.text()).toContain(`${ISSUER}/end`)
    await expect.poll(() => provider.revoked.length).toBe(1)
    expect([...new Set(asked)].sort()).toEqual([
      `${INTERNAL}/.well-known/openid-configuration`,
      `${INTERNAL}/keys`,
      `${INTERNAL}/revoke`,
      `${INTERNAL}/token`,
      `${INTERNAL}/userinfo`,
    ])
  })

  it('may name its endpoints at either address, by whichever it was asked', async () => {
    const { browser, provider, asked } = world()
    provider.metadata = {
      authorization_endpoint: `${INTERNAL}/auth`,
      token_endpoint: `${INTERNAL}/token`,
      userinfo_endpoint: `${INTERNAL}/userinfo`,
    }
    const location = (await browser.get('/login')).headers.get('location') ?? ''
    expect(location).toMatch(/^https:\/\/op\.example\/auth\?/)
    expect((await browser.get(provider.approve(location))).status).toBe(303)
    expect(asked.filter((url) => !url.startsWith(`${INTERNAL}/`))).toEqual([])
  })

  it('stays the issuer that is compared: a document of another one is refused', async () => {
    const { browser, provider } = world()
    provider.metadata = { issuer: INTERNAL }
    const answer = await browser.get('/login')
    expect([answer.status, await answer.text()]).toEqual([
      502,
      expect.stringContaining('ISSUER_MISMATCH'),
    ])
  })

  it('stays the issuer of its ID Tokens', async () => {
    const { browser, provider } = world()
    provider.claims = { iss: INTERNAL }
    const location = (await browser.get('/login')).headers.get('location') ?? ''
    expect(await (await browser.get(provider.approve(location))).text()).toContain(
      'ID_TOKEN_ISSUER_MISMATCH',
    )
  })

  it.each(['token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'revocation_endpoint'])(
    'opens plain http for no other address: %s',
    async (name) => {
      const { browser, provider } = world()
      provider.metadata = { [name]: `http://other.internal:8080/${name}` }
      const answer = await browser.get('/login')
      expect([answer.status, await answer.text()]).toEqual([
        502,
        expect.stringContaining('METADATA_INVALID'),
      ])
    },
  )

  it('gives configured endpoints of the public address the internal one, too', async () => {
    const { browser, asked } = world({
      OIDC_AUTH_URI: `${ISSUER}/auth`,
      OIDC_TOKEN_URI: `${ISSUER}/token`,
      OIDC_USERINFO_URI: `${INTERNAL}/userinfo`,
    })
    expect((await browser.signIn()).status).toBe(303)
    expect(asked.filter((url) => !url.startsWith(`${INTERNAL}/`))).toEqual([])
  })

  it('is named, where it does not answer, by the address that was asked', async () => {
    const { browser, provider, log } = world()
    provider.answers.set('openid-configuration', () =>
      Promise.reject(new TypeError('fetch failed')),
    )
    expect((await browser.get('/login')).status).toBe(503)
    expect(log.errors.at(-1)?.expected).toBe(
      `an answer from ${INTERNAL}/.well-known/openid-configuration within 10 seconds`,
    )
  })
})

describe('without one', () => {
  it('plain http stays refused', async () => {
    const { browser, provider } = world({ OIDC_INTERNAL_ISSUER: '' })
    expect(provider.metadata).toBeDefined()
    expect((await browser.get('/login')).status).toBe(503)
  })
})
