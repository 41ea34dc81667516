/** What a person does in an app that `catflap init` wrote, in a real browser. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { approve, type Chromium, openContext } from './chromium.ts'

const WORDS = {
  en: { open: 'Everybody may see this page.', hello: /^Hello /, out: 'Sign out', locale: 'en-US' },
  zh: { open: '任何人都可以看到这个页面。', hello: /^你好，/, out: '退出登录', locale: 'zh-CN' },
} as const

/** How an app is visited. */
export interface Visiting {
  readonly language: 'en' | 'zh'
  /** Who signs in; a box that approves by itself has chosen already. */
  readonly person: 'alice' | 'bob'
  /** Whether the box asks; left out, it approves by itself. */
  readonly asks?: boolean
  /** The path of the page for everybody; the root if left out. */
  readonly open?: string
  /** Names the pictures that are kept, at the width of a desk and of a phone. */
  readonly pictures?: string | undefined
}

/** Sees the open page, signs in for the guarded one, asks the API, signs out by the button, asks again. */
export async function visitApp(
  browser: Chromium,
  origin: string,
  { language, person, asks = false, pictures, open: path = '/' }: Visiting,
): Promise<void> {
  const { open, hello, out, locale } = WORDS[language]
  const view = { locale, width: 1280, colorScheme: 'light' } as const
  const { context, complaints } = await openContext(browser, view)
  try {
    const page = await context.newPage()
    await page.goto(origin + path)
    await page.getByText(open).waitFor()
    expect(await statusOfApi(page)).toBe(401)
    await take(page, pictures, `${language}-open`)
    await page.locator('a[href="/private"]').click()
    if (asks) await approve(page, person)
    await page.waitForURL(`${origin}/private`)
    await page.getByText(hello).waitFor()
    expect(await page.getByText(hello).textContent()).toContain(`${person}@`)
    expect(await statusOfApi(page)).toBe(200)
    await take(page, pictures, `${language}-private`)
    await page.getByRole('button', { name: out }).click()
    await page.waitForURL(`${origin}/logout`)
    await page.goto(origin + path)
    await page.getByText(open).waitFor()
    expect(await statusOfApi(page)).toBe(401)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

/**
 * Looks at a page until a look at it is not cut short: Vite reloads what it shows while it still bundles what that
 * asks for, and with it goes a click that somebody has just made.
 */
export async function letSettle(browser: Chromium, url: string): Promise<void> {
  const page = await browser.newPage()
  try {
    let loads = 0
    page.on('load', () => loads++)
    for (let looks = 0, before = 0; looks < 10 && loads !== before + 1; looks++) {
      before = loads
      await page.goto(url, { waitUntil: 'networkidle' })
      await page.waitForTimeout(2000)
    }
  } finally {
    await page.close()
  }
}

/** What a script of the page gets. */
const statusOfApi = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { status } = await fetch('/api/me')
    return status
  })

/** Nothing is wider than a phone; with a folder to keep them in, both widths are pictured. */
async function take(page: Page, name: string | undefined, moment: string): Promise<void> {
  const folder = process.env.CATFLAP_PICTURES
  for (const [width, device] of [
    [360, 'phone'],
    [1280, 'desk'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBeLessThanOrEqual(0)
    if (folder === undefined || name === undefined) continue
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${name}-${moment}-${device}.png`) })
  }
}
