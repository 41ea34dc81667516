/**
 * Logins in a circle, in a real browser: the page about it must come before the browser gives up, which
 * it does after twenty redirects, whoever makes them.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogin, createMemoryStore, type Login } from 'catflap'
import { requireLogin, withLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { type Chromium, launchChromium } from '../support/chromium.ts'

let browser: Chromium
const open: (() => unknown)[] = []
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser?.close())
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/**
 * An app at a box that redirects some more times before it asks: `/<count>/…` leads to one less.
 *
 * @param hops - redirects beyond the four of the box
 */
async function appBehind(hops: number, guard: (login: Login) => RequestListener) {
  const app = createServer()
  const origin = await listening(app)
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'alice',
    redirectUri: `${origin}/callback`,
  })
  open.push(() => box.close())
  const stairs = createServer((req, res) => {
    const [, left = '', query = ''] = /^\/(\d+)(.*)$/.exec(req.url ?? '') ?? []
    const next = `/${Number(left) - 1}${query}`
    res.writeHead(302, { location: left === '1' ? box.origin + AUTHORIZATION + query : next }).end()
  })
  const top = `${await listening(stairs)}/${hops}`
  let completed = 0
  const login = createLogin({
    environment: { ...box.environment, ...(hops > 0 && { OIDC_AUTH_URI: top }) },
    session: { store: createMemoryStore(), followIngressUser: true },
    onEvent: ({ type }) => {
      if (type === 'login-completed') completed += 1
    },
  })
  open.push(() => login.close())
  app.on('request', guard(login))
  return { origin, completed: () => completed }
}

const AUTHORIZATION = '/sys/oauth/auth'

/** The ingress says one name at the callback and another one ever after. */
const mistaken = (login: Login): RequestListener => {
  const listen = requireLogin(login, (_req, res) => void res.end('in'))
  return (req, res) => {
    const name = req.url?.startsWith('/callback') ? 'alice' : 'bob'
    req.headers['x-hc-user-id'] = name
    req.rawHeaders.push('X-HC-User-ID', name)
    return listen(req, res)
  }
}

/** An app of its own mind: no session is good enough. */
const picky = (login: Login): RequestListener =>
  withLogin(login, (_req, res) => {
    res.writeHead(302, { location: '/login?return_to=%2Fguarded' }).end()
  })

describe('a guarded path that never accepts the session', () => {
  it.each([
    ['that applies to somebody else, with the four redirects of the box', mistaken, 0],
    ['that applies to somebody else, with six redirects at the provider', mistaken, 2],
    ['that is good, with the four redirects of the box', picky, 0],
    ['that is good, with six redirects at the provider', picky, 2],
  ])('%s, ends at our page', async (_, guard, hops) => {
    const { origin, completed } = await appBehind(hops, guard)
    const context = await browser.newContext({ locale: 'en-US' })
    try {
      const page = await context.newPage()
      let status = 0
      page.on('response', (answer) => {
        if (answer.request().isNavigationRequest()) status = answer.status()
      })
      await page.goto(`${origin}/guarded`)
      await page.locator('main', { hasText: 'LOGIN_LOOP' }).waitFor()
      expect(status).toBe(400)
      expect(completed()).toBe(2)
    } finally {
      await context.close()
    }
  })
})
