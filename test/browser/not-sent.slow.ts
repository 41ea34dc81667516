/**
 * A form sent after its session has ended, in a real browser: the page that had it allows forms to
 * this app alone, and neither loses the person nor begins a login by each click.
 */
import { createServer } from 'node:http'
import { createLogin, createMemoryStore } from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { approve, type Chromium, launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { startViewer } from '../support/viewer.ts'
import { checkWhole, DESKTOP, PHONE, signIn, takePicture, visit } from '../support/visits.ts'

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
}, 120_000)
afterAll(() => browser?.close())

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Ends the session in this browser alone; the box keeps its own. */
async function forgetSession(page: Page, origin: string): Promise<void> {
  const { hostname } = new URL(origin)
  const cookies = await page.context().cookies(origin)
  for (const { name } of cookies.filter((one) => one.name.includes('catflap'))) {
    await page.context().clearCookies({ name, domain: hostname })
  }
}

it.each([
  [DESKTOP, 'Renew now', 'Nothing was sent: you are not signed in'],
  [PHONE, '立即续签', '内容没有提交：你尚未登录'],
])(
  'the viewer says that nothing was sent, and leads back: $locale',
  async (view, button, title) => {
    const viewer = await startViewer({ refreshTokens: true })
    cleanUps.push(viewer.close)
    const begun = () => viewer.output().split('"login-started"').length - 1
    await visit(browser, view, async (page) => {
      const address = `${viewer.origin}/sessions`
      await signIn(page, address, 'bob')
      const before = begun()
      const tabs = [page, await page.context().newPage(), await page.context().newPage()]
      for (const tab of tabs.slice(1)) await tab.goto(address)
      await forgetSession(page, viewer.origin)
      for (const tab of tabs.reverse()) {
        await tab.getByRole('button', { name: button }).click()
        await tab.getByRole('heading', { name: title }).waitFor()
        expect(begun()).toBe(before)
        if (tab !== page) await tab.close()
      }
      await checkWhole(page, view, 'not sent')
      await takePicture(page, view, 'not-sent', true)
      // It goes on by itself: to the login, past the box, and back to where the form was.
      await approve(page, 'bob')
      await page.waitForURL(address, { timeout: 45_000 })
      await page.getByRole('button', { name: button }).waitFor()
    })
  },
  120_000,
)

it('an app under the headers of helmet loses nobody', async () => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const box = await createDevbox({ redirectUri: `${origin}/callback` })
  const login = createLogin({
    environment: box.environment,
    session: { store: createMemoryStore() },
  })
  const app = requireLogin(login, (req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.setHeader('content-security-policy', "default-src 'self'; form-action 'self'")
    res.setHeader('referrer-policy', 'no-referrer')
    res.end(`<!doctype html><title>${req.method}</title>
      <form method="post" action="/save"><input name="text"><button>Save</button></form>`)
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  cleanUps.push(() => {
    server.close()
    server.closeAllConnections()
    return box.close()
  })
  await visit(browser, DESKTOP, async (page) => {
    await signIn(page, `${origin}/form`, 'alice')
    await page.getByRole('textbox').fill('a long letter')
    await forgetSession(page, origin)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Nothing was sent').waitFor()
    await page.goBack()
    expect(await page.getByRole('textbox').inputValue()).toBe('a long letter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await approve(page, 'alice')
    // Its referrer is withheld, so the way back is where every login leads.
    await page.waitForURL(`${origin}/`)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.title()).toBe('POST')
  })
}, 120_000)
