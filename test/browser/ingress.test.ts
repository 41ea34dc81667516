/**
 * A person with a real browser, and an app behind the ingress of the box: https all the way, the app
 * in a process of its own with nothing but the variables of the box.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevbox, type Devbox } from 'catflap-devbox'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answering } from '../support/answering.ts'
import { boxKeys } from '../support/box-keys.ts'
import {
  type Chromium,
  launchChromium,
  openContext,
  trusting,
  type View,
} from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { DESKTOP, takePicture, VIEWS } from '../support/visits.ts'

const MAIN = new URL('../support/ingress-app.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'catflap-ingress-'))
let box: Devbox
let app: ChildProcess | undefined
let browser: Chromium
let port: number

async function stopApp(): Promise<void> {
  if (app === undefined) return
  const running = app
  app = undefined
  const exit = new Promise((resolve) => running.once('exit', resolve))
  running.kill()
  await exit
}

async function startApp(): Promise<void> {
  await stopApp()
  const { PATH } = process.env
  const own = { PORT: String(port), CATFLAP_DATA_DIR: join(folder, 'data') }
  const env = { PATH, ...box.environment, ...box.appEnvironment, ...own }
  app = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  await answering(`http://127.0.0.1:${port}`)
}

beforeAll(async () => {
  port = await freePort()
  const target = { kind: 'http', origin: `http://127.0.0.1:${port}`, path: '' } as const
  box = await createDevbox({
    keys: boxKeys(),
    app: {
      packageId: 'dev.catflap.small',
      name: '小应用 Small',
      subdomain: 'small',
      multiInstance: false,
      owner: undefined,
      publicPaths: ['/healthz'],
      routes: [{ prefix: '/', target, trimPrefix: true, useBackendHost: false }],
    },
    redirectPath: '/callback',
    https: true,
    authorityFolder: join(folder, 'ca'),
    restartApp: startApp,
  })
  await startApp()
  browser = await launchChromium(trusting(box.authority?.file ?? ''))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stopApp()
  await box?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function visit(
  view: View,
  visitor: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { context, complaints } = await openContext(browser, view)
  try {
    await visitor(await context.newPage(), context)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

const who = (page: Page) => page.locator('#who').textContent()
const approve = (page: Page) => page.locator('button[value=approve]').click()

async function signIn(page: Page): Promise<void> {
  await page.goto(`${box.appOrigin}/deep?x=1`)
  expect(page.url()).toContain(`${box.origin}/sys/login?redirect=`)
  await page.locator('button[value=alice]').click()
  await approve(page)
  await page.waitForURL(`${box.appOrigin}/deep?x=1`)
}

describe('a person', () => {
  it('signs in at the box once, approves, and is in the app under a cookie of its own', async () => {
    await visit(DESKTOP, async (page, context) => {
      await signIn(page)
      const { hostname } = new URL(box.origin)
      expect(await who(page)).toBe(`alice@${new URL(box.origin).host} via alice`)
      const cookies = await context.cookies()
      const own = `__Host-catflap-${new URL(box.appOrigin).port}`
      expect(cookies.find(({ name }) => name === own)).toMatchObject({
        domain: `small.${hostname}`,
        secure: true,
        httpOnly: true,
      })
      expect(cookies.find(({ name }) => name === 'HC-Auth-Token')).toMatchObject({
        domain: `.${hostname}`,
        secure: true,
        httpOnly: true,
      })
    })
  })

  it('who is switched at the ingress is asked again, and is the other one then', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page)
      await page.goto(box.origin)
      await page.getByRole('button', { name: 'Switch to bob' }).click()
      await page.waitForURL(`${box.origin}/`)
      await page.goto(`${box.appOrigin}/deep`)
      expect(page.url().startsWith(`${box.origin}/sys/oauth/approval`)).toBe(true)
      expect(await page.locator('main').textContent()).toContain('bob')
      await approve(page)
      await page.waitForURL(`${box.appOrigin}/deep`)
      expect(await who(page)).toContain('bob@')
    })
  })

  it('stays in the app when its secret is rotated and it is started again; a new login works', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page)
      const secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET
      const pid = app?.pid
      await page.goto(box.origin)
      await page.getByRole('button', { name: 'Rotate client secret' }).click()
      await page.waitForURL(`${box.origin}/`)
      await page.getByRole('button', { name: 'Restart app' }).click()
      await page.waitForURL(`${box.origin}/`)
      expect(box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET).not.toBe(secret)
      expect(app?.pid).not.toBe(pid)
      await page.goto(`${box.appOrigin}/again`)
      expect(page.url()).toBe(`${box.appOrigin}/again`)
      expect(await who(page)).toContain('alice@')
    })
    await visit(DESKTOP, signIn)
  })

  it('cannot be made to pull the levers by a page of the app', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page)
      const posted = page.waitForResponse(`${box.origin}/control`)
      const form = `<form method="post" action="${box.origin}/control"><input name="action" value="restart"></form>`
      await page.evaluate(`document.body.innerHTML = '${form}'; document.forms[0].submit()`)
      expect((await posted).status()).toBe(403)
    })
  })
})

describe('the pages', () => {
  it.each(VIEWS)('are whole: $locale, $width px, $colorScheme', async (view) => {
    const look = async (page: Page, title: string): Promise<void> => {
      const sideways = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect([title, sideways]).toEqual([title, 0])
      await takePicture(page, view, `ingress-${title}`, true)
    }
    await visit(view, async (page) => {
      await page.goto(`${box.appOrigin}/deep`)
      await page.locator('button[value=alice]').waitFor()
      await look(page, 'login')
      await page.locator('button[value=alice]').click()
      await page.locator('button[value=approve]').waitFor()
      await look(page, 'approval')
      await page.goto(box.origin)
      await look(page, 'control')
      await stopApp()
      await page.goto(`${box.appOrigin}/deep`)
      await look(page, 'unreachable')
      await startApp()
    })
  })

  it('after a new name lead to the new address, where everything goes on', async () => {
    await visit(DESKTOP, async (page) => {
      await signIn(page)
      await page.goto(box.origin)
      await page.getByLabel('Name of the box').fill('other')
      await page.getByRole('button', { name: 'Rename box' }).click()
      await page.waitForURL(/\/control$/)
      await takePicture(page, DESKTOP, 'ingress-renamed', false)
      await page.locator('main a').click()
      await page.waitForURL(`${box.origin}/`)
      expect(page.url()).toContain('https://other.localhost:')
      await signIn(page)
      expect(await who(page)).toBe(`alice@${new URL(box.origin).host} via alice`)
    })
  })
})
