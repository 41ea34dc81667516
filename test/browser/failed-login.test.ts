/**
 * A login that fails, in a real browser: the page names cause and fix, an administrator finds the
 * attempt in the list, and once the fault is gone signing in again works.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'
import { checkWhole, takePicture, VIEWS, visit } from '../support/visits.ts'

const WORDS = {
  'en-US': {
    title: 'The ID Token was made for another app',
    cause: 'OIDC_CLIENT_ID overrides the box’s value',
    causes: 'Likely causes',
    fix: 'What to do',
    again: 'Sign in again',
  },
  'zh-CN': {
    title: 'ID Token 是发给其他应用的',
    cause: 'OIDC_CLIENT_ID 用别的应用的 client id 盖住了微服的值',
    causes: '可能原因',
    fix: '怎么办',
    again: '重新登录',
  },
}
let browser: Chromium
let viewer: RunningViewer

beforeAll(async () => {
  ;[browser, viewer] = await Promise.all([
    launchChromium(),
    startViewer({ autoApprove: 'alice', refreshTokens: true }),
  ])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

describe('a person whose login fails', () => {
  it.each(VIEWS)(
    'learns why and what to do, and signs in when it is mended: $locale, $width px, $colorScheme',
    async (view) => {
      const words = WORDS[view.locale]
      await visit(browser, view, async (page) => {
        viewer.box.faults.set('invalid-aud')
        try {
          await page.goto(`${viewer.origin}/session`)
        } finally {
          viewer.box.faults.clear()
        }
        expect(new URL(page.url()).pathname).toBe('/callback')
        expect(await page.locator('h1').textContent()).toBe(words.title)
        const main = await page.locator('main').textContent()
        for (const word of [words.causes, words.cause, words.fix, 'dev.other.app']) {
          expect(main).toContain(word)
        }
        expect(await page.locator('.flow .failed').count()).toBe(1)
        await checkWhole(page, view, 'failed')
        await takePicture(page, view, 'failed', false)

        await page.getByRole('link', { name: words.again }).first().click()
        await page.waitForURL(`${viewer.origin}/session`)
        expect(await page.locator('.flow .failed').count()).toBe(0)

        await page.goto(`${viewer.origin}/attempts`)
        const [newest, failed] = await page.locator('.attempts li').allTextContents()
        expect(newest).toContain('✓')
        expect(failed).toContain(words.title)
        expect(failed).toContain('ID_TOKEN_AUDIENCE_MISMATCH')
        await checkWhole(page, view, 'attempts')
        await takePicture(page, view, 'attempts', true)

        await page.goto(`${viewer.origin}/doctor`)
        await checkWhole(page, view, 'doctor')
        await takePicture(page, view, 'doctor', false)
      })
    },
  )
})
