/**
 * Every page of the viewer as browsers and assistive tools see it: accessible in both themes, small,
 * still, one request and a style sheet, and whole without script.
 */
import type { FaultName } from 'catflap-devbox'
import type { Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AXE, complaintsOf } from '../support/axe.ts'
import { type Chromium, launchChromium, openContext, type View } from '../support/chromium.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

/** Largest page, in bytes. */
const LIMIT = 60 * 1024

const THEMES: readonly View[] = [
  { locale: 'en-US', width: 1280, colorScheme: 'light' },
  { locale: 'zh-CN', width: 360, colorScheme: 'dark' },
]

/** A page, and how a person comes to see it. */
interface Visit {
  readonly path: string
  readonly fault?: FaultName
  readonly stranger?: true
  /** At a viewer whose settings are missing. */
  readonly unconfigured?: true
}

const VISITS: readonly Visit[] = [
  { path: '/', stranger: true },
  { path: '/' },
  { path: '/session' },
  { path: '/sessions' },
  { path: '/env' },
  { path: '/env?q=oidc' },
  { path: '/recipes' },
  { path: '/recipes?q=gitea' },
  { path: '/doctor' },
  { path: '/attempts' },
  { path: '/nowhere' },
  { path: '/logout' },
  { path: '/login', fault: 'invalid-aud' },
  { path: '/login', fault: 'token-500' },
  { path: '/callback?state=x&code=y', stranger: true },
  { path: '/', stranger: true, unconfigured: true },
  { path: '/env', stranger: true, unconfigured: true },
]

let browser: Chromium
let viewer: RunningViewer
let unconfigured: RunningViewer

beforeAll(async () => {
  ;[browser, viewer, unconfigured] = await Promise.all([
    launchChromium(),
    startViewer({ autoApprove: 'alice', refreshTokens: true }),
    startViewer({}, { LAZYCAT_AUTH_OIDC_ISSUER_URI: '', LAZYCAT_AUTH_OIDC_ISSUER: 'misspelt' }),
  ])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await Promise.all([viewer?.close(), unconfigured?.close()])
})

/** Opens a page; what it asked for on the way, but for the page itself. */
async function open(
  page: Page,
  { path, fault, unconfigured: bare }: Visit,
): Promise<readonly string[]> {
  const asked: string[] = []
  const listen = (request: Request): void => {
    if (request.resourceType() !== 'document') asked.push(new URL(request.url()).pathname)
  }
  page.on('request', listen)
  viewer.box.faults.set(...(fault === undefined ? [] : [fault]))
  try {
    await page.goto((bare ? unconfigured : viewer).origin + path)
  } finally {
    viewer.box.faults.clear()
    page.off('request', listen)
  }
  return asked
}

const SHIFTS = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value })
    .observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => resolve(sum), 100)
})`

/** Opens every `details`, and says how many there are. */
const UNFOLD = `[...document.querySelectorAll('details')].map((d) => { d.open = true }).length`

/** Without CATFLAP_SLOW=1 each page in one of the two themes, by turns. */
const visitsOf = (view: View): readonly Visit[] =>
  process.env.CATFLAP_SLOW === '1'
    ? VISITS
    : VISITS.filter((_, at) => THEMES[at % THEMES.length] === view)

describe.each(THEMES)('in $locale at $width px, $colorScheme', (view) => {
  type Visitor = Awaited<ReturnType<typeof openContext>> & { readonly page: Page }
  /** Signing in anew for every page would cost more than the pages. */
  let member: Visitor
  let stranger: Visitor
  const enter = async (): Promise<Visitor> => {
    const opened = await openContext(browser, view)
    return { ...opened, page: await opened.context.newPage() }
  }

  beforeAll(async () => {
    ;[member, stranger] = await Promise.all([enter(), enter()])
    await member.page.goto(`${viewer.origin}/session`)
    // On the way to the login and back there are pages, too.
    await member.page.locator('time').first().waitFor()
  }, 120_000)
  afterAll(async () => {
    await Promise.all([member?.context.close(), stranger?.context.close()])
  })

  it.each(visitsOf(view))(
    '$path (fault $fault, stranger $stranger, unconfigured $unconfigured)',
    async (visit) => {
      const { page, complaints } = visit.stranger === undefined ? member : stranger
      const asked = await open(page, visit)
      const html = await page.content()
      expect(html.length).toBeLessThan(LIMIT)
      expect(asked.filter((one) => !['/style.css', '/favicon.svg'].includes(one))).toEqual([])
      expect(await page.evaluate(SHIFTS)).toBe(0)
      await page.evaluate(AXE)
      expect(await complaintsOf(page)).toEqual([])
      if ((await page.evaluate<number>(UNFOLD)) > 0) {
        expect(await complaintsOf(page)).toEqual([])
      }
      const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(sideways)).toBe(0)
      expect(complaints).toEqual([])
    },
  )
})

it.each([
  [THEMES[0], 'Who is asking, by two ways', 'by the box’s word alone'],
  [{ ...THEMES[1], width: 390 } as View, '是谁在访问：两种方式', '只有微服的说法'],
] as const)('both ways to know a person stand side by side: %o', async (view, title, lead) => {
  const { context, complaints } = await openContext(browser, view as View)
  try {
    const named = { 'x-hc-user-id': 'alice', 'x-hc-user-role': 'ADMIN', 'x-hc-source': 'client' }
    await context.setExtraHTTPHeaders(named)
    const page = await context.newPage()
    await page.goto(viewer.origin)
    const heading = page.locator('#ways')
    await heading.scrollIntoViewIfNeeded()
    expect(await heading.textContent()).toBe(title)
    expect(await page.locator('#ways + p').textContent()).toContain(lead)
    expect(await page.locator('.ways td >> text="alice"').count()).toBe(1)
    await page.evaluate(AXE)
    expect(await complaintsOf(page)).toEqual([])
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(sideways)).toBe(0)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
})

describe('without script', () => {
  it('a person signs in, opens a step of the login, shows the tokens and signs out', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-US' })
    try {
      const page = await context.newPage()
      await page.goto(viewer.origin)
      await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
      await page.waitForURL(`${viewer.origin}/session`)
      await page.getByText('Token request', { exact: true }).click()
      expect(await page.getByText('code_verifier', { exact: true }).isVisible()).toBe(true)
      await page.getByRole('button', { name: 'Show the tokens' }).click()
      // A page that is just being left has no content.
      await expect.poll(() => page.content()).toMatch(/>eyJ[\w-]+\.[\w-]+\./)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are signed out of this app').waitFor()
    } finally {
      await context.close()
    }
  })
})

describe('with script', () => {
  it('the report of a failed login is copied by a button', async () => {
    const { context } = await openContext(browser, THEMES[0]!)
    try {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const page = await context.newPage()
      await open(page, { path: '/login', fault: 'invalid-aud' })
      await page.getByText('Report to share').click()
      await page.getByRole('button', { name: 'Copy the report' }).click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      const copied = await page.evaluate('navigator.clipboard.readText()')
      expect(copied).toContain('Code: ID_TOKEN_AUDIENCE_MISMATCH')
    } finally {
      await context.close()
    }
  })
})
