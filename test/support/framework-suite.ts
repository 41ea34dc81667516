/**
 * What holds on every heavy framework, run over its example: an open page at the root, a page below
 * /private that needs a session, and /api/me for programs.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import type { Framework } from '../contract/table.ts'
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

/** An example, as one way of serving it has it. */
export interface Served {
  readonly framework: Framework
  /** Of the whole app; empty if left out. */
  readonly basePath?: string
  /** Of the open page, below the base path; empty if left out. */
  readonly home?: string
  /** Status of a guard's redirect, where the framework makes it; 302 if left out. */
  readonly redirect?: number
  /** Builds it without a variable of the login, and starts it. */
  start(): Promise<RunningApp>
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

export function describeFramework(name: string, served: Served): void {
  const { framework, basePath = '', home = '' } = served
  describe(name, holds(framework, ...(basePath === '' ? [] : [7 as const])), () => {
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

    it('answers a page of its own that is not there with 404', holds(framework, 15), async () => {
      expect((await person.get(at('/nowhere'))).status).toBe(404)
      expect((await person.get(at(home))).status).toBe(200)
    })

    it('writes nothing that looks like a failure', () => {
      expect(running.output()).not.toMatch(/error|warn|⨯|⚠/i)
    })
  })
}

function describeNobody({ framework, basePath = '', redirect = 302 }: Served, place: Place): void {
  const { person, at, home, toLogin } = place

  it('shows everybody a page that is open', async () => {
    const { status, body } = await person().get(home())
    expect([status, body]).toEqual([200, expect.stringContaining('Everybody may see this')])
  })

  const rows = redirect === 302 ? ([1] as const) : []
  it(
    'sends a guarded page to the login, and back to that very page',
    holds(framework, ...rows),
    async () => {
      const wanted = '/private/cats?of=mine&q=%E7%8C%AB'
      const { status, location } = await person().get(at(wanted))
      expect([status, location]).toEqual([redirect, toLogin(wanted)])
      const head = await person().send('HEAD', at(wanted))
      expect([head.status, head.location]).toEqual([redirect, toLogin(wanted)])
    },
  )

  it('answers what is no page with 401 problem details', holds(framework, 2), async () => {
    for (const headers of SUBRESOURCES) {
      const answer = await person().get(at('/api/me'), headers)
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(JSON.parse(answer.body)).toMatchObject({ login: `${basePath}/login` })
    }
  })
}

function describeSigningIn({ framework, redirect = 302 }: Served, place: Place): void {
  const { person, at, home, toLogin } = place

  it('signs in, keeps every cookie, and shows the name', holds(framework, 3, 4), async () => {
    const begun = await person().get(toLogin('/private/cats?of=mine'))
    expect([begun.status, begun.headers['cache-control']]).toEqual([302, 'no-store'])
    const callback = await person().browse(
      begun.location ?? '',
      (to) => !to.startsWith(at('/private')),
    )
    expect([callback.status, callback.location]).toEqual([303, at('/private/cats?of=mine')])
    expect(callback.headers['set-cookie']?.length).toBeGreaterThan(1)
    const page = await person().get(callback.location ?? '')
    expect(page.body).toMatch(/Hello alice@.*, you asked for \/private\/cats</)
    expect((await person().get(home())).body).toContain('You are signed in')
    expect((await createUserAgent().get(home())).body).toContain('Everybody may see this')
    expect(JSON.parse((await person().get(at('/api/me'), PROGRAM)).body)).toHaveProperty('sub')
  })

  it('is not signed in for another user than the ingress names', holds(framework, 13), async () => {
    const other = { 'x-hc-user-id': 'somebody-else' }
    expect((await person().get(at('/private/cats'), other)).status).toBe(redirect)
    expect((await person().get(at('/api/me'), { ...PROGRAM, ...other })).status).toBe(401)
    expect((await person().get(home(), other)).body).toContain('Everybody may see this')
    expect((await person().get(at('/private/cats'))).status).toBe(200)
  })
}

function describeSigningOut({ framework }: Served, place: Place): void {
  const { running, person, at, toLogin } = place

  it('signs out by a form of its own pages only', holds(framework, 5), async () => {
    expect((await person().post(at('/logout'), FOREIGN)).status).toBe(403)
    expect((await person().get(at('/private/cats'))).status).toBe(200)
    const own = { origin: running().origin, ...FORM }
    const { status, location } = await person().post(at('/logout'), own)
    expect([status, location]).toEqual([303, at('/logout')])
    expect((await person().get(at('/api/me'), PROGRAM)).status).toBe(401)
  })

  it('ends the sessions that a Logout Token names', holds(framework, 6), async () => {
    const post = (body: string) => createUserAgent().post(at('/backchannel-logout'), FORM, body)
    const refused = await post('logout_token=a.b.c')
    expect([refused.status, refused.body]).toEqual([400, '{"error":"invalid_request"}'])
    expect((await post('x'.repeat(20_000))).status).toBe(413)
    await person().browse(toLogin('/private/cats'))
    const { sub } = JSON.parse((await person().get(at('/api/me'), PROGRAM)).body)
    const taken = await post(`logout_token=${await running().logoutToken(sub)}`)
    expect([taken.status, taken.body]).toEqual([200, ''])
    expect((await person().get(at('/api/me'), PROGRAM)).status).toBe(401)
  })
}

function describeBrowser({ framework }: Served, { at, home }: Place): void {
  const rows = [23, 24] as const
  it(
    'signs a real browser in that follows a link, and out',
    holds(framework, ...rows),
    async () => {
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
    },
  )
}
