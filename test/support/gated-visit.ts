/** What a person does with an app behind the gate, and sees: in a real Chromium, in both languages. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FrontProxy } from '../../packages/gate/test/proxies/front.ts'
import { AXE, complaintsOf } from './axe.ts'
import { approve, type Chromium, launchChromium, openContext, type View } from './chromium.ts'
import { type Gated, startGated } from './gated.ts'

export const VIEWS: readonly View[] = [
  { locale: 'en-US', width: 1280, colorScheme: 'light' },
  { locale: 'zh-CN', width: 390, colorScheme: 'dark' },
]

const WORDS = {
  'en-US': {
    lang: 'en',
    denied: 'Nobody may see this',
    out: 'Sign out',
    done: 'You are signed out',
  },
  'zh-CN': { lang: 'zh-CN', denied: '任何人都不能访问', out: '退出登录', done: '你已退出' },
}

/** Whether a page of ours is readable as it stands. */
export async function expectReadable(page: Page, lang: string): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(lang)
  const wider = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
  expect(await page.evaluate(wider)).toBe(false)
  await page.evaluate(AXE)
  expect(await complaintsOf(page)).toEqual([])
}

/** @param name - what stands in front */
export function describeVisit(name: string, proxy?: FrontProxy): void {
  let browser: Chromium
  let gated: Gated
  beforeAll(async () => {
    ;[browser, gated] = await Promise.all([launchChromium(), startGated(proxy)])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await gated?.close()
  })

  describe.each(VIEWS)(`an app without a login behind ${name}, seen in $locale`, (view) => {
    const words = WORDS[view.locale]

    it('is reached once a person has signed in at the box, at the page that was wanted', async () => {
      const { context, complaints } = await openContext(browser, view)
      try {
        const page = await context.newPage()
        await page.goto(`${gated.origin}/notes?day=1`)
        expect(new URL(page.url()).origin).not.toBe(gated.origin)
        await approve(page, 'bob')
        await page.waitForURL(`${gated.origin}/notes?day=1`)
        expect(await page.locator('h1').innerText()).toMatch(/^Hello bob/)
        expect(await page.locator('#asked').innerText()).toBe('/notes?day=1')
        await use(page)
        await refused(page)
        await signOut(page)
        expect(complaints).toEqual([])
      } finally {
        await context.close()
      }
    })

    /** What pages do: they send much, and they hold a connection open. */
    async function use(page: Page): Promise<void> {
      const sent = `fetch('/upload', { method: 'POST', body: new Uint8Array(900_000) }).then((r) => r.text())`
      expect(await page.evaluate(sent)).toBe('900000')
      const greeted = `new Promise((done, fail) => {
        const socket = new WebSocket(location.origin.replace('http', 'ws') + '/socket')
        socket.onmessage = ({ data }) => done(data)
        socket.onerror = () => fail(new Error('no socket'))
      })`
      expect(await page.evaluate(greeted)).toMatch(/^Hello bob/)
    }

    async function refused(page: Page): Promise<void> {
      const admin = await page.goto(`${gated.origin}/admin`)
      expect(admin?.status()).toBe(403)
      expect(await page.locator('dl').innerText()).toContain('FORBIDDEN')
      await expectReadable(page, words.lang)
      const backup = await page.goto(`${gated.origin}/backup`)
      expect(backup?.status()).toBe(403)
      expect(await page.locator('h1').innerText()).toBe(words.denied)
      await expectReadable(page, words.lang)
    }

    async function signOut(page: Page): Promise<void> {
      await page.goto(`${gated.origin}/_catflap/logout`)
      await page.getByRole('button', { name: words.out }).click()
      await expect.poll(() => page.locator('h1').innerText()).toContain(words.done)
      // The one page that is open to everybody; a program of it is told where the login is.
      await page.goto(`${gated.origin}/hello.txt`)
      expect(await page.locator('h1').innerText()).toBe('Hello')
      const api = `fetch('/notes').then(async (r) => [r.status, (await r.json()).login])`
      expect(await page.evaluate(api)).toEqual([401, expect.stringContaining('/_catflap/login')])
      await page.goto(`${gated.origin}/notes`)
      expect(new URL(page.url()).origin).not.toBe(gated.origin)
    }
  })
}
