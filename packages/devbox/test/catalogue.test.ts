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

describe('the sources', () => {
  it('import nothing but Node, each other and what is known of the platform; YAML in one file', () => {
    const files = readdirSync(new URL('../src', import.meta.url), { recursive: true })
    for (const file of files.map(String).filter((name) => name.endsWith('.ts'))) {
      for (const [, from] of read(`../src/${file}`).matchAll(/from '([^']+)'/g)) {
        if (from === 'yaml') expect(file).toBe('run/yaml.ts')
        else expect(from, file).toMatch(/^(?:node:|\.{1,2}\/|catflap-lazycat\/)/)
      }
    }
  })
})
