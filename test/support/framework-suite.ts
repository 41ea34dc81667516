/**
 * What holds on every framework with an example of its own, as people, programs and neighbours see it, over sockets and
 * in a real browser: an open page at the root, a page below /private that needs a session, and /api/me for programs.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import type { Framework, Row } from '../contract/table.ts'
import { launchChromium, openContext } from './chromium.ts'
import type { RunningApp } from './framework-app.ts'
import { createUserAgent, type UserAgent } from './user-agent.ts'

export const PROGRAM = {
  accept: 'application/json',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
}
const SUBRESOURCES = [
  PROGRAM,
  { accept: 'text/event-stream', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
  { accept: 'image/*', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  { accept: '*/*', 'sec-fetch-mode': 'no-cors', 'sec-purpose': 'prefetch' },
]
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
export const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** As the ingress sends a name: bytes of UTF-8, each of which HTTP takes for a character. */
export const INGRESS = { 'x-hc-user-id': Buffer.from('小猫').toString('latin1') }

/** A guarded page, with a query that has to come back. */
const WANTED = '/private/cats?of=mine&q=%E7%8C%AB'

/** Where an app is registered when something in front of it ends TLS. */
const PUBLIC = 'https://cats.example'

/** An example, as one way of serving it has it. */
export interface Served {
  readonly framework: Framework
  /** Those of the contract that its tests hold here; the others are held by its adapter's, if by anybody. */
  readonly rows: readonly Row[]
  /** What it writes though nothing has failed. */
  readonly chatter?: RegExp
  /** Of the whole app; empty if left out. */
  readonly basePath?: string
  /** Of the open page, below the base path; empty if left out. */
  readonly home?: string
  /** Status of a guard's redirect, where the framework makes it; 302 if left out. */
  readonly redirect?: number
  /** Builds it without a variable of the login, and starts it. */
  start(): Promise<RunningApp>
  /** Starts it, registered at an origin where something in front of it ends TLS. */
  behind?(origin: string): Promise<RunningApp>
  /** What else holds there: before somebody signs in, and while somebody is. */
  open?(at: Place): void
  signedIn?(at: Place): void
}

/** Where a test is. */
export interface Place {
  readonly running: () => RunningApp
  /** Somebody with a browser, signed in after the test that signs in. */
  readonly person: () => UserAgent
  /** Address of a page, below the base path. */
  readonly at: (path: string) => string
  /** Address of the open page. */
  readonly home: () => string
  /** Where a guard sends whoever wants that page. */
  readonly toLogin: (page: string) => string
}

/** Marks a test with those of some rows that this way of serving holds. */
const marked = ({ framework, rows }: Served, ...wanted: readonly Row[]) =>
  holds(framework, ...wanted.filter((row) => rows.includes(row)))

export function describeFramework(name: string, served: Served): void {
  const { basePath = '', home = '', behind } = served
  describe(name, basePath === '' ? {} : marked(served, 7), () => {
    let running: RunningApp
    let person: UserAgent
    beforeAll(async () => {
      running = await served.start()
      person = createUserAgent(INGRESS)
    }, 600_000)
    afterAll(() => running?.close(), 60_000)
    const at = (path: string) => running.origin + basePath + path
    const place: Place = {
      running: () => running,
      person: () => person,
      at,
      home: () => at(home),
      toLogin: (page) => at(`/login?return_to=${encodeURIComponent(basePath + page)}`),
    }
    describeNobody(served, place)
    served.open?.(place)
    describeSigningIn(served, place)
    served.signedIn?.(place)
    describeSigningOut(served, place)
    describeBrowser(served, place)

    if (behind) {
      it(
        'stays at the registered origin behind a proxy that ends TLS',
        marked(served, 8),
        async () => {
          const registered = await behind(PUBLIC)
          await expectRegistered(registered.origin).finally(() => registered.close())
        },
      )
    }

    it('answers a page of its own that is not there with 404', marked(served, 15), async () => {
      expect((await person.get(at('/nowhere'))).status).toBe(404)
      expect((await person.get(at(home))).status).toBe(200)
    })

    it('writes nothing that looks like a failure', () => {
      const written = running.output().replace(served.chatter ?? /$^/, '')
      expect(written).not.toMatch(/error|warn|unhandled|⨯|⚠/i)
    })
  })
}

function describeNobody(served: Served, place: Place): void {
  const { basePath = '', redirect = 302 } = served
  const { person, at, home, toLogin } = place

  it('shows everybody a page that is open', async () => {
    const { status, body } = await person().get(home())
    expect([status, body]).toEqual([200, expect.stringContaining('Everybody may see this')])
  })

  it('sends a guarded page to the login that leads back to it', marked(served, 1), async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, location } = await person().send(method, at(WANTED))
      expect([status, readParts(location)]).toEqual([redirect, readParts(toLogin(WANTED))])
    }
  })

  it(
    'answers what is no page with 401 problem details and no cookie',
    marked(served, 2),
    async () => {
      for (const headers of SUBRESOURCES) {
        const answer = await person().get(at('/api/me'), headers)
        expect(answer.status).toBe(401)
        expect(answer.headers['content-type']).toBe('application/problem+json')
        expect(answer.headers['set-cookie']).toBeUndefined()
        const code = 'AUTHENTICATION_REQUIRED'
        expect(JSON.parse(answer.body)).toMatchObject({ code, login: `${basePath}/login` })
      }
    },
  )
}

