/**
 * Debian's Chromium, headless and without a word to anyone outside.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core'

/** Starts Debian's without what costs much there and nobody sees. */
const PROGRAM = fileURLToPath(new URL('chromium.sh', import.meta.url))

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No process is kept ready for a page that may come: one for each context, of which most have a single page.
  '--renderer-process-limit=1',
]

/** Milliseconds that a step may take: on a busy machine more than the half minute that Playwright gives it. */
const ROOM = 55_000

/** What a test has of a Chromium: contexts of its own, which `close` closes. */
export type Chromium = Pick<Browser, 'newContext' | 'newPage' | 'close'>

/** The one that runs for all test files of this process: starting it costs more than most of them do with it. */
let shared: Promise<Browser> | undefined

/** @param more - arguments, with which it is started for this test alone */
export async function launchChromium(...more: string[]): Promise<Chromium> {
  if (more.length > 0) return handOut(await start({ args: [...ARGUMENTS, ...more] }), true)
  shared ??= startShared()
  return handOut(await shared, false)
}

/** One that keeps whole pages in memory for Back, as people's browsers do; Playwright turns that off. */
export const launchKeepingPages = async (): Promise<Chromium> =>
  handOut(
    await start({ args: ARGUMENTS, ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    true,
  )

const start = (options: LaunchOptions): Promise<Browser> =>
  chromium.launch({ executablePath: PROGRAM, ...options })

async function startShared(): Promise<Browser> {
  try {
    const browser = await start({ args: ARGUMENTS, handleSIGTERM: false })
    // So vitest ends a process whose files are done, and half a second later by force; with it Playwright ends the browser.
    process.once('SIGTERM', () => {
      setTimeout(() => process.exit(), 300)
      void browser.close().finally(() => process.exit())
    })
    return browser.once('disconnected', forget)
  } catch (error) {
    forget()
    throw error
  }
}

function forget(): void {
  shared = undefined
}

function handOut(browser: Browser, isOwn: boolean): Chromium {
  const contexts = new Set<BrowserContext>()
  async function newContext(options?: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(ROOM)
    contexts.add(context)
    return context.once('close', () => contexts.delete(context))
  }
  return {
    newContext,
    newPage: async (options) => (await newContext(options)).newPage(),
    async close() {
      if (isOwn) return browser.close()
      await Promise.all([...contexts].map((context) => context.close()))
    },
  }
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
  browser: Chromium,
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
