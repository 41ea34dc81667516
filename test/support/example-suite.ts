/**
 * What the example of a framework does, as people, programs and neighbours see it: over sockets, behind
 * a proxy that ends TLS, and in a real browser.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { holds } from '../contract/holds.ts'
import type { Framework } from '../contract/table.ts'
import { launchChromium, openContext } from './chromium.ts'
import type { RunningApp } from './framework-app.ts'
import { createUserAgent } from './user-agent.ts'

const PROGRAM = { accept: 'application/json', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** As the ingress sends a name: bytes of UTF-8, each of which HTTP takes for a character. */
const INGRESS = { 'x-hc-user-id': Buffer.from('小猫').toString('latin1') }

/** Where the app is registered when something in front of it ends TLS. */
const PUBLIC = 'https://cats.example'

/** An example, installed and built. */
export interface Example {
  /** Starts it, registered at an origin if that is not where it listens. */
  start(origin?: string): Promise<RunningApp>
  /** What it writes though nothing has failed. */
  readonly chatter?: RegExp
}

/** @param example - known once the tests before have installed it */
export function describeExample(name: Framework, example: () => Example): void {
  describe(name, () => {
    let running: RunningApp
    beforeAll(async () => {
      running = await example().start()
    }, 120_000)
    afterAll(() => running?.close(), 60_000)
    describeLife(name, () => running)
    describeBrowser(() => running)
    it('stays at the registered origin behind a proxy that ends TLS', holds(name, 8), async () => {
      const behind = await example().start(PUBLIC)
      await expectRegistered(behind.origin).finally(() => behind.close())
    })
    it('writes nothing that looks like a failure', () => {
      const written = running.output().replace(example().chatter ?? /$^/, '')
      expect(written).not.toMatch(/error|warn|unhandled|⨯|⚠/i)
    })
  })
}

function describeLife(name: Framework, running: () => RunningApp): void {
  const at = (path: string): string => running().origin + path
  const person = createUserAgent(INGRESS)

  it('shows everybody a page that is open', holds(name, 4), async () => {
    const { status, body } = await person.get(at('/'))
    expect([status, body]).toEqual([200, expect.stringContaining('Everybody may see this')])
  })

  it('sends a page that needs a session to the login, and back to it', holds(name, 3), async () => {
    const wanted = '/private/cats?of=mine&q=%E7%8C%AB'
    const { status, location } = await person.get(at(wanted))
    const { origin, pathname, searchParams } = new URL(location ?? '')
    expect([status, origin + pathname]).toEqual([302, at('/login')])
    expect([...searchParams]).toEqual([['return_to', wanted]])
    const callback = await person.browse(at(wanted), (to) => to !== at(wanted))
    expect(callback.headers['set-cookie']?.length).toBeGreaterThan(1)
    const page = await person.get(callback.location ?? '')
    expect([page.status, page.url]).toEqual([200, at(wanted)])
    expect(page.body).toMatch(/Hello alice@.*, you asked for \/private\/cats</)
  })

  it('knows who is signed in, on open pages and for programs', holds(name, 4), async () => {
    expect((await person.get(at('/'))).body).toContain('You are signed in')
    const { status, body } = await person.get(at('/api/me'), PROGRAM)
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { sub: expect.any(String), groups: expect.any(Array) },
    ])
  })

  it('is not signed in for another user than the ingress names', holds(name, 13), async () => {
    const other = { 'x-hc-user-id': 'somebody-else' }
    expect((await person.get(at('/private/cats'), other)).status).toBe(302)
    expect((await person.get(at('/api/me'), { ...PROGRAM, ...other })).status).toBe(401)
    expect((await person.get(at('/'), other)).body).toContain('Everybody may see this')
  })

  it('hands the body of a back-channel logout to the login', async () => {
    const post = (body: string) => createUserAgent().post(at('/backchannel-logout'), FORM, body)
    const answer = await post('logout_token=a.b.c')
    expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid_request"}'])
    expect((await post(`logout_token=${'x'.repeat(20_000)}`)).status).toBe(413)
  })

  it('signs out by a form of its own pages only', holds(name, 5), async () => {
    expect((await person.post(at('/logout'), { ...FORM, ...FOREIGN }, 'a=1')).status).toBe(403)
    expect((await person.get(at('/private/cats'))).status).toBe(200)
    const own = { ...FORM, origin: running().origin }
    const { status, location } = await person.post(at('/logout'), own)
    expect([status, location]).toEqual([303, at('/logout')])
    expect((await person.get(at('/private/cats'))).status).toBe(302)
  })

  it('answers a program with 401 problem details and no cookie', async () => {
    const { status, headers, body } = await person.get(at('/api/me'), PROGRAM)
    expect([status, headers['content-type']]).toEqual([401, 'application/problem+json'])
    expect(headers['set-cookie']).toBeUndefined()
    expect(JSON.parse(body)).toMatchObject({ code: 'AUTHENTICATION_REQUIRED', login: '/login' })
  })

  it('answers a page of its own that is not there with 404', holds(name, 15), async () => {
    expect((await person.get(at('/nowhere'))).status).toBe(404)
    expect((await person.get(at('/'))).status).toBe(200)
  })
}

