/**
 * The Flask app of examples/flask, which has no login, behind the gate and beside the devbox: started as its run.sh
 * does. Runs with CATFLAP_LANGUAGES=1, since it needs Python and a registry.
 */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, launchChromium, openContext } from '../support/chromium.ts'
import {
  copyFolder,
  type LanguageApp,
  type LanguageBox,
  startBox,
} from '../support/language-app.ts'

let flask: LanguageApp
let box: LanguageBox
beforeAll(async () => {
  flask = await copyFolder('examples/flask')
  flask.run('python3', '-m', 'venv', 'venv')
  flask.run('venv/bin/python', '-m', 'pip', 'install', '-q', '-r', 'requirements.txt')
  symlinkSync(
    new URL('../../node_modules', import.meta.url).pathname,
    join(flask.folder, 'node_modules'),
  )
  const argv = [
    '--port',
    '0',
    '--app-port',
    `${flask.port}`,
    '--redirect-path',
    '/_catflap/callback',
  ]
  box = await startBox([...argv, '--', 'sh', 'run.sh'], flask, join(flask.folder, 'venv/bin'))
}, 600_000)
afterAll(async () => {
  await box?.stop()
  flask?.remove()
}, 120_000)

describe('a Flask app behind the gate', () => {
  it.each([
    ['alice', 'en-US', /^Hello alice@/, 'ADMIN', 404],
    ['bob', 'zh-CN', /^Hello bob@/, 'NORMAL', 403],
  ] as const)(
    'says hello to %s in %s, and is asked by nobody else',
    async (user, locale, hello, group, admin) => {
      const browser = await launchChromium()
      const view = { locale, width: 1280, colorScheme: 'light' } as const
      const { context } = await openContext(browser, view)
      try {
        const page = await context.newPage()
        await page.goto(box.app)
        expect(new URL(page.url()).port).not.toBe(`${flask.port}`)
        await approve(page, user)
        await expect
          .poll(() => page.locator('h1').innerText(), { message: box.output() })
          .toMatch(hello)
        expect(await page.locator('p').innerText()).toContain(group)
        // There is no such page, but only administrators are told.
        expect((await page.goto(new URL('/admin', box.app).href))?.status()).toBe(admin)
        await page.goto(box.app)
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL(/_catflap\/logout/)
        expect((await page.request.get(box.app)).status()).toBe(401)
      } finally {
        await browser.close()
      }
    },
  )

  it('gets no name that a visitor sends', async () => {
    const forged = { 'remote-user': 'alice', remote_user: 'alice', accept: 'application/json' }
    expect((await fetch(box.app, { headers: forged })).status).toBe(401)
  })
})
