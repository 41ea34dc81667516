/** Times in the person's own zone, and columns of letters that are equally wide, as a browser has them. */
import type { BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

const ZONES = ['Asia/Shanghai', 'America/New_York'] as const
const PAGES = ['/session', '/sessions', '/attempts'] as const
let browser: Chromium
let viewer: RunningViewer
let library: Awaited<ReturnType<typeof startBoxAndApp>>

beforeAll(async () => {
  ;[browser, viewer, library] = await Promise.all([
    launchChromium(),
    startViewer({ autoApprove: 'alice', refreshTokens: true }),
    startBoxAndApp(),
  ])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await viewer?.close()
  await library?.close()
})

/** Where a login begins that the library will show as failed. */
const failing = (): string => `${library.app.origin}/`

/** One page for each kind of person: signing in anew for every look would cost more than the looks. */
const people = new Map<string, Promise<Page>>()

async function openPage(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.addInitScript(`new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shifted = (window.shifted ?? 0) + value
  }).observe({ type: 'layout-shift', buffered: true })`)
  // On the way to the login and back there are pages, too.
  await page.goto(`${viewer.origin}/session`)
  await page.locator('time').first().waitFor()
  return page
}

/** Opens an address as a person; whatever the page complains about fails the test. */
async function look(
  options: BrowserContextOptions,
  url: string,
  looker: (page: Page) => Promise<void>,
): Promise<void> {
  const kind = JSON.stringify(options)
  const opening = people.get(kind) ?? openPage(options)
  people.set(kind, opening)
  const page = await opening
  const complaints: string[] = []
  const listen = (message: ConsoleMessage) => complaints.push(message.text())
  page.on('console', listen)
  try {
    await page.goto(url)
    if (url === failing()) await page.waitForURL(/\/callback\?/)
    await looker(page)
    expect(complaints.filter((one) => /Content Security Policy|Refused/.test(one))).toEqual([])
  } finally {
    page.off('console', listen)
  }
}

interface Told {
  readonly instant: string
  readonly text: string
}
const timesOf = (page: Page): Promise<Told[]> =>
  page.evaluate(`[...document.querySelectorAll('time')].map((time) => ({
    instant: time.dateTime, text: time.textContent }))`)

/** Hours and minutes of an instant in a zone. */
const clockIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date(instant))

describe.each(ZONES)('in %s', (timezoneId) => {
  it.each(PAGES)('%s tells times from now, then by the clock of the person', async (path) => {
    for (const locale of ['en-US', 'zh-CN']) {
      await look({ locale, timezoneId }, viewer.origin + path, async (page) => {
        const times = await timesOf(page)
        expect(times.length).toBeGreaterThan(0)
        for (const { instant, text } of times) {
          expect(text).toMatch(
            locale === 'zh-CN' ? /^(现在|.+[前后]) · / : /^(now|in .+|.+ ago) · /,
          )
          expect(text.endsWith(clockIn(timezoneId, instant)), `${instant}: ${text}`).toBe(true)
        }
      })
    }
  })

  it('the library’s page of a failed login has the instants by that clock', async () => {
    library.box.faults.set('expired')
    for (const locale of ['en-US', 'zh-CN']) {
      await look({ locale, timezoneId }, failing(), async (page) => {
        const times = await timesOf(page)
        expect(times).toHaveLength(2)
        for (const { instant, text } of times) {
          expect(text).toContain(clockIn(timezoneId, instant))
          expect(text).not.toContain('UTC')
        }
      })
    }
    library.box.faults.clear()
  })
})

describe('without script', () => {
  const view = { javaScriptEnabled: false, timezoneId: 'Asia/Shanghai', locale: 'en-US' }

  it.each(PAGES)('%s tells the same times in UTC, and says so', async (path) => {
    await look(view, viewer.origin + path, async (page) => {
      const times = page.locator('time')
      expect(await times.count()).toBeGreaterThan(0)
      for (const time of await times.all()) {
        const instant = (await time.getAttribute('datetime')) ?? ''
        const [day, clock] = instant.split('T')
        expect(await time.textContent()).toContain(` · ${day} ${clock?.slice(0, 5)} UTC`)
      }
    })
  })

  it('the library’s page tells UTC, and says so', async () => {
    library.box.faults.set('expired')
    await look(view, failing(), async (page) => {
      for (const text of await page.locator('time').allTextContents()) {
        expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)
      }
    })
    library.box.faults.clear()
  })
})

describe.each([1280, 360])('at %d px', (width) => {
  it.each(PAGES)('nothing on %s moves when the times come', async (path) => {
    const view = { viewport: { width, height: 900 }, timezoneId: 'Asia/Shanghai' }
    for (const locale of ['en-US', 'zh-CN']) {
      await look({ ...view, locale }, viewer.origin + path, async (page) => {
        const painted = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`
        await page.evaluate(painted)
        expect(await page.evaluate('window.shifted ?? 0')).toBe(0)
      })
    }
  })
})

describe.each(['en-US', 'zh-CN'])('columns in %s', (locale) => {
  it.each([
    ['the viewer', () => `${viewer.origin}/session`, 'code'],
    ['the library', () => `${library.app.origin}/logout`, 'dd'],
    ['the devbox', () => `${viewer.box.origin}/`, 'code'],
  ])('of %s are equally wide', async (_, url, element) => {
    await look({ locale }, url(), async (page) => {
      const [narrow, wide, han] = await page.evaluate<
        number[]
      >(`['iiiiiiiiii', 'WWWWWWWWWW', '猫猫猫猫猫']
        .map((text) => {
          const span = document.createElement('span')
          span.textContent = text
          const holder = document.createElement(${JSON.stringify(element)})
          holder.append(span)
          document.querySelector('main').append(holder)
          return span.getBoundingClientRect().width })`)
      expect(wide).toBeCloseTo(narrow ?? 0, 1)
      if (locale === 'zh-CN') expect(han).toBeCloseTo(narrow ?? 0, 1)
    })
  })
})
