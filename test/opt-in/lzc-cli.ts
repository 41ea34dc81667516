/**
 * LazyCat's own packager: it makes the same package as ours, and its templates become apps with a login.
 * Runs with CATFLAP_LZC_CLI=1, since the packager is 138 MB.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lpk, readLpk } from 'catflap-lazycat/lpk'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { buildLpks } from '../../scripts/lpk/build.mjs'
import { approve, launchChromium, openContext, trusting } from '../support/chromium.ts'
import { startCommand } from '../support/command-line.ts'
import { foundProject, type LzcTemplate } from '../support/lzc-template.ts'
import { PUBLISHED, pack } from '../support/packed.ts'
import { useFreePorts } from '../support/project.ts'

const VERSION = '1.3.17'
const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-lzc-cli-'))
/** What the packager may see; its settings go to a home of its own. */
const env = { PATH: process.env.PATH, HOME: elsewhere, LC_ALL: 'en_US.UTF-8' }

beforeAll(() => {
  writeFileSync(join(elsewhere, 'package.json'), '{}')
  const install = ['install', '--no-audit', '--no-fund', `@lazycatcloud/lzc-cli@${VERSION}`]
  execFileSync('npm', install, { cwd: elsewhere, stdio: 'inherit', timeout: 300_000 })
}, 310_000)
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }), 120_000)

it('lzc-cli makes LPKs with the manifests, icon and content of ours', async () => {
  const ours = await buildLpks(root)
  const cli = join(elsewhere, 'node_modules/.bin/lzc-cli')
  for (const [i, config] of ['lzc-build.yml', 'lzc-build.exec.yml'].entries()) {
    const out = join(elsewhere, `${config}.lpk`)
    const cwd = join(root, 'apps/env-viewer/lazycat')
    const build = ['project', 'build', '-f', config, '-o', out]
    execFileSync(cli, build, { cwd, env, stdio: 'inherit', timeout: 120_000 })
    expect(inWords(await readLpk(readFileSync(out)))).toEqual(inWords(ours[i]!.lpk))
  }
}, 300_000)

describe.each<[LzcTemplate, string, readonly string[]]>([
  ['blank', '/private', []],
  // Here the devbox is installed as it should be; there `init` moves it.
  ['vue3', '/', ['-D']],
])('the template %s', (template, path, options) => {
  let parent = ''
  let folder = ''
  let before: { manifest: Record<string, unknown>; icon: Buffer }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const run = (program: string, ...words: readonly string[]): string =>
    execFileSync(program, words, { cwd: folder, env, encoding: 'utf8', timeout: 300_000 })

  beforeAll(async () => {
    const cli = { program: join(elsewhere, 'node_modules/.bin/lzc-cli'), env }
    // Not below another package.json, which npm would take for the project's.
    parent = mkdtempSync(join(tmpdir(), 'catflap-template-'))
    folder = await foundProject(cli, template, parent)
    before = {
      manifest: parse(read('lzc-manifest.yml')),
      icon: readFileSync(join(folder, 'lzc-icon.png')),
    }
    mkdirSync(join(folder, 'vendor'))
    const tarballs = PUBLISHED.map((name) => {
      const file = `./vendor/${name.replace('packages/', '')}.tgz`
      writeFileSync(join(folder, file), pack(name))
      return file
    })
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
    run('npm', 'install', ...quiet, ...options, ...tarballs)
    run('npx', 'catflap', 'init', '--yes')
    run('npm', 'install', ...quiet)
    await useFreePorts(folder)
  }, 600_000)
  afterAll(() => rmSync(parent, { recursive: true, force: true }), 120_000)

  it('keeps its id, version, name, comments and icon', () => {
    const { package: id, version, name } = parse(read('lzc-manifest.yml'))
    expect([id, version, name]).toEqual([
      before.manifest.package,
      before.manifest.version,
      before.manifest.name,
    ])
    expect(readFileSync(join(folder, 'lzc-icon.png'))).toEqual(before.icon)
    expect(read('lzc-build.yml')).toContain('# icon 仅仅允许 png 后缀的文件')
  })

  it('has no error for the check', () => {
    const check = () => run('npx', 'catflap', 'manifest', 'check', '--json')
    let report = ''
    try {
      report = check()
    } catch (error) {
      report = (error as { stdout: string }).stdout
    }
    const { findings } = JSON.parse(report) as { findings: { severity: string; code: string }[] }
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('is packed by lzc-cli, small, without the devbox, and with one binary of LMDB', async () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    expect(dependencies).not.toHaveProperty('catflap-devbox')
    expect(devDependencies).toHaveProperty('catflap-devbox')
    run(join(elsewhere, 'node_modules/.bin/lzc-cli'), 'project', 'build', '-o', 'app.lpk')
    const bytes = readFileSync(join(folder, 'app.lpk'))
    expect(bytes.length).toBeLessThan(6_000_000)
    const paths = (await readLpk(bytes)).content.map((entry) => entry.path)
    expect(paths.filter((name) => /devbox|\.tgz$|\.env/.test(name))).toEqual([])
    expect(paths.filter((name) => /@lmdb.*\.node$/.test(name))).toEqual([
      'node_modules/@lmdb/lmdb-linux-x64/node.napi.glibc.node',
    ])
  }, 300_000)

  it.each(['.', 'app.lpk'])(
    'signs a browser in, and out, run from %s',
    async (source) => {
      const home = mkdtempSync(join(elsewhere, 'home-'))
      const line = `npx catflap-devbox run ${source} --https --port 0 --native web`
      const box = startCommand(line, folder, home)
      onTestFinished(() => box.stop())
      const app = await box.printed(/https:\/\/[a-z0-9]+\.devbox\.localhost:\d+/)
      const browser = await launchChromium(trusting(join(home, '.catflap-devbox/ca/ca.pem')))
      onTestFinished(() => browser.close())
      const view = { locale: 'en-US', width: 1280, colorScheme: 'light' } as const
      const page = await (await openContext(browser, view)).context.newPage()
      const status = () => page.evaluate(async () => (await fetch('/api/me')).status)
      await page.goto(app + path)
      await approve(page, 'alice')
      await page.waitForURL(app + path)
      expect(await page.locator('body').textContent()).toMatch(/Hello alice@|Vite \+ Vue/)
      expect(await status()).toBe(200)
      // A page of Vue's has no button of ours; this is the form that init prints.
      if (template === 'vue3') {
        await page.evaluate(
          `document.body.innerHTML = '<form method="post" action="/logout"><button>Sign out</button></form>'`,
        )
      }
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${app}/logout`)
      // Signed in at the box as before, and to be approved anew for the app.
      await page.goto(app + path)
      await page.locator('button[value=approve]').waitFor()
    },
    120_000,
  )
})

/** An LPK with its manifest parsed and its bytes as digests, which a report of a failure can show. */
function inWords({ manifest, icon, content, ...rest }: Lpk) {
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  return {
    ...rest,
    manifest: parse(manifest),
    icon: icon && digest(icon),
    content: content.map((one) =>
      one.kind === 'file' ? { ...one, bytes: digest(one.bytes) } : one,
    ),
  }
}
