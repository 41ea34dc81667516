/**
 * How the pages look where a rule for one can spoil another: the header, the drawn login, paper, and
 * colours that the person has chosen.
 */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

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

/** Opens a page as an administrator, who has the longest navigation. */
async function look(
  options: BrowserContextOptions,
  path: string,
  looker: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    await page.goto(viewer.origin + path)
    await looker(page)
  } finally {
    await context.close()
  }
}

/** Centres or ends of boxes, in pixels from the left. */
const numbers = (page: Page, script: string): Promise<number[]> =>
  page.evaluate(script) as Promise<number[]>

describe.each([
  ['en-US', 1280, 1],
  ['zh-CN', 1280, 1],
  ['en-US', 768, 1],
  ['en-US', 360, 2],
  ['zh-CN', 360, 2],
])('in %s at %d px', (locale, width, lines) => {
  const view = { locale, viewport: { width, height: 900 } }

  it('the header has one line for name, sign-out and language, and few for the pages', async () => {
    await look(view, '/session', async (page) => {
      const tops = `[...new Set([...document.querySelectorAll('.bar nav a')].map((a) => a.offsetTop))]`
      expect(await numbers(page, tops)).toHaveLength(lines)
      const brand = `[...document.querySelectorAll('.brand, .tools')].map((e) => e.offsetHeight)`
      for (const height of await numbers(page, brand)) expect(height).toBeLessThan(40)
    })
  })

  it('each arrow of the drawn login begins and ends at a lane', async () => {
    await look(view, '/session', async (page) => {
      const lanes = await numbers(
        page,
        `[...document.querySelectorAll('.lanes span')].map((span) => {
          const { left, width } = span.getBoundingClientRect(); return left + width / 2 })`,
      )
      const ends = await numbers(
        page,
        `[...document.querySelectorAll('.arrow:not(.app-app)')].flatMap((arrow) => {
          const { left, right } = arrow.getBoundingClientRect()
          const line = getComputedStyle(arrow, '::before')
          return [left + parseFloat(line.left), right - parseFloat(line.right)] })`,
      )
      expect(ends.length).toBeGreaterThan(8)
      for (const end of ends) {
        expect(Math.min(...lanes.map((lane) => Math.abs(lane - end)))).toBeLessThan(8)
      }
    })
  })
})

describe('on paper', () => {
  it('a page is dark on white, without what only a screen can use, and its recipes have names', async () => {
    await look({ locale: 'en-US', colorScheme: 'dark' }, '/recipes', async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const colours = `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]`
      expect(await page.evaluate(colours)).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
      expect(await page.locator('.bar').isVisible()).toBe(false)
      expect(await page.locator('.search').isVisible()).toBe(false)
      expect(await page.locator('#grafana > summary').isVisible()).toBe(true)
    })
  })
})

describe('in colours of the person’s own', () => {
  it('the page one is at can still be told from the others', async () => {
    await look({ locale: 'en-US', forcedColors: 'active' }, '/session', async (page) => {
      const lines = `[...document.querySelectorAll('.bar nav a')].map((a) =>
        getComputedStyle(a).borderBottomColor === 'rgba(0, 0, 0, 0)' ? 0 : 1)`
      expect(await numbers(page, lines)).toEqual([0, 1, 0, 0, 0, 0, 0])
    })
  })

  it('the lanes of the drawn login stay', async () => {
    await look({ locale: 'en-US', forcedColors: 'active' }, '/session', async (page) => {
      const lanes = `getComputedStyle(document.querySelector('.flow li')).backgroundImage`
      expect(await page.evaluate(lanes)).toContain('gradient')
    })
  })

  it('a button is no plate in the colour of its links, on which nothing can be read', async () => {
    await look({ locale: 'en-US', forcedColors: 'active' }, '/doctor', async (page) => {
      const [button, link] = (await page.evaluate(`[
        getComputedStyle(document.querySelector('main .act')).backgroundColor,
        getComputedStyle(document.querySelector('.brand + .tools a')).color]`)) as string[]
      expect(button).not.toBe(link)
    })
  })
})
