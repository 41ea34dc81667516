/**
 * The page of sessions in a real browser: renewed, one of them ended, all of them ended.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium, type View } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'
import { checkWhole, PHONE, signIn, takePicture, VIEWS, visit } from '../support/visits.ts'

const WORDS = {
  'en-US': {
    renew: 'Renew now',
    renewed: 'The access token was renewed just now.',
    ended: '1 session has ended.',
    thisOne: 'this one',
    everywhere: 'Sign out everywhere',
    outEverywhere: /sessions? (has|have) ended/,
  },
  'zh-CN': {
    renew: '立即续签',
    renewed: '访问令牌刚刚已续签。',
    ended: '已结束 1 个会话',
    thisOne: '当前',
    everywhere: '全部退出',
    outEverywhere: /已结束 \d+ 个会话/,
  },
}
const OTHER: View = { ...PHONE, colorScheme: 'dark' }
let browser: Chromium
let viewer: RunningViewer

beforeAll(async () => {
  ;[browser, viewer] = await Promise.all([launchChromium(), startViewer({ refreshTokens: true })])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

const rows = (page: Page) => page.locator('table.sessions tbody tr')
const isAtBox = (page: Page): boolean => page.url().startsWith(viewer.box.origin)
/** Whose session was ended from elsewhere is told so, once; then the login is next. */
async function isToldAndOut(page: Page): Promise<void> {
  const address = `${viewer.origin}/sessions`
  await page.goto(address)
  await page.getByText('SESSION_ENDED').first().waitFor()
  await page.goto(address)
  await expect.poll(() => isAtBox(page)).toBe(true)
}
const enter = (page: Page): Promise<void> => signIn(page, `${viewer.origin}/sessions`, 'bob')

describe.each(VIEWS)('a person: $locale, $width px, $colorScheme', (view) => {
  const words = WORDS[view.locale]

  it('renews the access token, and is told so once', async () => {
    await visit(browser, view, async (page) => {
      await enter(page)
      await page.getByRole('button', { name: words.renew }).click()
      await page.getByText(words.renewed).waitFor()
      await checkWhole(page, view, 'renewed')
      await page.reload()
      expect(await page.getByText(words.renewed).count()).toBe(0)
    })
  })

  it('ends the session of another browser and keeps this one', async () => {
    await visit(browser, OTHER, async (other) => {
      await enter(other)
      await visit(browser, view, async (page) => {
        await enter(page)
        await takePicture(page, view, 'sessions', true)
        const before = await rows(page).count()
        expect(before).toBeGreaterThan(1)
        expect(await rows(page).filter({ hasText: words.thisOne }).count()).toBe(1)
        for (let left = before; left > 1; left--) {
          await page.locator('form[action="/sessions/end"] button').first().click()
          await page.getByText(words.ended).waitFor()
          expect(await rows(page).count()).toBe(left - 1)
        }
        await checkWhole(page, view, 'ended')
      })
      await isToldAndOut(other)
    })
  })

  it('signs out everywhere, and is out in every browser', async () => {
    await visit(browser, OTHER, async (other) => {
      await enter(other)
      await visit(browser, view, async (page) => {
        await enter(page)
        await page.getByRole('button', { name: words.everywhere }).click()
        await page.getByText(words.outEverywhere).waitFor()
        await checkWhole(page, view, 'everywhere')
        await page.goto(`${viewer.origin}/sessions`)
        await expect.poll(() => isAtBox(page)).toBe(true)
      })
      await isToldAndOut(other)
    })
  })
})
