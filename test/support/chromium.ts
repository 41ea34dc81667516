/**
 * Debian's Chromium, headless and without a word to anyone outside.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Milliseconds that a step may take: on a busy machine more than the half minute that Playwright gives it. */
const ROOM = 55_000

export const launchChromium = (...more: string[]): Promise<Browser> =>
  launch({ args: [...ARGUMENTS, ...more] })

/** One that keeps whole pages in memory for Back, as people's browsers do; Playwright turns that off. */
export const launchKeepingPages = (): Promise<Browser> =>
  launch({ args: ARGUMENTS, ignoreDefaultArgs: ['--disable-back-forward-cache'] })

async function launch(options: LaunchOptions): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', ...options })
  const { newContext } = browser
  browser.newContext = async (how) => {
    const context = await newContext.call(browser, how)
    context.setDefaultTimeout(ROOM)
    return context
  }
  return browser
}

/** The argument with which Chromium trusts the key of a certificate authority. */
export function trusting(certificateFile: string): string {
  const { publicKey } = new X509Certificate(readFileSync(certificateFile))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const pin = createHash('sha256').update(spki).digest('base64')
  return `--ignore-certificate-errors-spki-list=${pin}`
}

/** How a person looks at the app. */
export interface View {
  readonly locale: 'en-US' | 'zh-CN'
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
}

/** A browser profile of its own; anything that a page complains about fails the test. */
export async function openContext(
  browser: Browser,
  { locale, width, colorScheme }: View,
): Promise<{ context: BrowserContext; complaints: string[] }> {
  const viewport = { width, height: 900 }
  const context = await browser.newContext({ locale, colorScheme, viewport })
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(String(error.error())))
  context.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text())
  })
  return { context, complaints }
}

/** Picks a user of the box, if it asks, and grants access. */
export async function approve(page: Page, user: 'alice' | 'bob'): Promise<void> {
  const pick = page.locator(`button[value=${user}]`)
  const grant = page.locator('button[value=approve]')
  await pick.or(grant).first().waitFor()
  if (await pick.isVisible()) await pick.click()
  await grant.click()
}
