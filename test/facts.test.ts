/**
 * The rule of one place: what LazyCat has set stands in packages/lazycat/src/facts, and the code takes
 * it from there. Comments may name things, since nothing is decided by them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as facts from 'catflap-lazycat/facts'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const LITERALS = /LAZYCAT_|LZCAPP_|HC-Auth-Token|X-HC-|\/lzcapp\/|heiyu\.space|hportal|\/sys\//i

/** Sentences for people name things, and decide nothing. */
const FOR_PEOPLE = /\/(texts|error-texts)\/|\/words\.ts$/

const sources = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group)).flatMap((name) => {
    const folder = join(group, name, 'src')
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => /\.tsx?$/.test(file))
  }),
)

/** The code of a file: comments blanked, lines kept. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|\s)\/\/.*$/gm, '')

describe('a fact of the platform', () => {
  it('stands in no code but the facts', () => {
    const strays = sources
      .filter((file) => !file.startsWith('packages/lazycat/src/facts/') && !FOR_PEOPLE.test(file))
      .flatMap((file) =>
        codeOf(file)
          .split('\n')
          .flatMap((line, i) => (LITERALS.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
      )
    expect(strays).toEqual([])
  })

  it('is found by this search where it stands', () => {
    expect(LITERALS.test(codeOf('packages/lazycat/src/facts/variables.ts'))).toBe(true)
    expect(sources.length).toBeGreaterThan(200)
  })

  const sourced = Object.entries(facts).flatMap(([name, value]) =>
    typeof value === 'object' && 'source' in value ? [[name, value as facts.Fact] as const] : [],
  )
  it.each([
    ...sourced,
    ...facts.PLATFORM_VARIABLES.map((variable) => [variable.name, variable] as const),
    ...Object.entries(facts.OLD_VARIABLES),
    ...Object.entries(facts.MINIMUM_VERSIONS),
  ])('%s says where it comes from and how sure it is', (_, fact) => {
    expect(fact.source.en).not.toBe('')
    expect(fact.source.zh).not.toBe('')
    expect(['documented', 'source', 'observed', 'inferred']).toContain(fact.confidence)
    expect(fact.about.en).not.toBe('')
    expect(fact.about.zh).not.toBe('')
  })

  it('names only variables that exist as the right spelling of others', () => {
    const names = facts.PLATFORM_VARIABLES.map(({ name }) => name)
    for (const [wrong, right] of Object.entries(facts.MISSPELT_VARIABLES)) {
      expect(names).toContain(right)
      expect(names).not.toContain(wrong)
    }
  })

  it.each([
    ['alice@mybox.example', 'alice'],
    ['a@b@mybox.example', 'a@b'],
    ['@mybox.example', undefined],
    ['alice@other.example', undefined],
    ['alice', undefined],
  ])('the account name %s stands for %s', (account, uid) => {
    expect(facts.uidOf(account, 'mybox.example')).toBe(uid)
    if (uid !== undefined) expect(facts.accountName(uid, 'mybox.example')).toBe(account)
  })
})
