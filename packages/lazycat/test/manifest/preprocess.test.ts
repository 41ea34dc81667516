import {
  buildVariables,
  overridePackage,
  type Profile,
  preprocessManifest,
} from 'catflap-lazycat/manifest'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const FILES: Readonly<Record<string, string>> = {
  './part.yml': 'b: 2\n#@build if profile=dev\nc: 3\n#@build end',
  './loop.yml': '#@build include ./loop.yml\n',
}

const prepare = (
  source: string,
  profile: Profile = 'release',
  env: Readonly<Record<string, string>> = {},
) => preprocessManifest(source, { profile, env, include: (path) => FILES[path] })

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

describe('a manifest before it is packed', () => {
  const source = 'a: 1\n#@build if profile=dev\nb: 2\n#@build else\nb: 3\n#@build end\nz: 9\n'

  it.each([
    ['release', ['a: 1', 'b: 3', 'z: 9']],
    ['dev', ['a: 1', 'b: 2', 'z: 9']],
  ] as const)('keeps for %s the lines %j', (profile, expected) => {
    const { text, faults } = prepare(source, profile)
    expect(lines(text)).toEqual(expected)
    expect(text).toHaveLength(source.length)
    expect(faults).toEqual([])
  })

  it('asks the variables of the build, and an unset one is empty', () => {
    const one =
      '#@build if env.MODE=one\na: 1\n#@build end\n#@build if env.NONE=\nb: 2\n#@build end\n'
    expect(lines(prepare(one, 'release', { MODE: 'one' }).text)).toEqual(['a: 1', 'b: 2'])
    expect(lines(prepare(one).text)).toEqual(['b: 2'])
  })

  it('leaves out what is inside a part that is left out', () => {
    const nested =
      '#@build if profile=dev\n#@build if profile=release\na: 1\n#@build else\nb: 2\n#@build end\n#@build end\n'
    expect(lines(prepare(nested).text)).toEqual([])
    expect(lines(prepare(nested, 'dev').text)).toEqual(['b: 2'])
  })

  it('includes files as deep as the line, with their own conditions', () => {
    const { text } = prepare('a:\n  #@build include ./part.yml\nz: 9\n', 'dev')
    expect(parse(text)).toEqual({ a: { b: 2, c: 3 }, z: 9 })
  })

  it('knows where in the source each character comes from', () => {
    const including = 'a: 1\n#@build include ./part.yml\nz: 9\n'
    const { text, origin } = prepare(including)
    expect(origin(text.indexOf('z'))).toEqual({ at: including.indexOf('z'), own: true })
    expect(origin(text.indexOf('b: 2'))).toEqual({ at: including.indexOf('#'), own: false })
  })

  it.each([
    ['#@build if stage=x\n#@build end\n', 'condition'],
    ['#@build if profile=dev\n', 'open'],
    ['#@build end\n', 'stray'],
    ['#@build else\n', 'stray'],
    ['#@build unless x\n', 'word'],
    ['#@build include ./none.yml\n', 'include'],
    ['#@build include ./loop.yml\n', 'include'],
  ])('says of %j what is wrong: %s', (text, kind) => {
    expect(prepare(text).faults).toEqual([{ offset: 0, kind }])
  })

  it('reads a line of many spaces in one go', { timeout: 20_000 }, () => {
    const long = `#@build if profile=x${' '.repeat(400_000)}y\n#@build end\n`
    expect(prepare(long).faults).toEqual([])
  })

  it('takes an ending of lines for no part of a condition', () => {
    const source = '#@build if profile=release \t\r\na: 1\r\n#@build end\r\n'
    expect(lines(prepare(source).text)).toEqual(['a: 1'])
  })

  it('includes no more than a manifest may hold, indented as it is', () => {
    const include = (path: string) => (path === './lines.yml' ? 'a\n'.repeat(250_000) : undefined)
    const deep = `${' '.repeat(500_000)}#@build include ./lines.yml\n`
    const { faults } = preprocessManifest(deep, { profile: 'release', env: {}, include })
    expect(faults).toEqual([{ offset: 0, kind: 'include' }])
  })

  it('takes no comment for a directive', () => {
    expect(prepare('# @build if profile=dev\na: 1 #@build end\n').text).toContain('a: 1 #@build')
  })
})

describe('the files of a build', () => {
  it('give variables, the later ones in place of the earlier', () => {
    expect(buildVariables(['envs: [ A=1, B=2 ]', 'envs:\n  - B=3=x\n'])).toEqual({
      A: '1',
      B: '3=x',
    })
    expect(buildVariables(['envs: { A: 1 }', 'a: ['])).toEqual({})
  })

  it('replace whole keys of package.yml, and clear those that are empty', () => {
    const over = 'package_override:\n  name: Dev\n  author:\n  locales: { en: { name: Dev } }\n'
    const text = 'package: a.b\nname: One\nauthor: me\nlocales: { zh: { name: 一 } }\n'
    expect(parse(overridePackage(text, ['name: x', over]) ?? '')).toEqual({
      package: 'a.b',
      name: 'Dev',
      locales: { en: { name: 'Dev' } },
    })
    const ofOldMac = overridePackage(text, [over.replaceAll('\n', '\r')])
    expect(parse(ofOldMac ?? '')).toMatchObject({ name: 'Dev', package: 'a.b' })
    const merged = overridePackage(text, ['x: &x { name: Dev }\npackage_override:\n  <<: *x\n'])
    expect(parse(merged ?? '')).toMatchObject({ name: 'Dev', author: 'me' })
  })

  it.each([
    ['there is nothing to replace', 'name: One\n', ['icon: x\n']],
    ['package.yml is broken', 'name: [', ['package_override: { name: x }']],
    ['the build is broken', 'name: One\n', ['package_override: [']],
    [
      'the build has more aliases than are followed',
      'name: One\n',
      [
        `${Array.from({ length: 101 }, (_, i) => `x${i}: &x${i} 1\ny${i}: *x${i}\n`).join('')}package_override: { name: x }`,
      ],
    ],
    ['the build holds itself', 'name: One\n', ['package_override: &a\n  name: *a\n']],
  ])('leave package.yml alone when %s', (_, text, builds) => {
    expect(overridePackage(text, builds)).toBe(text)
  })
})
