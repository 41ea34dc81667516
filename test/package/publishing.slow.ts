/**
 * What npm, bundlers and TypeScript expect of a published package, asked of the tarballs.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLISHED, pack, unpack } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-publishing-'))
const tarballs = new Map<string, Buffer>()

beforeAll(() => {
  for (const folder of PUBLISHED) {
    const tarball = pack(folder)
    tarballs.set(folder, tarball)
    unpack(tarball, join(elsewhere, folder))
  }
})
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const tarballOf = (folder: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(tarballs.get(folder) ?? [])
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(elsewhere, folder, 'package.json'), 'utf8'))

/** Every path in a value of `exports`, however deep its conditions go. */
const targetsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(targetsOf)

describe.each(PUBLISHED)('%s, as it is published,', (folder) => {
  it('gives publint nothing to say', async () => {
    const { buffer: tarball } = tarballOf(folder)
    const { messages } = await publint({ pack: { tarball }, level: 'suggestion', strict: true })
    expect(messages).toEqual([])
  })

  it('has types that are right wherever its exports are known', async () => {
    const result = await checkPackage(createPackageFromTarballData(tarballOf(folder)))
    const problems = result.types === false ? ['no types'] : result.problems
    // node10 knows no exports. That CommonJS gets ES modules is meant: `require` loads them.
    const meant = problems.filter(
      (one) =>
        typeof one !== 'object' ||
        !('resolutionKind' in one) ||
        !(one.resolutionKind === 'node10' || one.kind === 'CJSResolvesToESM'),
    )
    expect(meant).toEqual([])
  })

  it('names in exports, bin and sideEffects only files that it holds', () => {
    const { exports, bin = {}, sideEffects } = manifestOf(folder)
    const named = [...targetsOf(exports), ...targetsOf(bin), ...targetsOf(sideEffects || [])]
    expect(named.filter((file) => !existsSync(join(elsewhere, folder, file)))).toEqual([])
  })

  it('says that importing it does nothing, which is so of all but its commands', () => {
    const { sideEffects } = manifestOf(folder)
    const declared = sideEffects === false ? [] : sideEffects
    const dist = join(elsewhere, folder, 'dist')
    // What stands at the left margin and calls something, as compiled files have it. A function
    // that gets members is an export being made; a file of our own that is only imported is looked at itself.
    const acting = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .filter((file) => {
        const code = readFileSync(join(dist, file), 'utf8').replace(/`[^`]*`/g, '``')
        return /^(?:import ['"](?!\.)|await |process\.|(?!Object\.assign)[\w.]+\()/m.test(code)
      })
    expect(acting.map((file) => `./dist/${file}`)).toEqual(
      declared.filter((file: string) => file.startsWith('./dist/')),
    )
  })

  it('is found by words, and published with its provenance', () => {
    const { keywords, publishConfig } = manifestOf(folder)
    expect(keywords).toContain('lazycat')
    expect(publishConfig).toEqual({ access: 'public', provenance: true })
  })

  it('has READMEs whose links lead into the package or to a whole address', () => {
    for (const file of ['README.md', 'README.zh-CN.md']) {
      const text = readFileSync(join(elsewhere, folder, file), 'utf8')
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
      const lost = links.filter(
        (link) =>
          !/^(https:\/\/|#)/.test(link) &&
          !existsSync(join(elsewhere, folder, link.split('#')[0] ?? '')),
      )
      expect([file, lost]).toEqual([file, []])
    }
  })
})

it('the sources of each export are where tsconfig.json leads the tests', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const paths: Readonly<Record<string, readonly string[]>> = compilerOptions.paths
  for (const folder of PUBLISHED) {
    const { name, exports } = manifestOf(folder)
    for (const [entry, target] of Object.entries<string | { default: string }>(exports)) {
      if (typeof target === 'string') continue
      const specifier = name + entry.slice(1)
      const [, wild = ''] = /^catflap\/(.+)$/.exec(specifier) ?? []
      const [path = ''] = paths[specifier] ?? paths['catflap/*'] ?? []
      const source = target.default.replace('./dist/', `./${folder}/src/`).replace(/\.js$/, '.ts')
      expect(path.replace('*', wild)).toBe(source)
    }
  }
})
