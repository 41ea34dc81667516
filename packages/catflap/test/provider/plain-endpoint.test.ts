/** A discovery document over https that names this machine: nothing may arrive there. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP, LOGOUT_ENDPOINTS } from '../support/provider.ts'

/** What listens on the app's own machine, such as a neighbour's port. */
const arrived: string[] = []
const victim = createServer((request, response) => {
  arrived.push(`${request.method} ${request.url}`)
  response.setHeader('content-type', 'application/json').end('{"keys":[]}')
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(victim.address() as AddressInfo).port}`
})
beforeEach(() => {
  arrived.length = 0
})
afterAll(() => victim.close())

/** The provider of the tests; whatever goes over plain http goes over the wire. */
function world() {
  const { provider, clock } = createFixture()
  const over: typeof fetch = (input, init) =>
    String(input).startsWith('http:') ? fetch(input, init) : provider.fetch(input, init)
  const { login } = createFixture({ fetch: over, now: clock.now })
  return { login, provider, browser: createBrowser(login, provider) }
}

describe('an endpoint on plain http, named by an issuer on https', () => {
  it.each([
    'token_endpoint',
    'jwks_uri',
    'userinfo_endpoint',
    'revocation_endpoint',
    'end_session_endpoint',
    'authorization_endpoint',
  ])('gets nothing, and ends the login: %s', async (name) => {
    const { login, provider, browser } = world()
    provider.metadata = { ...LOGOUT_ENDPOINTS, [name]: `${origin}/${name}` }
    provider.tokens = { refresh_token: 'hush-refresh' }
    // A login and a logout, as far as they get.
    const begun = await browser.get('/login')
    const location = begun.headers.get('location') ?? ''
    if (location.startsWith('https:')) await browser.get(provider.approve(location))
    const same = { origin: APP, 'sec-fetch-site': 'same-origin' }
    const ended = await browser.request('POST', '/logout', same)
    const readiness = await login.readiness()
    expect(arrived).toEqual([])
    expect(location + (await ended.text())).not.toContain(origin)
    expect(begun.status).toBe(502)
    expect(readiness).not.toMatchObject({ ready: true })
  })
})
