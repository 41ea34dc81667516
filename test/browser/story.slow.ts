/**
 * The whole story of docs/lazycat.md, and the package of the ENV viewer: real commands, a real
 * browser, and https as on a box.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLpk, writeLpk } from 'catflap-lazycat/lpk'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { buildLpks } from '../../scripts/lpk/build.mjs'
import { answering } from '../support/answering.ts'
import {
  approve,
  type Chromium,
  launchChromium,
  openContext,
  trusting,
  type View,
} from '../support/chromium.ts'
import { type RunningCommand, startCommand } from '../support/command-line.ts'
import { freePort } from '../support/free-port.ts'
import { packProject, useFreePorts } from '../support/project.ts'

const root = new URL('../..', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'catflap-story-'))
const home = join(folder, 'home')
mkdirSync(home)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running: RunningCommand[] = []
const opened: { readonly browser: Chromium; readonly complaints: readonly string[] }[] = []
afterEach(async () => {
  const visits = opened.splice(0)
  for (const { browser } of visits) await browser.close()
  for (const command of running.splice(0)) await command.stop()
  expect(visits.flatMap(({ complaints }) => complaints)).toEqual([])
})

const VIEW: View = { locale: 'en-US', width: 1280, colorScheme: 'light' }

function start(line: string, cwd: string): RunningCommand {
  const command = startCommand(line, cwd, home)
  running.push(command)
  return command
}

async function openPage(...chromium: string[]): Promise<Page> {
  const browser = await launchChromium(...chromium)
  const { context, complaints } = await openContext(browser, VIEW)
  opened.push({ browser, complaints })
  return context.newPage()
}

/** The browser trusts the authority that the command has made in its home directory. */
const openTrustingPage = (): Promise<Page> =>
  openPage(trusting(join(home, '.catflap-devbox/ca/ca.pem')))

/** Signs in as alice: at the box first, then by approving the app. */
async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await approve(page, 'alice')
  await page.waitForURL(url)
}

/** Pulls a lever of the control page. */
async function pull(page: Page, box: string, name: string): Promise<void> {
  await page.goto(`${box}/`)
  const pulled = page.waitForResponse(`${box}/control`)
  await page.getByRole('button', { name }).click()
  expect((await pulled).status()).toBe(303)
  await page.waitForLoadState()
}

describe('the package of the ENV viewer', () => {
  /** Builds it; its manifest gets a port that is free, since the usual one may be in use. */
  async function buildViewer(): Promise<string> {
    const [built] = await buildLpks(root)
    const { manifest, icon, content } = await readLpk(built?.bytes ?? new Uint8Array())
    const port = await freePort()
    const file = join(folder, 'env.lpk')
    const source = { icon: icon ?? new Uint8Array(), content }
    const moved = manifest.replaceAll('5005', String(port))
    writeFileSync(file, await writeLpk({ ...source, manifest: moved }))
    return file
  }

  it('keeps a person signed in when the secret is rotated and it is restarted', async () => {
    const state = join(folder, 'state')
    const file = await buildViewer()
    const box = start(
      `catflap-devbox run ${file} --https --port 0 --native web --state ${state}`,
      folder,
    )
    const app = await box.printed(/https:\/\/env\.devbox\.localhost:\d+/)
    const origin = app.replace('env.', '')
    const secretOf = (): string => {
      const text = readFileSync(join(state, 'lzcapp/run/manifest.yml'), 'utf8')
      return /OIDC_CLIENT_SECRET=(\S+)/.exec(text)?.[1] ?? ''
    }
    const first = secretOf()
    const page = await openTrustingPage()
    await signIn(page, `${app}/session`)
    expect(await page.locator('main').textContent()).toContain('alice@')

    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await pull(page, origin, 'Rotate client secret')
    expect(secretOf()).toBe(first)
    await pull(page, origin, 'Restart app')
    expect(secretOf()).not.toBe(first)
    await page.goto(`${app}/session`)
    expect(page.url()).toBe(`${app}/session`)
    expect(await page.locator('main').textContent()).toContain('alice@')
    expect(asked.filter((path) => /^\/(sys|login|callback)/.test(path))).toEqual([])

    await page.locator('form[action="/logout"] button').first().click()
    await page.waitForURL(`${app}/logout`)
    await signIn(page, `${app}/session`)
    expect(await page.locator('main').textContent()).toContain('alice@')
    expect(asked).toContain('/callback')
    for (const secret of [first, secretOf()]) expect(box.output()).not.toContain(secret)
  }, 240_000)
})

