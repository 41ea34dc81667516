/**
 * Another app of the box, in a real browser: it can set cookies for the box's whole domain, and link
 * anywhere. The box's ingress and the app with its login are real; the attacker is bob.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevbox, type Devbox } from 'catflap-devbox'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answering } from '../support/answering.ts'
import { approve, type Chromium, launchChromium, trusting } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'

const MAIN = new URL('../support/ingress-app.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'catflap-neighbour-'))
let box: Devbox
let app: ChildProcess | undefined
let neighbour: Server
let browser: Chromium
/** What the neighbour answers: the cookies it sets, and where it sends whoever comes. */
let attack: { readonly cookies: readonly string[]; readonly location: string }

beforeAll(async () => {
  const port = await freePort()
  const target = { kind: 'http', origin: `http://127.0.0.1:${port}`, path: '' } as const
  box = await createDevbox({
    app: {
      packageId: 'dev.catflap.small',
      name: 'Small',
      subdomain: 'small',
      multiInstance: false,
      owner: undefined,
      publicPaths: ['/'],
      routes: [{ prefix: '/', target, trimPrefix: true, useBackendHost: false }],
    },
    redirectPath: '/callback',
    https: true,
    authorityFolder: join(folder, 'ca'),
  })
  const own = { PORT: String(port), CATFLAP_STORE: 'memory:', OPEN: '1' }
  const env = { PATH: process.env.PATH, ...box.environment, ...box.appEnvironment, ...own }
  app = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  await answering(`http://127.0.0.1:${port}`)
  neighbour = createServer((_, res) => {
    res.setHeader('set-cookie', [...attack.cookies])
    res.writeHead(302, { location: attack.location }).end()
  })
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium(trusting(box.authority?.file ?? ''))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  neighbour?.close()
  app?.kill()
  await box?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function visit(
  visitor: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: 'en-US' })
  try {
    await visitor(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

const who = (page: Page) => page.locator('#who').textContent()
const domainOf = (origin: string): string => new URL(origin).hostname

/** Bob begins a login and consents, but keeps the answer: its address, and the cookie it needs. */
async function prepare(): Promise<{ name: string; value: string; callback: string }> {
  let found: { name: string; value: string; callback: string } | undefined
  await visit(async (page, context) => {
    await page.goto(`${box.appOrigin}/login`)
    const cookies = await context.cookies(box.appOrigin)
    const { name, value } = cookies.find((one) => /^__Host-catflap-\d+-login-/.test(one.name))!
    // Without its transaction the answer is refused before the code is spent.
    await context.clearCookies({ name })
    await approve(page, 'bob')
    await page.waitForURL(`${box.appOrigin}/callback?*`)
    found = { name, value, callback: page.url() }
  })
  return found!
}

/**
 * Sends a browser to the neighbour, and through it to the answer meant for bob.
 *
 * @returns the domains for which the browser now keeps the planted cookie
 */
async function lure(page: Page, context: BrowserContext, before: string): Promise<string[]> {
  const { name, value, callback } = await prepare()
  const domain = domainOf(box.origin)
  attack = {
    cookies: [`${before}${name}=${value}; Domain=${domain}; Path=/`],
    location: callback,
  }
  const { port } = neighbour.address() as AddressInfo
  await page.goto(`http://evil.${domain}:${port}/`)
  const planted = (await context.cookies()).filter((one) => one.value === value)
  return planted.map((one) => one.domain)
}

describe('a neighbour that plants the cookie of its own login, with U+00A0 before the name', () => {
  it('makes nobody its user', async () => {
    await visit(async (page, context) => {
      expect(await lure(page, context, '\xa0')).toEqual([`.${domainOf(box.origin)}`])
      expect(page.url()).toContain('/callback?')
      expect(await page.locator('main').textContent()).toContain('LOGIN_TRANSACTION_MISSING')
      const names = (await context.cookies(box.appOrigin)).map(({ name }) => name)
      expect(names.filter((name) => /^__Host-catflap-\d+$/.test(name))).toEqual([])
    })
  })

  it('signs nobody out', async () => {
    await visit(async (page, context) => {
      await page.goto(`${box.appOrigin}/deep`)
      await approve(page, 'alice')
      await page.waitForURL(`${box.appOrigin}/deep`)
      expect(await lure(page, context, '\xa0')).toEqual([`.${domainOf(box.origin)}`])
      await page.goto(`${box.appOrigin}/deep`)
      expect(page.url()).toBe(`${box.appOrigin}/deep`)
      expect(await who(page)).toContain('alice@')
    })
  })
})

describe('a neighbour that sends a browser through the login again and again', () => {
  it.each([
    ['%22', `/${'%22'.repeat(900)}`],
    ['plain characters', `/${'x'.repeat(2047)}`],
  ])('with long paths of %s locks nobody out', async (_, path) => {
    attack = { cookies: [], location: `${box.appOrigin}/login?return_to=${path}` }
    const { port } = neighbour.address() as AddressInfo
    await visit(async (page, context) => {
      for (let i = 0; i < 8; i++) {
        await page.goto(`http://evil.${domainOf(box.origin)}:${port}/`)
        expect(page.url()).toContain(`${box.origin}/sys/`)
      }
      const cookies = await context.cookies(box.appOrigin)
      expect(cookies.some(({ name }) => /^__Host-catflap-\d+-login-/.test(name))).toBe(true)
      const answer = await page.goto(`${box.appOrigin}/logout`)
      expect(answer?.status()).toBe(200)
    })
  })
})

it('a neighbour that plants it by its very name is refused by the browser', async () => {
  await visit(async (page, context) => {
    expect(await lure(page, context, '')).toEqual([])
    expect(await page.locator('main').textContent()).toContain('LOGIN_TRANSACTION_MISSING')
  })
})
