/**
 * Back after signing out, in a Chromium that keeps whole pages in memory as people's browsers do. It
 * gives a page with `no-store` back, session or not, when a redirect had led there: so it is with the
 * page after each login.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchKeepingPages } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'
import { DESKTOP, signIn, visit } from '../support/visits.ts'

let browser: Chromium
let viewer: RunningViewer
let secret: string

beforeAll(async () => {
  ;[browser, viewer] = await Promise.all([launchKeepingPages(), startViewer()])
  secret = viewer.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? ''
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

const at = (path: string): string => viewer.origin + path

/** Signs out and goes back. */
async function leaveAndGoBack(page: Page): Promise<void> {
  await page.locator('header form[action="/logout"] button').click()
  await page.waitForURL(at('/logout'))
  await page.evaluate('history.back()').catch(() => undefined)
}

describe('Back after signing out', () => {
  it.each(['/env', '/session', '/sessions'])('shows nothing of %s', async (path) => {
    await visit(browser, DESKTOP, async (page) => {
      await signIn(page, at(path), 'alice')
      await leaveAndGoBack(page)
      // Asked for anew, the page leads to the login.
      await page.waitForURL((url) => url.origin === viewer.box.origin)
    })
  })

  it('shows no secret that was revealed, and sends no form again', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await signIn(page, at('/env'), 'alice')
      await page.locator('#reveal button').first().click()
      await page.getByText(secret).first().waitFor()
      const revealed = viewer.output().match(/secrets-revealed/g)?.length
      await leaveAndGoBack(page)
      // The result of a form is not fetched again without a question.
      await expect.poll(() => page.content().catch(() => secret)).toContain('ERR_CACHE_MISS')
      expect(await page.content()).not.toContain(secret)
      expect(viewer.output().match(/secrets-revealed/g)).toHaveLength(revealed ?? 0)
    })
  })

  it('is not needed to see the page again while signed in', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await signIn(page, at('/env'), 'alice')
      await page.locator('nav a[href="/sessions"]').click()
      await page.waitForURL(at('/sessions'))
      await page.evaluate('history.back()').catch(() => undefined)
      await page.waitForURL(at('/env'))
      await page.locator('#reveal').waitFor()
      expect(await page.locator('html').getAttribute('hidden')).toBeNull()
    })
  })
})
