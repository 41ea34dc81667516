/**
 * `catflap init --gate`, as the author of a container uses it: what it writes is packed, and run by the devbox in front of
 * the container, with nothing configured but what a box sets.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approve, launchChromium, openContext } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { type LanguageBox, startBox } from '../support/language-app.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const CATFLAP = join(ROOT, 'packages/catflap/bin/catflap.js')

let folder = ''
let container: Server
let port = 0
let box: LanguageBox
beforeEach(async () => {
  container = createServer((req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.end(`<!doctype html><title>Notes</title><h1>Hello ${req.headers['remote-user']}</h1>`)
  })
  await new Promise<void>((resolve) => container.listen(0, '127.0.0.1', resolve))
  folder = mkdtempSync(join(tmpdir(), 'catflap-gated-'))
  port = await freePort()
  writeFileSync(
    join(folder, 'lzc-manifest.yml'),
    `package: dev.example.notes
version: 0.1.0
name: 笔记
application:
  subdomain: notes
  routes:
    - /=http://notes:${(container.address() as AddressInfo).port}/
services:
  notes:
    image: registry.lazycat.cloud/notes:1
`,
  )
})
afterEach(async () => {
  await box?.stop()
  container.closeAllConnections()
  container.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** No registry is asked in tests: npm installs nothing, and {@link install} what this repository has. */
function silentNpm(): string {
  const programs = join(folder, '.programs')
  mkdirSync(programs)
  writeFileSync(join(programs, 'npm'), '#!/bin/sh\n', { mode: 0o755 })
  return programs
}

/** Copies a package and all that it needs, since an app of `run` sees no temporary folder but its own. */
function install(name: string, to: string, done = new Set<string>()): void {
  const from = join(ROOT, 'node_modules', name)
  if (done.has(name) || !existsSync(from)) return
  done.add(name)
  const filter = (path: string) => !/\/(?:src|test|node_modules)$/.test(path.slice(from.length))
  cpSync(from, join(to, name), { recursive: true, dereference: true, filter })
  const text = readFileSync(join(from, 'package.json'), 'utf8')
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text)
  const needed = Object.keys({ ...dependencies, ...optionalDependencies })
  for (const other of needed) install(other, to, done)
}

describe('a container with the gate in front of it', () => {
  it('is checked, packed, and reached by whoever signs in at the box', async () => {
    const path = `${silentNpm()}:${process.env.PATH}`
    const run = (file: string, ...argv: readonly string[]) =>
      execFileSync(file, argv, {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, PATH: path },
      })
    run(process.execPath, CATFLAP, 'init', '--gate')
    expect(run(process.execPath, 'lzc-build.mjs')).toBe('')
    const needed = readFileSync(join(folder, 'lzc-content/gate/package.json'), 'utf8')
    const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/gate/package.json'), 'utf8'))
    expect(JSON.parse(needed).dependencies).toEqual({ 'catflap-gate': `^${version}` })

    install('catflap-gate', join(folder, 'lzc-content/gate/node_modules'))

    // The port of the gate is one of this computer here.
    const manifest = readFileSync(join(folder, 'lzc-manifest.yml'), 'utf8')
    writeFileSync(join(folder, 'lzc-manifest.yml'), manifest.replaceAll('4180', `${port}`))
    const app = { folder, port }
    const argv = [
      'run',
      '.',
      '--port',
      '0',
      '--state',
      'state',
      '--external',
      'notes',
      '--native',
      'gate',
    ]
    box = await startBox(argv, app)
    const browser = await launchChromium()
    try {
      const view = { locale: 'zh-CN', width: 1280, colorScheme: 'light' } as const
      const { context } = await openContext(browser, view)
      const page = await context.newPage()
      await page.goto(box.app)
      await approve(page, 'alice')
      await expect
        .poll(() => page.locator('h1').innerText(), { message: box.output() })
        .toMatch(/^Hello alice@/)
    } finally {
      await browser.close()
    }
  })
})
