/**
 * `catflap init` from nothing but packed tarballs: written, installed, started beside the devbox, signed in to
 * and out of in a real browser. Runs with CATFLAP_FRAMEWORKS=1, since it installs each framework.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { visitApp } from '../support/init-app.ts'
import {
  joinApp,
  packAll,
  serve,
  serveScript,
  type Tarballs,
  temporaryFolder,
} from '../support/new-app.ts'

let tarballs: Tarballs
let chromium: Chromium
beforeAll(async () => {
  tarballs = packAll()
  chromium = await launchChromium()
}, 120_000)
afterAll(async () => {
  await chromium?.close()
  tarballs?.remove()
}, 60_000)

/** A folder as docs/init.md leads to. */
function makeApp(
  framework: string,
  files: Readonly<Record<string, string>>,
  language: 'en' | 'zh',
): string {
  const folder = temporaryFolder('new')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  joinApp(folder, tarballs, { framework, language })
  return folder
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
      const { origin } = await serveScript(folder, 'dev')
      const pictures = `new-${framework}`
      await visitApp(chromium, origin, { language, person: 'alice', pictures })
    },
    600_000,
  )
})

it('an app of Next.js signs in and out, and its content starts by itself, with one binary of LMDB', async () => {
  const folder = makeApp('next', {}, 'zh')
  const { origin: worked } = await serveScript(folder, 'dev')
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
  const place = temporaryFolder('content')
  execFileSync('cp', ['-r', content, join(place, 'content')])
  const { origin } = await serve(
    join(place, 'content'),
    (_, options) => `HOSTNAME=127.0.0.1 catflap-devbox ${options} -- node server.js`,
  )
  await visitApp(chromium, origin, { language: 'zh', person })
}, 900_000)
