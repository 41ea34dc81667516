/**
 * What holds on every heavy framework, run over its example: an open page at the root, a page below
 * /private that needs a session, and /api/me for programs.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, openContext } from './chromium.ts'
import type { RunningApp } from './framework-app.ts'
import { createUserAgent, type UserAgent } from './user-agent.ts'

export const PROGRAM = {
  accept: 'application/json',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
}
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
export const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** As the ingress sends a name: bytes of UTF-8, each of which HTTP takes for a character. */
const INGRESS = { 'x-hc-user-id': Buffer.from('小猫').toString('latin1') }

/** An example that is being served. */
export interface Served {
  /** Builds and starts it. */
  start(): Promise<RunningApp>
  /** Of the whole app; empty if left out. */
  readonly basePath?: string
  /** Status of a guard's redirect; 302 if left out. */
  readonly redirect?: number
  /** What else holds there. */
  more?(running: () => RunningApp, person: () => UserAgent): void
}

export function describeFramework(name: string, served: Served): void {
  const { basePath = '', redirect = 302 } = served
  describe(name, () => {
    let running: RunningApp
    let person: UserAgent
    beforeAll(async () => {
      running = await served.start()
      person = createUserAgent(INGRESS)
    }, 600_000)
    afterAll(() => running?.close(), 60_000)
    const at = (path: string) => running.origin + basePath + path
    const toLogin = (page: string) => at(`/login?return_to=${encodeURIComponent(basePath + page)}`)

    it('shows everybody a page that is open', async () => {
      const { status, body } = await person.get(at(''))
      expect([status, body]).toEqual([200, expect.stringContaining('Everybody may see this')])
    })

    it('sends a page that needs a session to the login, and back to that very page', async () => {
      const wanted = '/private/cats?of=mine&q=%E7%8C%AB'
      const { status, location } = await person.get(at(wanted))
      expect([status, location]).toEqual([redirect, toLogin(wanted)])
    })

    it('answers a program with 401 problem details and no cookie', async () => {
      const answer = await person.get(at('/api/me'), PROGRAM)
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(JSON.parse(answer.body)).toMatchObject({ login: `${basePath}/login` })
    })

    it('signs in, keeps every cookie, and shows the name', async () => {
      const begun = await person.get(toLogin('/private/cats?of=mine'))
      expect([begun.status, begun.headers['cache-control']]).toEqual([302, 'no-store'])
      const callback = await person.browse(
        begun.location ?? '',
        (to) => !to.startsWith(at('/private')),
      )
      expect([callback.status, callback.location]).toEqual([303, at('/private/cats?of=mine')])
      expect(callback.headers['set-cookie']?.length).toBeGreaterThan(1)
      const page = await person.get(callback.location ?? '')
      expect(page.body).toMatch(/Hello alice@.*, you asked for \/private\/cats</)
      expect((await person.get(at(''))).body).toContain('You are signed in')
      expect(JSON.parse((await person.get(at('/api/me'), PROGRAM)).body)).toHaveProperty('sub')
    })

    it('is not signed in for another user than the ingress names', async () => {
      const other = { 'x-hc-user-id': 'somebody-else' }
      expect((await person.get(at('/private/cats'), other)).status).toBe(redirect)
      expect((await person.get(at('/api/me'), { ...PROGRAM, ...other })).status).toBe(401)
      expect((await person.get(at(''), other)).body).toContain('Everybody may see this')
      expect((await person.get(at('/private/cats'))).status).toBe(200)
    })

    it('hands the body of a back-channel logout to the login', async () => {
      const post = (body: string) => createUserAgent().post(at('/backchannel-logout'), FORM, body)
      const answer = await post('logout_token=a.b.c')
      expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid_request"}'])
      expect((await post('x'.repeat(20_000))).status).toBe(413)
    })

    served.more?.(
      () => running,
      () => person,
    )

    it('signs out by a form of its own pages only', async () => {
      expect((await person.post(at('/logout'), FOREIGN)).status).toBe(403)
      expect((await person.get(at('/private/cats'))).status).toBe(200)
      const own = { origin: running.origin, ...FORM }
      const { status, location } = await person.post(at('/logout'), own)
      expect([status, location]).toEqual([303, at('/logout')])
      expect((await person.get(at('/api/me'), PROGRAM)).status).toBe(401)
    })

    it('signs in a real browser that follows a link, and signs it out', async () => {
      const chromium: Browser = await launchChromium()
      try {
        const view = { locale: 'en-US', width: 1000, colorScheme: 'light' } as const
        const { context, complaints } = await openContext(chromium, view)
        const page = await context.newPage()
        await page.goto(at(''))
        await page.waitForLoadState('networkidle')
        // A framework may have asked for the page in advance, and that has begun no login.
        expect((await context.cookies()).map(({ name }) => name)).toEqual([])
        await page.getByRole('link', { name: 'Cats' }).click()
        await page.getByText(/^Hello alice@.*, you asked for \/private\/cats$/).waitFor()
        expect(page.url()).toBe(at('/private/cats'))
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL(at('/logout'))
        await page.goto(at(''))
        await page.getByText('Everybody may see this').waitFor()
        expect(complaints).toEqual([])
      } finally {
        await chromium.close()
      }
    })

    it('answers a page of its own that is not there with 404', async () => {
      expect((await person.get(at('/nowhere'))).status).toBe(404)
      expect((await person.get(at(''))).status).toBe(200)
    })

    it('writes nothing that looks like a failure', () => {
      expect(running.output()).not.toMatch(/error|warn|⨯|⚠/i)
    })
  })
}
