/** No source may hand over a manifest of more than 1 MiB, and no YAML may be built to be expensive. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLpk, writeLpk } from 'catflap-lazycat/lpk'
import { checkManifest, findLimitFault, MANIFEST_BYTES } from 'catflap-lazycat/manifest'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { RunError } from '../../src/run/run-error.ts'
import { openSource } from '../../src/run/source.ts'
import { parseYaml } from '../../src/run/yaml.ts'
import { manifest } from './fixture.ts'
import { many, READERS } from './readers.ts'

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

  it('may end its lines with carriage returns alone', () => {
    expect(parseYaml('a: 1\rb: two\r', 'x').values).toEqual({ a: 1, b: 'two' })
  })

  it('may use an anchor many times', () => {
    const { values } = parseYaml(`a: &a 1\n${many(99, (i) => `k${i}: *a\n`)}`, 'x')
    expect(values).toMatchObject({ k0: 1, k98: 1 })
  })
})

describe('a manifest in another encoding', () => {
  it('is refused, as a box refuses it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'devbox-encoding-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const text = `# \xb1\xca\xbc\xc7\n${manifest('/=exec://5005,x')}`
    writeFileSync(join(folder, 'lzc-manifest.yml'), Buffer.from(text, 'latin1'))
    await expect(openSource(folder)).rejects.toMatchObject({
      code: 'RUN_MANIFEST_INVALID',
      text: { en: 'lzc-manifest.yml is not UTF-8 text', zh: 'lzc-manifest.yml 不是 UTF-8 文本' },
    })
  })
})
