/** An app without a login behind the gate, as people see it: signed in at the box, and while the app is away. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, type Chromium, launchChromium, openContext } from '../support/chromium.ts'
import { type Gated, startGated } from '../support/gated.ts'
import { describeVisit, expectReadable, VIEWS } from '../support/gated-visit.ts'

describeVisit('the gate alone')

const AWAY = {
  'en-US': { lang: 'en', title: 'The app does not answer', again: 'Open the page again' },
  'zh-CN': { lang: 'zh-CN', title: '应用没有应答', again: '重新打开页面' },
}

describe('an app that is away', () => {
  let browser: Chromium
  let gated: Gated
  beforeAll(async () => {
    ;[browser, gated] = await Promise.all([launchChromium(), startGated()])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await gated?.close()
  })

  it.each(VIEWS)('is said to be so in $locale, and opened again with a click', async (view) => {
    const { lang, title, again } = AWAY[view.locale]
    const { context, complaints } = await openContext(browser, view)
    try {
      const page = await context.newPage()
      await page.goto(`${gated.origin}/notes`)
      await approve(page, 'alice')
      await page.waitForURL(`${gated.origin}/notes`)
      await gated.stop()
      const away = await page.goto(`${gated.origin}/notes?day=2`)
      expect(away?.status()).toBe(502)
      expect(await page.locator('h1').innerText()).toBe(title)
      expect(await page.locator('dl').innerText()).toContain('ECONNREFUSED')
      await expectReadable(page, lang)
      await gated.start()
      await page.getByRole('link', { name: again }).click()
      await expect.poll(() => page.locator('h1').innerText()).toMatch(/^Hello alice/)
      expect(page.url()).toBe(`${gated.origin}/notes?day=2`)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  })
})
