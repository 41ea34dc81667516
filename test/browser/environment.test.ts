/**
 * The environment and the recipes in a real browser, with the script and without it.
 */
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, launchChromium, openContext, type View } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

const SHOTS = new URL('../../screenshots/', import.meta.url).pathname
const WRONG = {
  LAZYCAT_AUTH_OIDC_ISSUER: 'https://mybox.heiyu.space/sys/oauth',
  SMTP_HOST: '<no value>',
  CATFLAP_SECRET: '0123456789abcdef0123',
  DATABASE_URL: 'postgres://app:hunter2@db/app',
  MIRROR: '\u202Etxt.exe',
  LONG: 'lorem ipsum '.repeat(2000),
}
let browser: Browser
let viewer: RunningViewer

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  ;[browser, viewer] = await Promise.all([launchChromium(), startViewer({}, WRONG)])
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

async function visit(view: View, visitor: (page: Page) => Promise<void>): Promise<void> {
  const { context, complaints } = await openContext(browser, view)
  try {
    const page = await context.newPage()
    await page.goto(`${viewer.origin}/env`)
    await approve(page, 'alice')
    await page.waitForURL(`${viewer.origin}/env`)
    await visitor(page)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

const visibleItems = (page: Page): Promise<number> =>
  page.locator('[data-item]').filter({ visible: true }).count()

describe('a person', () => {
  it.each(VIEWS)('sees both pages whole: $locale, $width px, $colorScheme', async (view) => {
    const name = `${view.locale}-${view.width}-${view.colorScheme}`
    await visit(view, async (page) => {
      const look = async (title: string): Promise<void> => {
        const sideways = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(sideways, title).toBe(0)
        await page.screenshot({ path: `${SHOTS}${name}-${title}.png`, fullPage: true })
      }
      await page.locator('details').first().locator('summary').click()
      await look('environment')
      await page.goto(`${viewer.origin}/recipes`)
      await page.locator('#immich summary').click()
      await page.locator('#outline summary').click()
      await look('recipes')
    })
  })

  it('finds variables while typing, without asking the server', async () => {
    await visit(DESKTOP, async (page) => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.locator('input[name=q]').pressSequentially('token_')
      expect(await visibleItems(page)).toBe(1)
      expect(await page.locator('[data-item]').filter({ visible: true }).textContent()).toContain(
        'LAZYCAT_AUTH_OIDC_TOKEN_URI',
      )
      expect(await page.locator('[data-section]').filter({ visible: true }).count()).toBe(1)
      expect(await page.locator('[role=status]').textContent()).toMatch(/^1 of \d+$/)
      await page.locator('input[name=q]').fill('hunter2')
      expect(await visibleItems(page)).toBe(0)
      expect(await page.locator('[data-none]').isVisible()).toBe(true)
      await page.locator('input[name=q]').fill('')
      expect(await visibleItems(page)).toBeGreaterThan(15)
      expect(asked.filter((url) => !url.endsWith('.svg'))).toEqual([])
    })
  })

  it('goes on typing where the server answered the last search', async () => {
    await visit(DESKTOP, async (page) => {
      await page.goto(`${viewer.origin}/env?q=lazycat_app`)
      await page.keyboard.type('_domain')
      await page.waitForURL(`${viewer.origin}/env?q=lazycat_app_domain`)
      expect(await visibleItems(page)).toBe(1)
    })
  })

  it('finds recipes while typing', async () => {
    await visit(DESKTOP, async (page) => {
      await page.goto(`${viewer.origin}/recipes`)
      await page.locator('input[name=q]').fill('grafana')
      expect(await visibleItems(page)).toBe(1)
    })
  })

  it('reveals one secret and no other, then hides it again', async () => {
    const secret = viewer.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? 'none'
    await visit(DESKTOP, async (page) => {
      await page.locator('button[name=name][value=DATABASE_URL]').click()
      await page.waitForLoadState()
      expect(await page.content()).toContain('hunter2')
      expect(await page.content()).not.toContain(secret)
      await page.locator('a.act.quiet').first().click()
      await page.waitForLoadState()
      expect(await page.content()).not.toContain('hunter2')
    })
    expect(viewer.output()).toMatch(
      /"type":"secrets-revealed","by":"[^"]+","names":\["DATABASE_URL"\]/,
    )
    expect(viewer.output()).not.toContain('hunter2')
  })

  it('searches without a script, too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-US' })
    const page = await context.newPage()
    await page.goto(`${viewer.origin}/env`)
    await approve(page, 'alice')
    await page.locator('input[name=q]').fill('box_name')
    await page.locator('input[name=q]').press('Enter')
    await page.waitForURL(`${viewer.origin}/env?q=box_name`)
    expect(await visibleItems(page)).toBe(1)
    await context.close()
  })
})
