/**
 * `catflap init` from nothing but packed tarballs: written, installed, started beside the devbox, signed in to
 * and out of in a real browser. Runs with CATFLAP_FRAMEWORKS=1, since it installs each framework.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { answering } from '../support/answering.ts'
import { launchChromium } from '../support/chromium.ts'
import { startCommand } from '../support/command-line.ts'
import { freePort } from '../support/free-port.ts'
import { visitApp } from '../support/init-app.ts'
import { PUBLISHED, pack } from '../support/packed.ts'

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']
const tarballs = mkdtempSync(join(tmpdir(), 'catflap-tarballs-'))

let chromium: Browser
beforeAll(async () => {
  for (const name of PUBLISHED) writeFileSync(join(tarballs, fileOf(name)), pack(name))
  chromium = await launchChromium()
}, 120_000)
afterAll(async () => {
  await chromium?.close()
  rmSync(tarballs, { recursive: true, force: true })
}, 60_000)

const fileOf = (name: string): string => `${name.replace('packages/', '')}.tgz`

/** A folder as docs/init.md leads to: the tarballs installed, then `init`, then what it asks to install. */
function makeApp(
  framework: string,
  files: Readonly<Record<string, string>>,
  language: string,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-new-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'vendor'))
  for (const name of PUBLISHED) {
    const file = fileOf(name)
    writeFileSync(join(folder, 'vendor', file), readFileSync(join(tarballs, file)))
  }
  const run = (program: string, ...words: readonly string[]): void => {
    execFileSync(program, words, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    })
  }
  run('npm', 'install', ...QUIET, ...PUBLISHED.map((name) => `./vendor/${fileOf(name)}`))
  const id = ['--id', 'dev.example.cats', '--framework', framework, '--lang', language]
  run('npx', 'catflap', 'init', '--yes', ...id)
  run('npm', 'install', ...QUIET)
  return folder
}

/** Runs its script `dev` on ports that are free. */
async function startDev(folder: string): Promise<string> {
  const port = await freePort()
  const file = join(folder, 'package.json')
  const options = `--port ${await freePort()} --app-port ${port} --auto-approve alice`
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replaceAll('catflap-devbox -- ', `catflap-devbox ${options} -- `))
  const dev = startCommand('npm run dev', folder, folder)
  onTestFinished(() => dev.stop())
  const origin = `http://127.0.0.1:${port}`
  await answering(origin).catch((error: unknown) => {
    throw new Error(dev.output(), { cause: error })
  })
  return origin
}

const using = (packages: Readonly<Record<string, string>>) => ({
  'package.json': JSON.stringify({ private: true, type: 'module', dependencies: packages }),
})

describe('an app that init wrote, installed from tarballs,', () => {
  it.each([
    ['node', {}, 'en'],
    ['hono', {}, 'zh'],
    ['express', {}, 'zh'],
    ['express', using({ express: '^4.21.0' }), 'en'],
    // On Node 20, as docs/frameworks/fastify.md says.
    ['fastify', using({ 'light-my-request': '6.6.0' }), 'zh'],
    ['koa', {}, 'en'],
  ] as const)(
    'for %s beside %j signs in and out: %s',
    async (framework, files, language) => {
      const folder = makeApp(framework, files, language)
      const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      expect(dependencies).not.toHaveProperty('catflap-devbox')
      const origin = await startDev(folder)
      const pictures = `new-${framework}`
      await visitApp(chromium, origin, { language, person: 'alice', pictures })
    },
    600_000,
  )
})

it('an app of Next.js signs in and out, and its content starts by itself, with one binary of LMDB', async () => {
  const folder = makeApp('next', {}, 'zh')
  const worked = await startDev(folder)
  const person = 'alice'
  await visitApp(chromium, worked, { language: 'zh', person, pictures: 'new-next' })
  execFileSync('node', ['lzc-build.mjs'], { cwd: folder, stdio: 'inherit', timeout: 400_000 })
  const content = join(folder, 'lzc-content')
  const list = execFileSync('find', ['.', '-name', '*.node', '-o', '-name', '*devbox*'], {
    cwd: content,
    encoding: 'utf8',
  })
  expect(list.split('\n').filter((name) => /lmdb|devbox/.test(name))).toEqual([
    expect.stringMatching(/lmdb-linux-x64\/node\.napi\.glibc\.node$/),
  ])
  // Away from the folder that it was built in.
  const place = mkdtempSync(join(tmpdir(), 'catflap-content-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  execFileSync('cp', ['-r', content, join(place, 'content')])
  const [port, boxPort] = [await freePort(), await freePort()]
  const options = `--port ${boxPort} --app-port ${port} --auto-approve alice`
  const line = `HOSTNAME=127.0.0.1 catflap-devbox ${options} -- node server.js`
  const served = startCommand(line, join(place, 'content'), place)
  onTestFinished(() => served.stop())
  const origin = `http://127.0.0.1:${port}`
  await answering(origin)
  await visitApp(chromium, origin, { language: 'zh', person })
}, 900_000)
