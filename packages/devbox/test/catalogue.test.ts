import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FAULT_GROUPS } from '../src/faults/catalogue.ts'
import { FAULTS } from '../src/index.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** The rows of the fault tables of a document: name and text. */
const rowsOf = (document: string): [string, string][] =>
  [...document.matchAll(/^\| `([a-z0-9-]+)` *\| (.+?) *\|$/gm)]
    .map(([, name, text]): [string, string] => [name!, text!])
    .filter(([, text]) => !text.includes('|'))

describe('the catalogue of faults', () => {
  it('has every fault in one group, and one line about it in each language', () => {
    const names = FAULT_GROUPS.flatMap((group) => group.names)
    expect(names).toEqual(Object.keys(FAULTS))
    expect(new Set(names).size).toBe(names.length)
    for (const { en, zh } of Object.values(FAULTS)) {
      expect(en).toMatch(/^[A-Z][^\n]+[.]$/)
      expect(zh).toMatch(/^[^\n]*\p{Script=Han}[^\n]*。$/u)
    }
  })

  it.each([
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh'],
  ] as const)('is what %s says', (file, language) => {
    const expected = Object.entries(FAULTS).map(([name, row]) => [name, row[language]])
    expect(rowsOf(read(`../${file}`))).toEqual(expected)
  })
})

/** Each package has the one file that may use it. */
const OWN_IMPORTS: Readonly<Record<string, RegExp>> = {
  'https/certificate.ts': /^(?:node:|@peculiar\/)/,
  'run/yaml.ts': /^(?:yaml$|catflap-lazycat\/|\.{1,2}\/)/,
}
const allowedIn = (file: string): RegExp =>
  OWN_IMPORTS[file] ?? /^(?:node:|\.{1,2}\/(?!certificate\.ts)|catflap-(?:lazycat\/|forward$))/

describe('the sources', () => {
  it('import nothing but Node, each other, the facts and what passes requests on; what makes certificates, only when it is needed', () => {
    const files = readdirSync(new URL('../src', import.meta.url), { recursive: true })
    for (const file of files.map(String).filter((name) => name.endsWith('.ts'))) {
      for (const [, from] of read(`../src/${file}`).matchAll(/from '([^']+)'/g)) {
        expect(from, file).toMatch(allowedIn(file))
      }
    }
  })
})
