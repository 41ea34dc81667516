import { describe, expect, it } from 'vitest'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP, LOGOUT_ENDPOINTS } from '../support/provider.ts'
import { problemOf } from '../support/refusal.ts'
import { FAILURES } from '../support/stores.ts'

async function signedIn() {
  const fixture = createFixture()
  await fixture.browser.signIn()
  return { ...fixture, cookie: fixture.browser.header() }
}

it.each([
  ['without a logout of its own', {}, 303],
  ['with a logout of its own', LOGOUT_ENDPOINTS, 200],
])(
  'at a provider %s each answer to a logout, but no question, has the browser drop what it kept',
  async (_, metadata, status) => {
    const { browser, provider } = createFixture()
    provider.metadata = metadata
    await browser.signIn()
    const post = { origin: APP, accept: 'application/json' }
    const asked = await browser.request('GET', '/logout', NAVIGATION)
    expect(asked.headers.get('clear-site-data')).toBeNull()
    // The second one finds no session any more.
    for (const expected of [status, 303]) {
      const answer = await browser.request('POST', '/logout', post)
      expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([expected, '"cache"'])
    }
  },
)

describe('POST /logout', () => {
  it('ends the session in the store: the old cookie is worthless', async () => {
    const { browser, login, log, cookie } = await signedIn()
    const { id } = (await login.readSession(cookie, undefined))!
    const response = await browser.request('POST', '/logout', { origin: APP })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    expect(browser.cookies.size).toBe(0)
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
    expect(log.of('session-ended')).toEqual([
      { type: 'session-ended', session: id, reason: 'logout' },
    ])
  })

  it('is the same for somebody who is not signed in', async () => {
    const { browser, log } = createFixture()
    expect((await browser.request('POST', '/logout', { origin: APP })).status).toBe(303)
    expect(log.of('session-ended')).toEqual([])
  })

  it.each<[string, Record<string, string>]>([
    ['Origin', { origin: APP }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['both', { origin: APP, 'sec-fetch-site': 'same-origin' }],
    [
      'Sec-Fetch-Site, where Origin is withheld',
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ],
    ['Origin, when Back asks again', { origin: APP, 'sec-fetch-site': 'same-site' }],
  ])('is believed by %s', async (_, headers) => {
    const { browser, login, cookie } = await signedIn()
    expect((await browser.request('POST', '/logout', headers)).status).toBe(303)
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
  })

  it.each<[string, Record<string, string>]>([
    ['without either header', {}],
    ['of another origin', { origin: 'https://evil.example' }],
    ['of a neighbour', { origin: 'https://other.example', 'sec-fetch-site': 'same-site' }],
    ['of a neighbour that hides its origin', { 'sec-fetch-site': 'same-site' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of no site', { 'sec-fetch-site': 'none' }],
    ['of a hidden origin', { origin: 'null' }],
    ['of a hidden neighbour', { origin: 'null', 'sec-fetch-site': 'same-site' }],
    ['of a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['whose headers disagree', { origin: APP, 'sec-fetch-site': 'cross-site' }],
    ['whose Host says so', { host: 'app.example', referer: `${APP}/` }],
  ])('is refused %s, and nobody is signed out', async (_, headers) => {
    const { browser, login, cookie, log } = await signedIn()
    const response = await browser.request('POST', '/logout', headers)
    expect(await problemOf(response)).toEqual([403, 'CROSS_ORIGIN_REFUSED'])
    expect(log.errors).toMatchObject([{ message: expect.stringMatching(/^logout: /) }])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await login.readSession(cookie, undefined)).toBeDefined()
  })

  it.each(FAILURES)(
    'keeps the cookie when the store %s, so that it can be tried again',
    async (_, fail) => {
      const { browser, store, login, cookie } = await signedIn()
      store.fail = fail
      const response = await browser.request('POST', '/logout', { origin: APP })
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
      expect(response.headers.getSetCookie()).toEqual([])
      store.fail = undefined
      expect((await browser.request('POST', '/logout', { origin: APP })).status).toBe(303)
      expect(await login.readSession(cookie, undefined)).toBeUndefined()
    },
  )
})

describe('GET /logout', () => {
  it('asks who is signed in, and ends nothing', async () => {
    const { browser, login, cookie } = await signedIn()
    for (const method of ['GET', 'HEAD']) {
      const response = await browser.request(method, '/logout', NAVIGATION)
      expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
    }
    const page = await (await browser.get('/logout')).text()
    expect(page).toContain('<form method="post" action="/logout">')
    expect(await login.readSession(cookie, undefined)).toBeDefined()
  })

  it('tells who is not signed in that this is so', async () => {
    const { browser } = createFixture()
    const page = await (await browser.get('/logout')).text()
    expect(page).toContain('You are signed out of this app')
    expect(page).not.toContain('<form')
  })

  it('cannot tell while the store is down', async () => {
    const { browser, store } = await signedIn()
    store.fail = FAILURES[1]![1]
    expect((await browser.get('/logout')).status).toBe(503)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is not there for %s', async (method) => {
    const { browser, login, cookie } = await signedIn()
    const response = await browser.request(method, '/logout', { origin: APP })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect(await login.readSession(cookie, undefined)).toBeDefined()
  })
})
