/**
 * The environment and the recipes in a real browser, with the script and without it.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approve,
  type Chromium,
  launchChromium,
  openContext,
  type View,
} from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'
import { checkWhole, DESKTOP, signIn, takePicture, VIEWS } from '../support/visits.ts'

const WRONG = {
  LAZYCAT_AUTH_OIDC_ISSUER: 'https://mybox.heiyu.space/sys/oauth',
  SMTP_HOST: '<no value>',
  CATFLAP_SECRET: '0123456789abcdef0123',
  DATABASE_URL: 'postgres://app:hunter2@db/app',
  MIRROR: '\u202Etxt.exe',
  LONG: 'lorem ipsum '.repeat(2000),
}
let browser: Chromium
let viewer: RunningViewer

beforeAll(async () => {
  ;[browser, viewer] = await Promise.all([launchChromium(), startViewer({}, WRONG)])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

async function openAdministrator(view: View) {
  const { context, complaints } = await openContext(browser, view)
  const page = await context.newPage()
  await signIn(page, `${viewer.origin}/env`, 'alice')
  return { page, complaints }
}

/** One for each view: signing in anew for every test would cost more than the test. */
const administrators = new Map<View, ReturnType<typeof openAdministrator>>()

/** An administrator at the environment. */
async function enter(view: View, visitor: (page: Page) => Promise<void>): Promise<void> {
  const opening = administrators.get(view) ?? openAdministrator(view)
  administrators.set(view, opening)
  const { page, complaints } = await opening
  await page.goto(`${viewer.origin}/env`)
  await visitor(page)
  expect(complaints).toEqual([])
}

const visibleItems = (page: Page): Promise<number> =>
  page.locator('[data-item]').filter({ visible: true }).count()

/** Where in the field of the search the next letter goes; -1 when it goes elsewhere. */
const CARET = `document.activeElement?.name === 'q' ? document.activeElement.selectionStart : -1`

describe('a person', () => {
  it.each(VIEWS)('sees both pages whole: $locale, $width px, $colorScheme', async (view) => {
    await enter(view, async (page) => {
      const look = async (title: string): Promise<void> => {
        await checkWhole(page, view, title)
        await takePicture(page, view, title, true)
      }
      await page.locator('details').first().locator('summary').click()
      await look('environment')
      await page.goto(`${viewer.origin}/recipes`)
      await page.locator('#immich summary').click()
      await page.locator('#outline summary').click()
      await look('recipes')
    })
  })

  it.each(VIEWS)('finds variables while typing, unasked: $locale, $width px', async (view) => {
    await enter(view, async (page) => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.locator('input[name=q]').pressSequentially('token_')
      expect(await visibleItems(page)).toBe(1)
      expect(await page.locator('[data-item]').filter({ visible: true }).textContent()).toContain(
        'LAZYCAT_AUTH_OIDC_TOKEN_URI',
      )
      expect(await page.locator('[data-section]').filter({ visible: true }).count()).toBe(1)
      expect(await page.locator('[role=status]').textContent()).toMatch(/^1 (of|\/) \d+$/)
      await page.locator('input[name=q]').fill('hunter2')
      expect(await visibleItems(page)).toBe(0)
      expect(await page.locator('[data-none]').isVisible()).toBe(true)
      await page.locator('input[name=q]').fill('')
      expect(await visibleItems(page)).toBeGreaterThan(15)
      expect(asked.filter((url) => !url.endsWith('.svg'))).toEqual([])
    })
  })

  it('goes on typing where the server answered the last search', async () => {
    await enter(DESKTOP, async (page) => {
      await page.goto(`${viewer.origin}/env?q=lazycat_app`)
      // One may type at once, after the last letter; here in one stroke, since a pause would ask again.
      await expect.poll(() => page.evaluate(CARET)).toBe('lazycat_app'.length)
      await page.keyboard.insertText('_domain')
      await page.waitForURL(`${viewer.origin}/env?q=lazycat_app_domain`)
      expect(await visibleItems(page)).toBe(1)
    })
  })

  it.each(VIEWS)('finds recipes while typing: $locale, $width px', async (view) => {
    await enter(view, async (page) => {
      await page.goto(`${viewer.origin}/recipes`)
      await page.locator('input[name=q]').fill('grafana')
      expect(await visibleItems(page)).toBe(1)
    })
  })

  it.each(VIEWS)(
    'reveals one secret and no other, then hides it: $locale, $width px',
    async (view) => {
      const secret = viewer.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? 'none'
      await enter(view, async (page) => {
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
    },
  )

  it.each(VIEWS)('searches without a script, too: $locale, $width px', async (view) => {
    const { locale, width } = view
    const viewport = { width, height: 900 }
    const context = await browser.newContext({ javaScriptEnabled: false, locale, viewport })
    try {
      const page = await context.newPage()
      await page.goto(`${viewer.origin}/env`)
      await approve(page, 'alice')
      for (const [path, query] of [
        ['/env', 'box_name'],
        ['/recipes', 'grafana'],
      ] as const) {
        await page.goto(viewer.origin + path)
        await page.locator('input[name=q]').fill(query)
        await page.locator('form.search button').click()
        await page.waitForURL(`${viewer.origin}${path}?q=${query}`)
        expect(await visibleItems(page)).toBe(1)
      }
    } finally {
      await context.close()
    }
  })
})
