/**
 * Persons who visit the viewer: in both languages, both themes, at a desk and on a phone.
 */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { approve, type Chromium, openContext, type View } from './chromium.ts'

const SHOTS = new URL('../../screenshots/', import.meta.url).pathname

export const DESKTOP: View = { locale: 'en-US', width: 1280, colorScheme: 'light' }
export const PHONE: View = { locale: 'zh-CN', width: 360, colorScheme: 'light' }
const SLOW = process.env.CATFLAP_SLOW === '1'
/** With CATFLAP_SLOW=1 every language at every width: what differs between them rarely breaks. */
export const VIEWS: readonly View[] = [
  DESKTOP,
  PHONE,
  ...(SLOW
    ? [
        { locale: 'zh-CN', width: 1280, colorScheme: 'dark' } as const,
        { locale: 'en-US', width: 360, colorScheme: 'dark' } as const,
      ]
    : []),
]

/** Opens a page as a fresh visitor, runs the visit, and checks that no page complained. */
export async function visit(
  browser: Chromium,
  view: View,
  visitor: (page: Page) => Promise<void>,
): Promise<void> {
  const { context, complaints } = await openContext(browser, view)
  try {
    await visitor(await context.newPage())
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

/** Goes to a page that needs a login, signs in at the box, and is back at the page. */
export async function signIn(page: Page, address: string, user: 'alice' | 'bob'): Promise<void> {
  await page.goto(address)
  await approve(page, user)
  await page.waitForURL(address)
}

/** Checks that nothing of a page lies beside the window, and that it is in the language asked for. */
export async function checkWhole(page: Page, view: View, title: string): Promise<void> {
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(sideways), title).toBe(0)
  expect(await page.locator('html').getAttribute('lang')).toMatch(view.locale.slice(0, 2))
}

/**
 * With CATFLAP_SLOW=1 takes a page's picture as language-width-theme-title.png: the whole page, or what
 * is in the window. No test looks at it.
 */
export async function takePicture(
  page: Page,
  view: View,
  title: string,
  fullPage: boolean,
): Promise<void> {
  if (!SLOW) return
  mkdirSync(SHOTS, { recursive: true })
  const { locale, width, colorScheme } = view
  await page.screenshot({
    path: `${SHOTS}${locale}-${width}-${colorScheme}-${title}.png`,
    fullPage,
  })
}
