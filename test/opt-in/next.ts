/**
 * The example of Next.js, installed from tarballs, built without variables, and served in both ways that
 * Next has, once below a base path. Runs with CATFLAP_FRAMEWORKS=1, since Next is 370 MB.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, openContext } from '../support/chromium.ts'
import { type FrameworkApp, installApp, type RunningApp } from '../support/framework-app.ts'
import { buildNext, type NextServer, startNext } from '../support/next-app.ts'
import { createUserAgent, type UserAgent } from '../support/user-agent.ts'

const PROGRAM = { accept: 'application/json', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** As the ingress sends a name: bytes of UTF-8, each of which HTTP takes for a character. */
const INGRESS = { 'x-hc-user-id': Buffer.from('小猫').toString('latin1') }

let app: FrameworkApp
let chromium: Browser
beforeAll(async () => {
  chromium = await launchChromium()
  app = installApp('next')
}, 600_000)
afterAll(async () => {
  await chromium?.close()
  app?.remove()
}, 120_000)

describeServed('standalone', '')

it('Next.js, served by standalone, names a binary that was left behind', async () => {
  const running = await startNext(app, { server: 'standalone', without: 'node_modules/@lmdb' })
  try {
    const answer = await createUserAgent().get(`${running.origin}/login`)
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('The driver of the store cannot be loaded')
    expect(answer.body).toContain('lmdb')
    expect((await createUserAgent().get(running.origin)).status).toBe(200)
  } finally {
    await running.close()
  }
}, 60_000)

describeServed('next start', '/shop')

function describeServed(server: NextServer, basePath: string): void {
  describe(`Next.js, served by ${server} below "${basePath}",`, () => {
    let running: RunningApp
    let person: UserAgent
    beforeAll(async () => {
      if (basePath !== '') moveBelow(basePath)
      buildNext(app)
      running = await startNext(app, { server, basePath })
      person = createUserAgent(INGRESS)
    }, 600_000)
    afterAll(() => running?.close(), 60_000)
    const at = (path: string) => running.origin + basePath + path
    const toLogin = (page: string) => at(`/login?return_to=${encodeURIComponent(basePath + page)}`)

    it('shows everybody a page that is open', async () => {
      const answer = await person.get(at(''))
      expect([answer.status, answer.body]).toEqual([
        200,
        expect.stringContaining('Everybody may see this'),
      ])
    })

    it('sends a page that needs a session to the login, and back to that very page', async () => {
      const wanted = '/private/cats?of=mine&q=%E7%8C%AB'
      const { status, location } = await person.get(at(wanted))
      expect([status, location]).toEqual([307, toLogin(wanted)])
    })

    it('takes the page from no header of the client', async () => {
      const forged = { 'x-catflap-page': '/private/evil' }
      const { location } = await person.get(at('/private/cats'), forged)
      expect(location).toBe(toLogin('/private/cats'))
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
      expect((await person.get(at('/private/cats'), other)).status).toBe(307)
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

    it('signs out by a form of its own pages only', async () => {
      const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      expect((await person.post(at('/logout'), foreign)).status).toBe(403)
      expect((await person.get(at('/private/cats'))).status).toBe(200)
      const { status, location } = await person.post(at('/logout'), { origin: running.origin })
      expect([status, location]).toEqual([303, at('/logout')])
      expect((await person.get(at('/api/me'), PROGRAM)).status).toBe(401)
    })

    it('signs in a real browser that follows a link of Next, and signs it out', async () => {
      const view = { locale: 'en-US', width: 1000, colorScheme: 'light' } as const
      const { context, complaints } = await openContext(chromium, view)
      const page = await context.newPage()
      await page.goto(at(''))
      await page.waitForLoadState('networkidle')
      // Next has asked for the page in advance, and that has begun no login.
      expect((await context.cookies()).map(({ name }) => name)).toEqual([])
      await page.getByRole('link', { name: 'Cats' }).click()
      await page.getByText(/^Hello alice@.*, you asked for \/private\/cats$/).waitFor()
      expect(page.url()).toBe(at('/private/cats'))
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(at('/logout'))
      await page.goto(at(''))
      await page.getByText('Everybody may see this').waitFor()
      expect(complaints).toEqual([])
      await context.close()
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

/**
 * What docs/frameworks/next.md says of a base path and of route handlers, here for /logout; and what is
 * left out for `next start`.
 */
function moveBelow(basePath: string): void {
  app.edit('next.config.ts', /\n {2}\/\/ For the copy[\s\S]*\n}/, `\n  basePath: '${basePath}',\n}`)
  app.edit('app/private/[...path]/page.tsx', '"/logout"', `"${basePath}/logout"`)
  app.edit('proxy.ts', '_next/image', '_next/image|logout')
  app.edit('lib/login.ts', '{ proxy', '{ handlers, proxy')
  app.add(
    'app/logout/route.ts',
    `import { handlers } from '../../lib/login'\nexport const { GET, POST } = handlers\n`,
  )
}
