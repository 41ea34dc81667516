import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { expect, it, vi } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { createNextLogin, type NextLogin } from '../../src/adapters/next.ts'
import { openPage, sealPage, shareLogin } from '../../src/adapters/next-shared.ts'
import type { Login } from '../../src/login.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { textResponse } from '../contract/adapter-fixture.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ACCEPTING, ALICE } from '../support/ingress.ts'
import { listen } from '../support/server.ts'

/** Stands in for Next, which is too heavy for the workspace; test/opt-in/next.ts has the real one. */
const next = vi.hoisted(() => ({ sent: new Headers() }))
vi.mock('next/headers.js', () => ({ headers: async () => next.sent }))
vi.mock('next/navigation.js', () => ({
  redirect(url: string) {
    throw new Error(`redirect: ${url}`)
  },
}))
vi.mock('next/server.js', () => ({
  NextResponse: {
    next: ({ request }: { request: { headers: Headers } }) =>
      Object.assign(new Response(), { goesOn: request.headers }),
  },
}))

let count = 0
/** A Next app's login that is one of the test's. */
function nextLoginOf(login: Login): NextLogin {
  const cookieName = `of-test-${++count}`
  shareLogin(cookieName, () => login)
  return createNextLogin({ session: { cookieName } })
}

/** The headers with which the page is rendered. */
const goesOn = (response: Response): Headers | undefined => Reflect.get(response, 'goesOn')

/** Next refuses an address that is not absolute, and sends one of its own host as a path. */
function asNext(response: Response, origin: string): Response {
  const location = response.headers.get('location')
  if (location === null) return response
  expect(new URL(location).href).toBe(location)
  if (location.startsWith(`${origin}/`)) {
    response.headers.set('location', location.slice(origin.length))
  }
  return response
}

describeAdapter('Next.js 16', (login, { guarded, source, groups, status, answer }) => {
  const of = nextLoginOf(login)
  const proxy = groups
    ? of.requireGroup(...groups)
    : guarded
      ? source
        ? of.requireOidcLogin
        : of.requireLogin
      : of.proxy
  return listen(
    createServer(
      getRequestListener(async (request) => {
        const response = await proxy(request)
        const sent = goesOn(response)
        if (sent === undefined) return asNext(response, login.origin)
        next.sent = sent
        const session = await of.getSession()
        const { pathname, search } = new URL(request.url)
        const pieces = answer(pathname + search, session)
        return textResponse(status, pieces)
      }),
    ),
  )
})

const WANTED = '/private/cats?of=mine'

it('sends a page without a session to the login, and from there back to the page that proxy told', async () => {
  const { login } = createFixture()
  const { proxy, requireSession } = nextLoginOf(login)
  const request = new Request(`http://elsewhere.example${WANTED}`)
  next.sent = goesOn(await proxy(request)) ?? expect.unreachable()
  const back = `${login.origin}/login?return_to=${encodeURIComponent(WANTED)}`
  await expect(requireSession()).rejects.toThrow(`redirect: ${back}`)
})

it('lets only members see a page that asks for a group, and tells why the others may not', async () => {
  const { login, browser, provider, log } = createFixture()
  const { requireSession } = nextLoginOf(login)
  const groups = ['ADMIN', 'staff']
  next.sent = new Headers()
  await expect(requireSession({ groups })).rejects.toThrow(`redirect: ${login.origin}/login`)
  await browser.signIn()
  next.sent = new Headers({ cookie: browser.header() ?? '' })
  const forbidden = { code: 'FORBIDDEN', digest: 'NEXT_HTTP_ERROR_FALLBACK;403' }
  await expect(requireSession({ groups })).rejects.toMatchObject(forbidden)
  await expect(requireSession({ groups: [] })).rejects.toMatchObject(forbidden)
  expect(log.of('request-refused').at(-1)).toMatchObject({ code: 'FORBIDDEN' })
  provider.claims = { groups: ['staff'] }
  await browser.signIn()
  next.sent = new Headers({ cookie: browser.header() ?? '' })
  expect(await requireSession({ groups })).toMatchObject({ sub: 'u-1' })
})

it('answers the login’s paths with a slash behind them, as trailingSlash leads there', async () => {
  const { login, provider, browser } = createFixture()
  const { proxy, requireLogin, handlers } = nextLoginOf(login)
  const url = (path: string) => `http://elsewhere.example${path}`
  for (const answer of [proxy, requireLogin, handlers.GET]) {
    const response = await answer(new Request(url('/login/?return_to=/x/')))
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      expect.stringContaining('https://op.example/auth?'),
    ])
  }
  const callback = (await browser.begin('/x/')).replace('/callback?', '/callback/?')
  const headers = { cookie: browser.header() ?? '' }
  const done = await requireLogin(new Request(url(callback), { headers }))
  expect([done.status, done.headers.get('location')]).toEqual([303, `${login.origin}/x/`])
  expect(provider.count('token')).toBe(1)
  // One slash is Next's; more are no path of ours.
  const other = await requireLogin(new Request(url('/login//')))
  expect(other.status).toBe(401)
})

