/**
 * An app in one file of esbuild, made where only the published packages are and where no
 * `@redis/client` is, and run where there is nothing but that file: see docs/bundling.md.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import type { Framework } from '../contract/table.ts'
import { HELLO, link, MEMORY, REDIS, visit } from '../support/bundled.ts'
import { pack, unpack } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-bundle-'))
const EXAMPLES = ['node', 'express', 'fastify', 'koa', 'hono', 'web']
/** Where the files run: no folder above has modules. */
const alone = mkdtempSync(join(tmpdir(), 'catflap-alone-'))
/** What docs/bundling.md has for ESM: packages in CommonJS ask for Node's own modules with `require`. */
const BANNER =
  "import { createRequire as r } from 'node:module'; const require = r(import.meta.url)"

beforeAll(() => {
  unpack(pack('packages/lazycat'), join(elsewhere, 'node_modules/catflap-lazycat'))
  unpack(pack('packages/catflap'), join(elsewhere, 'node_modules/catflap'))
  const needed = ['jose', 'undici', 'lmdb', 'express', 'express4', 'fastify', 'hono', 'koa']
  for (const name of [...needed, '@hono/node-server']) link(elsewhere, name)
  for (const name of EXAMPLES) {
    copyFileSync(join(root, `examples/${name}.mjs`), join(elsewhere, `${name}.mjs`))
  }
})
afterAll(() => {
  rmSync(elsewhere, { recursive: true })
  rmSync(alone, { recursive: true })
})

/** Bundles an example into a folder of its own. */
async function bundle(
  format: 'esm' | 'cjs',
  external: readonly string[],
  { example = 'express', alias = {} }: { example?: string; alias?: Record<string, string> } = {},
) {
  const folder = mkdtempSync(join(alone, 'run-'))
  const file = join(folder, `server.${format === 'esm' ? 'mjs' : 'cjs'}`)
  const options: BuildOptions = {
    entryPoints: [join(elsewhere, `${example}.mjs`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format,
    external: [...external],
    alias,
    logLevel: 'silent',
    ...(format === 'esm' && { banner: { js: BANNER } }),
  }
  await build(options)
  return { folder, file }
}

/** Each framework's example, as it is bundled. */
const BUNDLED: readonly (readonly [Framework, string, Record<string, string>])[] = [
  ['node:http', 'node', {}],
  ['Express 5', 'express', {}],
  ['Express 4', 'express', { express: 'express4' }],
  ['Fastify 5', 'fastify', {}],
  ['Koa 3', 'koa', {}],
  ['Hono 4', 'hono', {}],
  ['catflap/web', 'web', {}],
]

for (const [framework, example, alias] of BUNDLED) {
  it(`${framework}: the example signs in out of one file`, holds(framework, 23), async () => {
    const { folder, file } = await bundle('esm', [], { example, alias })
    expect((await visit(folder, file, MEMORY)).body).toMatch(HELLO)
  })
}

describe.each(['esm', 'cjs'] as const)('an app in one file (%s)', (format) => {
  it('signs in with memory:, alone', async () => {
    const { folder, file } = await bundle(format, [])
    expect((await visit(folder, file, MEMORY)).body).toMatch(HELLO)
  })

  it('signs in with LMDB, where that package lies beside it', async () => {
    const { folder, file } = await bundle(format, ['lmdb'])
    link(folder, 'lmdb')
    expect((await visit(folder, file, {})).body).toMatch(HELLO)
  })

  it.each([
    ['LMDB', {}],
    ['Redis', REDIS],
  ])('says that the driver of %s is missing where it lies alone', async (_, store) => {
    const { folder, file } = await bundle(format, [])
    const { status, body } = await visit(folder, file, store)
    expect([status, body.includes('DRIVER_MISSING')]).toEqual([503, true])
  })
})

it('an app in one file (cjs) starts without the lmdb that it was told to find beside it, and says so', async () => {
  const { folder, file } = await bundle('cjs', ['lmdb'])
  const { status, body } = await visit(folder, file, {})
  expect([status, body.includes('DRIVER_MISSING')]).toEqual([503, true])
})
