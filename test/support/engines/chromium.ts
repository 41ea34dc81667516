/** Debian's Chromium, by Playwright. */
import type { Page } from 'playwright-core'
import { launchChromium, trusting } from '../chromium.ts'
import type { Engine, Tab } from './engine.ts'

/**
 * Starts it.
 *
 * @param authority - file of the certificate authority that it shall trust
 */
export async function startChromium(authority?: string): Promise<Engine> {
  const browser = await launchChromium(...(authority === undefined ? [] : [trusting(authority)]))
  return {
    name: 'chromium',
    async visitor() {
      const context = await browser.newContext({ locale: 'en-US' })
      return tabOf(await context.newPage())
    },
    close: () => browser.close(),
  }
}

function tabOf(page: Page): Tab {
  return {
    async open(url) {
      await page.goto(url)
    },
    click: (selector) => page.locator(selector).first().click(),
    async back() {
      await page.goBack({ waitUntil: 'commit' })
    },
    evaluate: (expression) => page.evaluate<string>(expression),
    another: async () => tabOf(await page.context().newPage()),
    async screenshot(path) {
      await page.screenshot({ path })
    },
    leave: () => page.context().close(),
  }
}