function describeBrowser(running: () => RunningApp): void {
  it('signs in a real browser that follows a link, and signs it out', async () => {
    const { origin } = running()
    const chromium = await launchChromium()
    try {
      const view = { locale: 'en-US', width: 1000, colorScheme: 'light' } as const
      const { context, complaints } = await openContext(chromium, view)
      const page = await context.newPage()
      await page.goto(origin)
      await page.waitForLoadState('networkidle')
      // Looking at a link has begun no login.
      expect((await context.cookies()).map(({ name }) => name)).toEqual([])
      await page.getByRole('link', { name: 'Cats' }).click()
      await page.getByText(/^Hello alice@.*, you asked for \/private\/cats$/).waitFor()
      expect(page.url()).toBe(`${origin}/private/cats`)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${origin}/logout`)
      await page.goto(origin)
      await page.getByText('Everybody may see this').waitFor()
      expect(complaints).toEqual([])
    } finally {
      await chromium.close()
    }
  })
}

/** What a WebSocket gets: its first message, or the status of the refusal. */
function greeting(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('message', (data) => {
      socket.close()
      resolve(String(data))
    })
    socket.on('unexpected-response', (req, { statusCode }) => {
      req.destroy()
      resolve(String(statusCode))
    })
    socket.on('error', reject)
  })
}

/** Fails unless a WebSocket greets only who is signed in, on a page of the app. */
export async function expectGuardedSocket(origin: string, path: string): Promise<void> {
  const person = createUserAgent()
  await person.browse(`${origin}/private/cats`)
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const url = origin.replace('http', 'ws') + path
  expect(await greeting(url, { cookie, origin })).toMatch(/^Hello alice@/)
  expect(await greeting(url, { origin })).toBe('401')
  for (const from of ['https://evil.example', 'http://127.0.0.1:1', 'null']) {
    expect(await greeting(url, { cookie, origin: from }), from).toBe('403')
  }
}

/** Whatever a proxy says of itself, and whoever plays one. */
async function expectRegistered(inside: string): Promise<void> {
  const proxies = [
    { host: 'cats.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'cats.example' },
    { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
  ]
  for (const proxy of proxies) {
    const person = createUserAgent(proxy)
    const guarded = await person.get(`${inside}/private/cats`)
    expect([guarded.status, guarded.headers.location]).toEqual([
      302,
      expect.stringMatching(/^(https:\/\/cats\.example)?\/login\?return_to=%2Fprivate%2Fcats$/),
    ])
    const { headers } = await person.get(`${inside}/login`)
    const { searchParams } = new URL(headers.location ?? '')
    expect(searchParams.get('redirect_uri')).toBe(`${PUBLIC}/callback`)
    expect(headers['set-cookie']?.join()).toMatch(/^__Host-catflap.*; Secure/)
    expect((await person.post(`${inside}/logout`, { ...FORM, origin: PUBLIC })).status).toBe(303)
    expect((await person.post(`${inside}/logout`, { ...FORM, origin: inside })).status).toBe(403)
    const said = JSON.stringify([guarded.headers, headers])
    expect(said).not.toContain('evil')
  }
}
