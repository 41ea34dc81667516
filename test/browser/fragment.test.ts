/**
 * The fragment of a page that needs a session (`/inbox#letter-7`) in a real browser: it is there behind
 * the login, and no server has seen it.
 */
import { createServer } from 'node:http'
import { createLogin, createMemoryStore } from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { approve, type Chromium, launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { DESKTOP, PHONE, visit } from '../support/visits.ts'

const FRAGMENT = '#letter-7=%E7%8C%AB&k=hush\\|"<'
const asked: string[] = []
let browser: Chromium
let box: Devbox
let origin: string
let close: () => void

beforeAll(async () => {
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  box = await createDevbox({ keys: boxKeys(), redirectUri: `${origin}/callback` })
  const session = { store: createMemoryStore() }
  const guarded = requireLogin(
    createLogin({ environment: box.environment, session }),
    (req, res) => {
      res.setHeader('content-type', 'text/html; charset=utf-8')
      res.end(`<!doctype html><title>${req.url}</title>`)
    },
  )
  const server = createServer((req, res) => {
    asked.push(`${req.url} ${JSON.stringify(req.headers)}`)
    guarded(req, res)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  close = () => {
    server.close()
    server.closeAllConnections()
  }
  browser = await launchChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  close?.()
  await box?.close()
})

it.each([DESKTOP, PHONE])(
  'comes back behind the login, once, and reaches no server: $locale',
  async (view) => {
    await visit(browser, view, async (page) => {
      const wanted = `${origin}/inbox?box=1${FRAGMENT}`
      await page.goto(wanted)
      const seen = new URL(wanted).hash
      await approve(page, 'alice')
      await page.waitForURL((url) => url.pathname === '/inbox')
      expect(await page.evaluate('[location.search, location.hash]')).toEqual(['?box=1', seen])
      expect(await page.evaluate('sessionStorage.length')).toBe(0)
      expect(asked.join('\n')).not.toMatch(/letter-7|hush/)
      // Back leads to none of the pages between.
      expect(await page.evaluate('history.length')).toBeLessThanOrEqual(4)
    })
  },
  60_000,
)

it('is all that is lost without scripts', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  try {
    const page = await context.newPage()
    await page.goto(`${origin}/inbox#letter-7`)
    await approve(page, 'alice')
    await page.waitForURL((url) => url.pathname === '/inbox')
    expect(await page.title()).toBe('/inbox')
  } finally {
    await context.close()
  }
}, 60_000)

it('costs nothing where there is none', async () => {
  await visit(browser, DESKTOP, async (page) => {
    await page.goto(`${origin}/plain`)
    await approve(page, 'alice')
    await page.waitForURL(`${origin}/plain`)
    expect(await page.evaluate('[location.hash, sessionStorage.length]')).toEqual(['', 0])
  })
}, 60_000)
