/** What a manifest costs grows with its length and no faster, and no source may hand over more than 1 MiB. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLpk, writeLpk } from 'catflap-lazycat/lpk'
import { checkManifest, findLimitFault, MANIFEST_BYTES } from 'catflap-lazycat/manifest'
import { renderTemplate } from 'catflap-lazycat/template'
import { afterAll, describe, expect, it } from 'vitest'
import { parseAppManifest } from '../../src/run/app-manifest.ts'
import { RunError } from '../../src/run/run-error.ts'
import { openSource } from '../../src/run/source.ts'
import { parseYaml } from '../../src/run/yaml.ts'
import { manifest } from './fixture.ts'

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('')

/** Texts that were, or could be, read in quadratic time; each takes a count. */
const FAMILIES: Readonly<Record<string, (count: number) => string>> = {
  anchors: (n) => many(n, (i) => `k${i}: &a${i} v\n`),
  'anchors with an alias each': (n) =>
    many(n / 2, (i) => `k${i}: &a${i} v\n`) + many(n / 2, (i) => `l${i}: *a${i}\n`),
  'aliases of one anchor': (n) => `x: &x 1\n${many(n, (i) => `l${i}: *x\n`)}`,
  'aliases of no anchor': (n) => many(n, (i) => `l${i}: *x\n`),
  keys: (n) => many(n, (i) => `k${i}: v\n`),
  'keys in a flow': (n) => `a: {${many(n, (i) => `k${i}: 1, `)}}`,
  merges: (n) => `x: &x {a: 1}\n${many(n / 2, (i) => `k${i}: {<<: *x}\n`)}`,
  tags: (n) => many(n, (i) => `a${i}: !x v\n`),
  'open actions': (n) => '{{'.repeat(n * 4),
  'open actions on lines': (n) => '{{\n'.repeat(n * 2),
  'actions on one line': (n) => '{{.S}}'.repeat(n),
  'actions after spaces': (n) => ' '.repeat(n * 6) + '{{.S}}'.repeat(n / 2),
  'conditions on one line': (n) => '{{if 1}}'.repeat(n),
  'ends on one line': (n) => '{{end}}'.repeat(n),
  'comments without end': (n) => '{{/*'.repeat(n * 2),
  'comments without end on lines': (n) => '{{/*\n'.repeat(n * 2),
  'comments without braces': (n) => `${'{{/*\n'.repeat(n * 2)}*/`,
  'quotes without end': (n) => '{{ "a\n'.repeat(n),
  'backticks without end': (n) => '{{ `\n'.repeat(n),
  'trimmed actions': (n) => '{{.S -}}   {{- .S}}'.repeat(n / 2),
  'carriage returns': (n) => '\r'.repeat(n * 8),
  'lines of spaces': (n) => '          \n'.repeat(n),
}

const system = {
  boxName: 'b',
  boxDomain: 'b',
  osVersion: 'v',
  appDomain: 'a',
  isMultiInstance: false,
  deployUid: undefined,
  deployId: 'd',
}
const input = { system, parameters: new Map(), stableSecret: () => 'x' }

/** Everything that a manifest passes on its way to a start. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  check: (text) => checkManifest({ text }),
  rendering: (text) => renderTemplate(text, input),
  'YAML reader': (text) => parseYaml(text, 'x'),
  'app’s reader': (text) => parseAppManifest(text, undefined),
}

/** Processor time of this process, in milliseconds; not what a clock says on a busy machine. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage()
  try {
    work()
  } catch {
    // A refusal has its price too.
  }
  const { user, system: kernel } = process.cpuUsage(before)
  return (user + kernel) / 1000
}

const SMALL = 3000
const TIMES = 4
/** Milliseconds that say nothing, whatever their ratio. */
const NOTHING = 60

describe.each(Object.entries(READERS))('the %s', (_, read) => {
  it.each(Object.entries(FAMILIES))(
    'takes four times as long for four times as many %s',
    (__, make) => {
      const [small, large] = [make(SMALL), make(SMALL * TIMES)]
      let ratio = Number.POSITIVE_INFINITY
      // Linear is 4, quadratic 16. A collection of garbage may fall on either side, seldom always on one.
      for (let tries = 0; tries < 5 && ratio > 9; tries++) {
        const least = cost(() => read(small))
        const most = cost(() => read(large))
        ratio = Math.min(ratio, most < NOTHING ? 0 : most / Math.max(least, 1))
      }
      expect(ratio).toBeLessThanOrEqual(9)
    },
    120_000,
  )
})

describe('a manifest of more than 1 MiB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devbox-growth-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const head = manifest('/=exec://5005,/lzcapp/pkg/content/run.sh')
  const fill = (bytes: number, character: string) =>
    `${head}# ${character.repeat(Math.floor(bytes / Buffer.byteLength(character)))}\n`
  const long = fill(MANIFEST_BYTES, 'x')
  const wide = fill(MANIFEST_BYTES, '猫')
  const fits = fill(MANIFEST_BYTES - 1000, '猫')

  it.each([
    ['file', 'lzc-manifest.yml'],
    ['package.yml', 'package.yml'],
    ['lzc-build.yml', 'lzc-build.yml'],
    ['lzc-deploy-params.yml', 'lzc-deploy-params.yml'],
  ])('is refused from a %s', async (_, name) => {
    writeFileSync(join(folder, 'lzc-manifest.yml'), head)
    writeFileSync(join(folder, name), long)
    await expect(openSource(folder)).rejects.toBeInstanceOf(RunError)
    rmSync(join(folder, name))
  })

  it.each(['manifest', 'packageYml'] as const)('is refused from an LPK: %s', async (part) => {
    const source = { manifest: head, icon: new Uint8Array(), content: [] }
    const packageYml = 'package: dev.example.demo\nversion: 0.1.0\nname: Demo\n'
    const bytes = await writeLpk({ ...source, version: 2, packageYml, [part]: long })
    await expect(readLpk(bytes)).rejects.toMatchObject({ code: 'LPK_TOO_LARGE' })
  })

  it.each(Object.entries(READERS).filter(([name]) => name !== 'check'))(
    'is refused by the %s, measured in bytes',
    (_, read) => {
      for (const text of [long, wide]) expect(() => read(text)).toThrow(/longer than 1 MiB/)
      expect(() => read(fits)).not.toThrow(/longer than 1 MiB/)
    },
  )

  it('is one finding of a check', () => {
    for (const text of [long, wide]) expect(checkManifest({ text })).toHaveLength(1)
    expect(findLimitFault(fits)).toBeUndefined()
  })
})

describe('a YAML text', () => {
  it.each([
    ['a: 1\nb: 2\na: 3\n', 'x:3:1 not YAML (Map keys must be unique)'],
    ['a: { b: 1, b: 2 }\n', 'x:1:12 not YAML (Map keys must be unique)'],
    [`a: &a 1\n${many(101, (i) => `k${i}: *a\n`)}`, 'too many'],
    ['[ '.repeat(300), 'more than 200 levels'],
    ['a: *b\n', 'lead nowhere'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => parseYaml(text, 'x')).toThrow(message)
  })

  it('may use an anchor many times', () => {
    const { values } = parseYaml(`a: &a 1\n${many(99, (i) => `k${i}: *a\n`)}`, 'x')
    expect(values).toMatchObject({ k0: 1, k98: 1 })
  })
})