it('takes the page from no client: proxy replaces what it sent, and nobody else can seal one', async () => {
  const { login } = createFixture()
  const { proxy, requireSession } = nextLoginOf(login)
  const forged = new Headers({ 'x-catflap-page': sealPage('/evil').replace('/evil', '/other') })
  const request = new Request(`http://elsewhere.example${WANTED}`, { headers: forged })
  next.sent = goesOn(await proxy(request)) ?? expect.unreachable()
  await expect(requireSession()).rejects.toThrow(encodeURIComponent(WANTED))
  // A page that proxy.ts does not see.
  next.sent = forged
  await expect(requireSession()).rejects.toThrow(`redirect: ${login.origin}/login`)
  await expect(requireSession()).rejects.not.toThrow('return_to')
})

it.each([null, '', '.', '/evil', './evil', `${'x'.repeat(43)}./evil`])(
  'opens no page that is sealed as %j',
  (sealed) => {
    expect(openPage(sealed)).toBeUndefined()
  },
)

it('tells a page whom the ingress names, and leads on to a login where the page wants one', async () => {
  const { login, browser } = createFixture(ACCEPTING)
  const { getSession, requireSession, proxy } = nextLoginOf(login)
  next.sent = new Headers(ALICE)
  expect(await getSession()).toMatchObject({ source: 'ingress', sub: 'ingress:alice' })
  expect(await requireSession({ groups: ['ADMIN'] })).toMatchObject({ source: 'ingress' })
  next.sent.set('origin', 'https://neighbour.box.example')
  expect(await getSession()).toBeUndefined()

  const request = new Request(`http://elsewhere.example${WANTED}`, { headers: ALICE })
  next.sent = goesOn(await proxy(request)) ?? expect.unreachable()
  const back = `redirect: ${login.origin}/login?return_to=${encodeURIComponent(WANTED)}`
  await expect(requireSession({ source: 'oidc', groups: ['none'] })).rejects.toThrow(back)
  await browser.get(await browser.begin(), { ...NAVIGATION, ...ALICE })
  next.sent.set('cookie', browser.header() ?? '')
  expect(await requireSession({ source: 'oidc' })).toMatchObject({ sub: 'u-1' })
})

it('tells another user than the ingress names nothing', async () => {
  const { login, browser } = createFixture({ session: { followIngressUser: true } })
  await browser.signIn()
  const { getSession } = nextLoginOf(login)
  next.sent = new Headers({ cookie: browser.header() ?? '' })
  expect(await getSession()).toMatchObject({ sub: 'u-1' })
  next.sent.set('x-hc-user-id', 'somebody-else')
  expect(await getSession()).toBeUndefined()
})

it(
  'answers the paths of the login as route handlers, with an address that is absolute',
  holds('Next.js 16', 9),
  async () => {
    const { login } = createFixture()
    const { handlers } = nextLoginOf(login)
    const logout = (origin: string) =>
      handlers.POST(new Request(`${login.origin}/logout`, { method: 'POST', headers: { origin } }))
    const { status, headers } = await logout(login.origin)
    expect([status, headers.get('location')]).toEqual([303, `${login.origin}/logout`])
    expect((await logout('https://evil.example')).status).toBe(403)
    expect((await handlers.GET(new Request(`${login.origin}/nowhere`))).status).toBe(404)
  },
)

it(
  'answers them below a base path, which Next takes off before a route handler',
  holds('Next.js 16', 6, 7),
  async () => {
    const redirectUri = 'https://app.example/shop/callback'
    const { login } = createFixture({ client: { redirectUri } })
    const { handlers } = nextLoginOf(login)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = (body: string) =>
      handlers.POST(
        new Request('http://elsewhere.example/backchannel-logout', {
          method: 'POST',
          headers,
          body,
        }),
      )
    expect((await post('logout_token=a.b.c')).status).toBe(400)
    expect((await post('x'.repeat(20_000))).status).toBe(413)
    for (const path of ['/', '/in', '/shop', '/nowhere']) {
      const answer = await handlers.GET(new Request(`http://elsewhere.example${path}`))
      expect([path, answer.status]).toEqual([path, 404])
    }
  },
)

it('makes nothing before it is used, once per process, and again after it could not', () => {
  const unset = { environment: {}, session: { cookieName: 'unset' } }
  const { login, proxy, handlers } = createNextLogin(unset)
  expect([proxy, handlers.GET, login].every(Boolean)).toBe(true)
  expect(() => login.origin).toThrow(expect.objectContaining({ name: 'ConfigurationError' }))

  const one = createFixture()
  shareLogin('unset', () => one.login)
  expect(login.origin).toBe(one.login.origin)
  expect(createNextLogin(unset).login.client).toBe(one.login.client)
})
