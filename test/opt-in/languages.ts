/**
 * Apps that are not written for Node sign in beside the devbox: a Flask app that does everything by hand,
 * one with Authlib, and one in Go. Runs with CATFLAP_LANGUAGES=1, since it needs Python, Go and a registry.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, type Chromium, launchChromium } from '../support/chromium.ts'
import { copyApp, type LanguageApp, startBox } from '../support/language-app.ts'

let chromium: Chromium
let python: LanguageApp
let go: LanguageApp
beforeAll(async () => {
  chromium = await launchChromium()
  python = await copyApp('python')
  python.run('python3', '-m', 'venv', 'content/venv')
  python.run('content/venv/bin/python', '-m', 'pip', 'install', '-q', '-r', 'requirements.txt')
  const manifest = readFileSync(join(python.folder, 'lzc-manifest.yml'), 'utf8')
  writeFileSync(join(python.folder, 'authlib.yml'), manifest.replace('/run.sh', '/run-authlib.sh'))
  go = await copyApp('go')
  go.run('go', 'build', '-mod=readonly', '-o', 'relying-party', '.')
  const own = manifest.replaceAll(`${python.port}`, `${go.port}`)
  writeFileSync(join(go.folder, 'lzc-manifest.yml'), own)
}, 600_000)
afterAll(async () => {
  await chromium?.close()
  python?.remove()
  go?.remove()
}, 120_000)

/** Signs in as a person does. @returns what the page shows at the end. */
async function signIn<T>(app: string, read: (page: Page) => Promise<T>): Promise<T> {
  const context = await chromium.newContext({ ignoreHTTPSErrors: true })
  try {
    const page = await context.newPage()
    await page.goto(new URL('/login', app).href)
    await approve(page, 'alice')
    await page.waitForURL(/\/callback\?/)
    return await read(page)
  } finally {
    await context.close()
  }
}

const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/
const USER = { sub: expect.any(String), email: expect.stringMatching(/^alice@/) }

const readJson = async (page: Page): Promise<unknown> =>
  JSON.parse((await page.locator('body').innerText()) || '{}')
const TOKENS = {
  'Access Token': expect.stringMatching(SIGNED),
  'ID Token': expect.stringMatching(SIGNED),
  UserInfo: expect.objectContaining(USER),
}

const readPage = async (page: Page): Promise<readonly string[]> =>
  Promise.all(
    ['access-token', 'id-token', 'claims'].map((id) => page.locator(`#${id}`).innerText()),
  )

/** Ways to start an app; `box` is a free port. */
const plain = (app: LanguageApp, ...command: readonly string[]) => [
  ...['--port', '0', '--app-port', `${app.port}`, '--', ...command],
]
const managed = (...argv: readonly string[]) => ['run', '--port', '0', '--state', 'state', ...argv]

describe('a Flask app that makes its requests by hand', () => {
  it.each([
    ['alone', () => plain(python, 'content/venv/bin/python', 'content/app.py')],
    ['by its manifest', () => managed('.')],
    ['by its manifest over https', () => managed('.', '--https')],
  ])('signs in with tokens and UserInfo, started %s', async (_, argv) => {
    const box = await startBox(argv(), python)
    try {
      expect(await signIn(box.app, readJson), box.output()).toEqual(TOKENS)
    } finally {
      await box.stop()
    }
  })
})

describe('a Flask app with Authlib', () => {
  it.each([
    ['alone', () => plain(python, 'content/venv/bin/python', 'content/authlib_app.py')],
    ['by its manifest', () => managed('authlib.yml')],
    ['by its manifest over https', () => managed('authlib.yml', '--https')],
  ])('signs in with its nonce and signature checked, started %s', async (_, argv) => {
    const box = await startBox(argv(), python)
    try {
      const [accessToken, idToken, claims = ''] = await signIn(box.app, readPage)
      expect([accessToken, idToken], box.output()).toEqual([
        expect.stringMatching(SIGNED),
        expect.stringMatching(SIGNED),
      ])
      expect(JSON.parse(claims)).toMatchObject({ ...USER, nonce: expect.any(String) })
    } finally {
      await box.stop()
    }
  })
})

describe('an app in Go with go-oidc', () => {
  it.each([
    ['alone', () => plain(go, './relying-party')],
    ['by a manifest', () => managed('.', '--', './relying-party')],
    ['by a manifest over https', () => managed('.', '--https', '--', './relying-party')],
  ])('signs in by discovery, started %s', async (_, start) => {
    const argv = start()
    const box = await startBox(argv, go)
    try {
      expect(await signIn(box.app, readJson), box.output()).toEqual(TOKENS)
    } finally {
      await box.stop()
    }
  })
})
