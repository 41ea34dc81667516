/**
 * The example of Express, installed from tarballs in a folder that holds nothing else, bundled by webpack and
 * by Vite for Node with the files of docs/bundling.md. Runs with CATFLAP_FRAMEWORKS=1.
 */
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HELLO, link, MEMORY, REDIS, visit } from '../support/bundled.ts'
import { type FrameworkApp, installPacked, openApp } from '../support/framework-app.ts'

const root = new URL('../..', import.meta.url).pathname
/** Where the files run: no folder above has modules. */
const alone = mkdtempSync(join(tmpdir(), 'catflap-alone-'))

const PACKAGES = { express: '5.3.0', vite: '8.4.0', webpack: '5.113.0' }

/** What a document has in the block that begins with the name of a file. */
function documented(file: string): string {
  const text = readFileSync(join(root, 'docs/bundling.md'), 'utf8')
  const block = text.split('```').find((part) => part.startsWith(`js\n// ${file}\n`))
  if (block === undefined) throw new Error(`docs/bundling.md has no ${file}`)
  return block.slice('js\n'.length)
}

/** `npx webpack`, whose command line would be a package more. */
const RUN_WEBPACK = `import webpack from 'webpack'
import config from './webpack.config.mjs'
webpack(config, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString())
})
`

let app: FrameworkApp
beforeAll(() => {
  app = openApp(mkdtempSync(join(tmpdir(), 'catflap-bundlers-')))
  app.add('package.json', JSON.stringify({ type: 'module', dependencies: PACKAGES }))
  installPacked(app.folder)
  copyFileSync(join(root, 'examples/express.mjs'), join(app.folder, 'server.mjs'))
  app.add('run-webpack.mjs', RUN_WEBPACK)
  for (const file of ['webpack.config.mjs', 'vite.config.mjs']) app.add(file, documented(file))
}, 600_000)
afterAll(() => {
  app?.remove()
  rmSync(alone, { recursive: true })
}, 120_000)

const BUNDLERS = [
  ['webpack', ['run-webpack.mjs'], 'server.cjs'],
  ['Vite', ['node_modules/vite/bin/vite.js', 'build'], 'server.mjs'],
] as const

describe.each(BUNDLERS)('an app bundled by %s', (_, [program, ...arguments_], file) => {
  beforeAll(() => {
    rmSync(join(app.folder, 'out'), { recursive: true, force: true })
    app.run(program ?? '', ...arguments_)
  }, 300_000)

  /** A copy of what was made, away from everything else. */
  function copy(): string {
    const folder = mkdtempSync(join(alone, 'run-'))
    cpSync(join(app.folder, 'out'), folder, { recursive: true })
    return folder
  }

  it('was made without @redis/client', () => {
    expect(existsSync(join(app.folder, 'node_modules/@redis'))).toBe(false)
  })

  it('signs in with memory:, alone', async () => {
    expect((await visit(copy(), file, MEMORY)).body).toMatch(HELLO)
  })

  it('signs in with LMDB, where that package lies beside it', async () => {
    const folder = copy()
    link(folder, 'lmdb')
    expect((await visit(folder, file, {})).body).toMatch(HELLO)
  })

  it.each([
    ['lmdb', {}],
    ['@redis/client', REDIS],
  ])('says that %s is missing where it lies alone', async (driver, store) => {
    const { status, body } = await visit(copy(), file, store)
    expect([status, body]).toEqual([503, expect.stringContaining('DRIVER_MISSING')])
    expect(body).toContain(driver)
  })

  it('names the binary where LMDB was installed without it', async () => {
    const folder = copy()
    cpSync(join(app.folder, 'node_modules'), join(folder, 'node_modules'), {
      recursive: true,
      filter: (name) => !name.includes('@lmdb') && !/node_modules\/(vite|webpack)/.test(name),
    })
    const { status, body } = await visit(folder, file, {})
    expect([status, body]).toEqual([503, expect.stringContaining('DRIVER_MISSING')])
    expect(body).toContain('the package lmdb with its binary for this system')
  })
})

it('an app that Vite leaves its packages out of signs in beside them', async () => {
  rmSync(join(app.folder, 'out'), { recursive: true, force: true })
  app.edit('vite.config.mjs', '  ssr: {', '  ssr: {}, _: {')
  app.run('node_modules/vite/bin/vite.js', 'build')
  expect((await visit(app.folder, 'out/server.mjs', {})).body).toMatch(HELLO)
})