describe('docs/lazycat', () => {
  const cats = join(folder, 'cats')

  const GREETING = /Hello alice@/
  const greeting = (page: Page) => page.locator('body').textContent()

  /** Runs a command line to its end. */
  async function finish(line: string, cwd: string): Promise<void> {
    const command = start(line, cwd)
    expect([await command.ended(), command.output()]).toEqual([0, expect.anything()])
  }

  /** What is done at each command of the document: the command itself, and what makes it possible here. */
  const steps: Readonly<Record<string, (line: string) => Promise<void>>> = {
    async 'mkdir cats && cd cats'(line) {
      await finish(line, folder)
      symlinkSync(join(root, 'node_modules'), join(cats, 'node_modules'))
    },
    async 'npx catflap init --yes --id dev.example.cats'(line) {
      await finish(line, cats)
      await useFreePorts(cats)
    },
    async 'npm run dev'(line) {
      const dev = start(line, cats)
      const app = await dev.printed(/(?<=Open your app +)http:\S+\d/)
      await answering(app)
      const page = await openPage()
      await signIn(page, `${app}/private`)
      expect(await greeting(page)).toMatch(GREETING)
      await dev.stop()
    },
    'npx catflap manifest check': (line) => finish(line, cats),
    // LazyCat's packager is too heavy to install for every run; test/opt-in compares the two.
    'lzc-cli project build -o cats.lpk': () => packProject(cats, join(cats, 'cats.lpk')),
    async 'npx catflap-devbox run cats.lpk --https --native web'(line) {
      const box = start(`${line} --port 0`, cats)
      const app = await box.printed(/https:\/\/cats\.devbox\.localhost:\d+/)
      expect(box.output()).not.toMatch(/cats\.lpk\/manifest\.yml:\d/)
      const page = await openTrustingPage()
      await signIn(page, `${app}/private`)
      for (const name of ['Rotate client secret', 'Restart app']) {
        await pull(page, app.replace('cats.', ''), name)
      }
      await page.goto(`${app}/private`)
      expect(page.url()).toBe(`${app}/private`)
      expect(await greeting(page)).toMatch(GREETING)
    },
  }
  const atRealBox = ['lzc-cli lpk install cats.lpk']

  it.each(['lazycat.md', 'lazycat.zh-CN.md'])(
    '%s names what is run here, and what needs a box',
    (name) => {
      const text = readFileSync(join(root, 'docs', name), 'utf8')
      const lines = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
        block.trim().split('\n'),
      )
      expect(lines).toEqual([...Object.keys(steps), ...atRealBox])
    },
  )

  it('leads from an empty folder to a login through the ingress of a box', async () => {
    for (const [line, step] of Object.entries(steps)) await step(line)
  }, 120_000)
})

describe('a folder with a package.yml, as LPK v2 has it', () => {
  it('keeps its id and name, and signs a browser in after init', async () => {
    const kettle = join(folder, 'kettle')
    mkdirSync(kettle)
    symlinkSync(join(root, 'node_modules'), join(kettle, 'node_modules'))
    const files = {
      'package.yml': '# mine\npackage: dev.example.kettle\nversion: 3.1.4\nname: Kettle\n',
      'lzc-manifest.yml':
        'application:\n  subdomain: kettle\n  # nothing yet\n  routes:\n    - /=https://example.org/\n',
      'lzc-build.yml': 'manifest: ./lzc-manifest.yml\nicon: ./lzc-icon.png\npkgout: ./\n',
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(kettle, name), text)
    const icon = readFileSync(join(root, 'apps/env-viewer/lazycat/icon.png'))
    writeFileSync(join(kettle, 'lzc-icon.png'), icon)
    const joined = start('npx catflap init --yes', kettle)
    expect([await joined.ended(), joined.output()]).toEqual([0, expect.anything()])
    expect(readFileSync(join(kettle, 'package.yml'), 'utf8')).toBe(
      `${files['package.yml']}min_os_version: 1.5.0\n`,
    )
    await useFreePorts(kettle)
    await packProject(kettle, join(kettle, 'kettle.lpk'))
    const box = start('catflap-devbox run kettle.lpk --https --port 0 --native web', kettle)
    const app = await box.printed(/https:\/\/kettle\.devbox\.localhost:\d+/)
    const page = await openTrustingPage()
    await signIn(page, `${app}/private`)
    expect(await page.locator('body').textContent()).toContain('Hello alice@')
  }, 120_000)
})
