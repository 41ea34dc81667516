/**
 * A person with a real browser: signs in at the box, looks around, and leaves.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, type Chromium, launchChromium } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'
import { checkWhole, DESKTOP, signIn, takePicture, VIEWS, visit } from '../support/visits.ts'

let browser: Chromium
let viewer: RunningViewer

beforeAll(async () => {
  ;[browser, viewer] = await Promise.all([launchChromium(), startViewer()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
})

/** Opens one step of the drawn login and brings the drawing into the window. */
const DRAWN_LOGIN = `
  document.querySelectorAll('.flow details')[2].open = true
  const top = document.querySelector('.flow').offsetTop - 130
  scrollTo({ top, behavior: 'instant' })`

const enter = (page: Page, user: 'alice' | 'bob', path = '/session'): Promise<void> =>
  signIn(page, viewer.origin + path, user)

describe('a person', () => {
  it.each(VIEWS)('sees every page whole: $locale, $width px, $colorScheme', async (view) => {
    const words =
      view.locale === 'zh-CN'
        ? { signIn: '登录', refused: '你的账号无权查看' }
        : { signIn: 'Sign in', refused: 'Your account may not see this' }
    const look = async (page: Page, title: string): Promise<void> => {
      await checkWhole(page, view, title)
      await takePicture(page, view, title, true)
    }
    await visit(browser, view, async (page) => {
      await page.goto(viewer.origin)
      await look(page, 'home')
      await page.getByRole('main').getByRole('link', { name: words.signIn, exact: true }).click()
      await approve(page, 'alice')
      await page.waitForURL(`${viewer.origin}/session`)
      await look(page, 'session')
      await page.evaluate(DRAWN_LOGIN)
      await takePicture(page, view, 'session-flow', false)
      await page.goto(`${viewer.origin}/env`)
      await look(page, 'env')
      await takePicture(page, view, 'env-top', false)
    })
    await visit(browser, view, async (page) => {
      await enter(page, 'bob')
      const response = await page.goto(`${viewer.origin}/env`)
      expect(response?.status()).toBe(403)
      expect(await page.locator('body').textContent()).toContain(words.refused)
      await look(page, 'env-refused')
    })
  })

  it('comes from the start page to every page there is', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await enter(page, 'alice')
      for (const path of ['/session', '/sessions', '/env', '/recipes', '/doctor', '/attempts']) {
        await page.goto(viewer.origin)
        // Anywhere on the card: its link covers it.
        const card = page.locator('.card', { has: page.locator(`a[href="${path}"]`) })
        await card.click({ position: { x: 20, y: 90 } })
        await page.waitForURL(viewer.origin + path)
        expect(await page.locator('nav a[aria-current=page]').getAttribute('href')).toBe(path)
      }
    })
  })

  it('is alice, an administrator; or bob, who is none', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await enter(page, 'alice')
      expect(await page.locator('main').textContent()).toMatch(/alice@.*administrator/s)
    })
    await visit(browser, DESKTOP, async (page) => {
      await enter(page, 'bob')
      expect(await page.locator('main').textContent()).not.toContain('administrator')
    })
  })

  it('sees the client secret only after asking for it', async () => {
    const secret = viewer.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? 'none'
    await visit(browser, DESKTOP, async (page) => {
      await enter(page, 'alice', '/env')
      expect(await page.content()).not.toContain(secret)
      await page.locator('form[method=post][action="/env"] button').first().click()
      await page.waitForLoadState()
      expect(await page.content()).toContain(secret)
    })
  })

  it('may reload the callback and go back without harm', async () => {
    await visit(browser, DESKTOP, async (page) => {
      let callback = ''
      page.on('request', (request) => {
        if (request.url().includes('/callback?')) callback = request.url()
      })
      await enter(page, 'alice', '/env')
      await page.goto(callback)
      expect(page.url()).toBe(`${viewer.origin}/env`)
      await page.goBack()
      await page.goBack()
      await page.goto(viewer.origin)
      expect(await page.locator('body').textContent()).toContain('alice@')
    })
  })

  it('may log in from two tabs at once', async () => {
    await visit(browser, DESKTOP, async (page) => {
      const second = await page.context().newPage()
      await page.goto(`${viewer.origin}/env`)
      await second.goto(`${viewer.origin}/session`)
      await approve(second, 'alice')
      await second.waitForURL(`${viewer.origin}/session`)
      await approve(page, 'alice')
      await page.waitForURL(`${viewer.origin}/env`)
      await second.reload()
      expect(second.url()).toBe(`${viewer.origin}/session`)
    })
  })

  it('who signs out is out, and is told that the box is not', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await enter(page, 'alice')
      await page.locator('form[action="/logout"] button').first().click()
      await page.waitForURL(`${viewer.origin}/logout`)
      expect(await page.locator('body').textContent()).toContain('still signed in')
      await takePicture(page, DESKTOP, 'signed-out', false)
      await page.goto(`${viewer.origin}/session`)
      expect(page.url().startsWith(viewer.box.origin)).toBe(true)
    })
  })

  it('who changes the language keeps it, on the pages of the library too', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await page.goto(viewer.origin)
      await page.getByText('中文').click()
      await page.waitForLoadState()
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/)
      await page.goto(`${viewer.origin}/callback?state=x&code=y`)
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/)
    })
  })

  it('who cancels at the box is not signed in', async () => {
    await visit(browser, DESKTOP, async (page) => {
      await page.goto(`${viewer.origin}/session`)
      await page.locator('button[value=alice]').click()
      await page.locator('button[value=rejected]').click()
      await page.waitForLoadState()
      expect(page.url().startsWith(viewer.box.origin)).toBe(true)
      await page.goto(viewer.origin)
      expect(await page.locator('body').textContent()).not.toContain('alice@')
    })
  })
})
