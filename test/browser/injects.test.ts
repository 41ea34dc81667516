/** An app with a password of its own, whose manifest spares people the password, in a real browser. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { type RunningCommand, startCommand } from '../support/command-line.ts'
import { freePort } from '../support/free-port.ts'

const APP = new URL('../support/password-app.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'catflap-passwordless-'))

/** Both ways that LazyCat describes: a header, and a form that is filled in. */
const manifest = (port: number): string => `
package: dev.catflap.own-password
version: 0.1.0
name: Own password
min_os_version: 1.6.0
application:
  subdomain: own
  routes: [ "/=http://web:${port}" ]
  injects:
    - id: header
      on: request
      when: [ /basic/* ]
      do: ctx.headers.set("Authorization", "Basic " + ctx.base64.encode("{{ .U.name }}:{{ .U.password }}"))
    - id: form
      when: [ /sign-in, "/late#/sign-in", /strict ]
      do:
        - src: builtin://simple-inject-password
          params: { user: "{{ .U.name }}", password: "{{ .U.password }}" }
    - id: broken
      when: [ "/*" ]
      do: "this is (no script"
    - id: thrown
      when: [ "/*" ]
      do: "throw new Error('thrown by a script')"
    - id: mark
      when: [ "/*" ]
      do:
        - src: file:///lzcapp/pkg/content/mark.js
          params: { text: "</script>🐈" }
    - id: wrong
      when: [ /wrong ]
      do:
        - src: builtin://simple-inject-password
          params: { user: "{{ .U.name }}", password: wrong }
services:
  web:
    image: own:1
    environment: [ "APP_USER={{ .U.name }}", "APP_PASSWORD={{ .U.password }}" ]
`
const PARAMETERS = `
params:
  - { id: name, type: string, name: Name, default_value: keeper }
  - { id: password, type: secret, name: Password, default_value: "$random(len=20)" }
`
const MARK = `
const { safe_uid: user, params, request, runtime, base64 } = ctx
document.documentElement.dataset.mark = JSON.stringify([
  user, params.text, request.path, request.hash, runtime, base64.decode(base64.encode('ü')),
])
`

let command: RunningCommand
let browser: Chromium
let page: Page
let origin: string
const errors: string[] = []
beforeAll(async () => {
  mkdirSync(join(folder, 'content'))
  const files = {
    'lzc-manifest.yml': manifest(await freePort()),
    'lzc-deploy-params.yml': PARAMETERS,
    'lzc-build.yml': 'manifest: ./lzc-manifest.yml\ncontentdir: ./content\n',
    'content/mark.js': MARK,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const line = `catflap-devbox run . --port 0 -- ${process.execPath} ${APP}`
  command = startCommand(line, folder, folder)
  origin = await command.printed(/http:\/\/own\.devbox\.localhost:\d+/)
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${origin}/`)
  await page.locator('button[value=alice]').click()
  await page.waitForURL(`${origin}/`)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await command?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const who = () => page.locator('#who').textContent()

it('a header lets people into a path behind Basic', async () => {
  await page.goto(`${origin}/basic/`)
  expect(await who()).toBe('let in')
})

it('a form fills itself in and sends itself', async () => {
  await page.goto(`${origin}/sign-in`)
  await page.locator('#who').waitFor()
  expect(await who()).toBe('welcome keeper')
})

it('a form that is drawn late, behind #, does so too, and at that address alone', async () => {
  await page.goto(`${origin}/late`)
  await page.getByText('home').waitFor()
  await page.evaluate("location.hash = '#/sign-in'")
  await page.locator('#who').waitFor()
  expect(await who()).toBe('welcome keeper')
})

it('a script of a file runs as on a box, beside one that is none and one that throws', async () => {
  errors.length = 0
  await page.goto(`${origin}/x?y=1#z`)
  const mark = await page.waitForFunction('document.documentElement.dataset.mark')
  const runtime = { executedBefore: false, executionCount: 1, trigger: 'load' }
  expect(JSON.parse(String(await mark.jsonValue()))).toEqual([
    ...['alice', '</script>🐈', '/x', 'z', runtime, 'ü'],
  ])
  await expect.poll(() => errors.join('\n')).toMatch(/inject thrown: Error: thrown by a script/)
  expect(errors.join('\n')).toMatch(/Unexpected identifier|missing \)|Unexpected token/)
})

it('a wrong password is sent three times and no more', async () => {
  const told = page.waitForEvent('console', {
    predicate: (message) => message.text().includes('so it is not sent again'),
  })
  await page.goto(`${origin}/wrong`)
  await told
  expect(await page.locator('input[name=secret]').inputValue()).toBe('wrong')
  await page.goto(`${origin}/attempts`)
  expect(await page.locator('#count').textContent()).toBe('3')
})

it('a page whose policy forbids scripts gets none to run, as on a box', async () => {
  await page.goto(`${origin}/strict`)
  expect(await page.locator('input[name=secret]').inputValue()).toBe('')
  expect(errors.join('\n')).toMatch(/Content Security Policy/)
})
