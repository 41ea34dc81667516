/**
 * A person with a real browser: signs in at the box, looks around, and leaves.
 */
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, launchChromium, openContext, type View } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

const SHOTS = new URL('../../screenshots/', import.meta.url).pathname
let browser: Browser
let viewer: RunningViewer

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  ;[browser, viewer] = await Promise.all([launchChromium(), startViewer()])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

const DESKTOP: View = { locale: 'en-US', width: 1280, colorScheme: 'light' }
const VIEWS: readonly View[] = [
  DESKTOP,
  { locale: 'zh-CN', width: 1280, colorScheme: 'dark' },
  { locale: 'zh-CN', width: 360, colorScheme: 'light' },
  { locale: 'en-US', width: 360, colorScheme: 'dark' },
]

/** Opens a page as a fresh visitor, runs the visit, and checks that no page complained. */
async function visit(view: View, visitor: (page: Page) => Promise<void>): Promise<void> {
  const { context, complaints } = await openContext(browser, view)
  try {
    await visitor(await context.newPage())
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

async function signIn(page: Page, user: 'alice' | 'bob', path = '/session'): Promise<void> {
  await page.goto(viewer.origin + path)
  await approve(page, user)
  await page.waitForURL(viewer.origin + path)
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  ) as Promise<number>

describe('a person', () => {
  it.each(VIEWS)('sees every page whole: $locale, $width px, $colorScheme', async (view) => {
    const name = `${view.locale}-${view.width}-${view.colorScheme}`
    const words =
      view.locale === 'zh-CN'
        ? { lang: 'zh-CN', signIn: '登录', refused: '你的账号无权查看' }
        : { lang: 'en', signIn: 'Sign in', refused: 'Your account may not see this' }
    const look = async (page: Page, title: string): Promise<void> => {
      expect(await page.locator('html').getAttribute('lang')).toMatch(words.lang.slice(0, 2))
      expect(await sideways(page), title).toBe(0)
      await page.screenshot({ path: `${SHOTS}${name}-${title}.png`, fullPage: true })
    }
    await visit(view, async (page) => {
      await page.goto(viewer.origin)
      await look(page, 'home')
      await page.getByRole('main').getByRole('link', { name: words.signIn, exact: true }).click()
      await approve(page, 'alice')
      await page.waitForURL(`${viewer.origin}/session`)
      await look(page, 'session')
      await page.screenshot({ path: `${SHOTS}${name}-session-top.png` })
      await page.goto(`${viewer.origin}/sessions`)
      await look(page, 'sessions')
      await page.goto(`${viewer.origin}/env`)
      await look(page, 'env')
    })
    await visit(view, async (page) => {
      await signIn(page, 'bob')
      const response = await page.goto(`${viewer.origin}/env`)
      expect(response?.status()).toBe(403)
      expect(await page.locator('body').textContent()).toContain(words.refused)
      await look(page, 'env-refused')
    })
  })

  it('is alice, an administrator; or bob, who is none', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page, 'alice')
      expect(await page.locator('main').textContent()).toMatch(/alice@.*administrator/s)
    })
    await visit(DESKTOP, async (page) => {
      await signIn(page, 'bob')
      expect(await page.locator('main').textContent()).not.toContain('administrator')
    })
  })

  it('sees the client secret only after asking for it', async () => {
    const secret = viewer.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? 'none'
    await visit(DESKTOP, async (page) => {
      await signIn(page, 'alice', '/env')
      expect(await page.content()).not.toContain(secret)
      await page.locator('form[method=post][action="/env"] button').first().click()
      await page.waitForLoadState()
      expect(await page.content()).toContain(secret)
    })
  })

  it('may reload the callback and go back without harm', async () => {
    await visit(DESKTOP, async (page) => {
      let callback = ''
      page.on('request', (request) => {
        if (request.url().includes('/callback?')) callback = request.url()
      })
      await signIn(page, 'alice', '/env')
      await page.goto(callback)
      expect(page.url()).toBe(`${viewer.origin}/env`)
      await page.goBack()
      await page.goBack()
      await page.goto(viewer.origin)
      expect(await page.locator('body').textContent()).toContain('alice@')
    })
  })

  it('may log in from two tabs at once', async () => {
    await visit(DESKTOP, async (page) => {
      const second = await page.context().newPage()
      await page.goto(`${viewer.origin}/env`)
      await second.goto(`${viewer.origin}/session`)
      await approve(second, 'alice')
      await second.waitForURL(`${viewer.origin}/session`)
      await approve(page, 'alice')
      await page.waitForURL(`${viewer.origin}/env`)
      await second.reload()
      expect(second.url()).toBe(`${viewer.origin}/session`)
    })
  })

  it('who signs out is out, and is told that the box is not', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page, 'alice')
      await page.locator('form[action="/logout"] button').first().click()
      await page.waitForURL(`${viewer.origin}/logout`)
      expect(await page.locator('body').textContent()).toContain('still signed in')
      await page.screenshot({ path: `${SHOTS}signed-out.png` })
      await page.goto(`${viewer.origin}/session`)
      expect(page.url().startsWith(viewer.box.origin)).toBe(true)
    })
  })

  it('who signs out everywhere is out in every browser, and is told how many there were', async () => {
    await visit(DESKTOP, async (phone) => {
      await signIn(phone, 'bob', '/sessions')
      await visit(DESKTOP, async (page) => {
        await signIn(page, 'bob', '/sessions')
        const rows = page.locator('table.sessions tbody tr')
        const count = await rows.count()
        expect(count).toBeGreaterThan(1)
        await page.locator('form[action="/sessions/everywhere"] button').click()
        await page.waitForLoadState()
        expect(await page.locator('main').textContent()).toContain(`${count} sessions have ended`)
      })
      await phone.goto(`${viewer.origin}/sessions`)
      expect(phone.url().startsWith(viewer.box.origin)).toBe(true)
    })
  })

  it('who changes the language keeps it, on the pages of the library too', async () => {
    await visit(DESKTOP, async (page) => {
      await page.goto(viewer.origin)
      await page.getByText('中文').click()
      await page.waitForLoadState()
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/)
      await page.goto(`${viewer.origin}/callback?state=x&code=y`)
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/)
      await page.screenshot({ path: `${SHOTS}error-zh.png` })
    })
  })

  it('who cancels at the box is not signed in', async () => {
    await visit(DESKTOP, async (page) => {
      await page.goto(`${viewer.origin}/session`)
      await page.locator('button[value=alice]').click()
      await page.locator('button[value=rejected]').click()
      await page.waitForLoadState()
      expect(page.url().startsWith(viewer.box.origin)).toBe(true)
      await page.goto(viewer.origin)
      expect(await page.locator('body').textContent()).not.toContain('alice@')
    })
  })
})