/** An address as it is read: routers differ in what of a query they encode. */
function readParts(url = ''): readonly unknown[] {
  const { origin, pathname, searchParams, hash } = new URL(url)
  return [origin, pathname, [...searchParams], hash]
}

function describeSigningIn(served: Served, place: Place): void {
  const { redirect = 302 } = served
  const { person, at, home, toLogin } = place

  it('signs in, keeps every cookie, and shows the name', marked(served, 3, 4), async () => {
    const begun = await person().get(toLogin(WANTED))
    expect([begun.status, begun.headers['cache-control']]).toEqual([302, 'no-store'])
    const callback = await person().browse(
      begun.location ?? '',
      (to) => !to.startsWith(at('/private')),
    )
    expect([callback.status, callback.location]).toEqual([303, at(WANTED)])
    expect(callback.headers['set-cookie']?.length).toBeGreaterThan(1)
    const page = await person().get(callback.location ?? '')
    expect([page.status, page.url]).toEqual([200, at(WANTED)])
    expect(page.body).toMatch(/Hello alice@.*, you asked for \/private\/cats</)
    expect((await person().get(home())).body).toContain('You are signed in')
    expect((await createUserAgent().get(home())).body).toContain('Everybody may see this')
    const me = await person().get(at('/api/me'), PROGRAM)
    const { sub, groups } = { sub: expect.any(String), groups: expect.any(Array) }
    expect([me.status, JSON.parse(me.body)]).toEqual([200, { sub, groups }])
  })

  it('is not signed in for another user than the ingress names', marked(served, 13), async () => {
    const other = { 'x-hc-user-id': 'somebody-else' }
    expect((await person().get(at('/private/cats'), other)).status).toBe(redirect)
    expect((await person().get(at('/api/me'), { ...PROGRAM, ...other })).status).toBe(401)
    expect((await person().get(home(), other)).body).toContain('Everybody may see this')
    expect((await person().get(at('/private/cats'))).status).toBe(200)
  })
}

function describeSigningOut(served: Served, place: Place): void {
  const { redirect = 302 } = served
  const { running, person, at, toLogin } = place

  it('signs out by a form of its own pages only', marked(served, 5), async () => {
    expect((await person().post(at('/logout'), FOREIGN)).status).toBe(403)
    expect((await person().post(at('/logout'), { ...FORM, ...FOREIGN }, 'a=1')).status).toBe(403)
    expect((await person().get(at('/private/cats'))).status).toBe(200)
    const own = { origin: running().origin, ...FORM }
    const { status, location } = await person().post(at('/logout'), own)
    expect([status, location]).toEqual([303, at('/logout')])
    expect((await person().get(at('/api/me'), PROGRAM)).status).toBe(401)
    expect((await person().get(at('/private/cats'))).status).toBe(redirect)
  })

  it('ends the sessions that a Logout Token names', marked(served, 6), async () => {
    const post = (body: string) => createUserAgent().post(at('/backchannel-logout'), FORM, body)
    const refused = await post('logout_token=a.b.c')
    expect([refused.status, refused.body]).toEqual([400, '{"error":"invalid_request"}'])
    for (const large of ['', 'logout_token=']) {
      expect((await post(large + 'x'.repeat(20_000))).status).toBe(413)
    }
    await person().browse(toLogin('/private/cats'))
    const { sub } = JSON.parse((await person().get(at('/api/me'), PROGRAM)).body)
    const taken = await post(`logout_token=${await running().logoutToken(sub)}`)
    expect([taken.status, taken.body]).toEqual([200, ''])
    expect((await person().get(at('/api/me'), PROGRAM)).status).toBe(401)
  })
}

function describeBrowser(served: Served, { at, home }: Place): void {
  it('signs a real browser in that follows a link, and out', marked(served, 23, 24), async () => {
    const chromium = await launchChromium()
    try {
      const view = { locale: 'en-US', width: 1000, colorScheme: 'light' } as const
      const { context, complaints } = await openContext(chromium, view)
      const page = await context.newPage()
      await page.goto(home())
      await page.waitForLoadState('networkidle')
      // A framework may have asked for the page in advance, and that has begun no login.
      expect((await context.cookies()).map(({ name }) => name)).toEqual([])
      await page.getByRole('link', { name: 'Cats' }).click()
      await page.getByText(/^Hello alice@.*, you asked for \/private\/cats$/).waitFor()
      expect(page.url()).toBe(at('/private/cats'))
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(at('/logout'))
      await page.goto(home())
      await page.getByText('Everybody may see this').waitFor()
      expect(complaints).toEqual([])
    } finally {
      await chromium.close()
    }
  })
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
