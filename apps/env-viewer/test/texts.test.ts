import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TEXTS } from '../src/texts/by-language.ts'

const SRC = new URL('../src/', import.meta.url)
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('texts'))
  .map((name) => readFileSync(new URL(name, SRC), 'utf8'))
  .join('\n')

const ROLES = ['administrator', 'ordinaryUser']

function leaves(value: object, path: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' ? leaves(inner, `${path}.${name}`) : [[`${path}.${name}`, inner]],
  )
}

describe('the texts', () => {
  it('have the same names in both languages', () => {
    const names = (texts: object): string[] =>
      leaves(texts, '')
        .map(([name]) => name)
        .sort()
    expect(names(TEXTS.zh)).toEqual(names(TEXTS.en))
  })

  it('are all used', () => {
    // Claims and parameters are looked up by their wire name, roles by what roleOf() answers.
    const { claims: _claims, parameters: _parameters, ...pages } = TEXTS.en
    const unused = leaves(pages, '')
      .map(([path]) => path.slice(path.lastIndexOf('.') + 1))
      .filter((name) => !ROLES.includes(name) && !new RegExp(`\\.${name}\\b`).test(sources))
    expect(unused).toEqual([])
    for (const role of ROLES) expect(sources).toContain(`'${role}'`)
  })

  it('are in their own language', () => {
    const written = (texts: object): string[] =>
      leaves(texts, '').flatMap(([, text]) => (typeof text === 'string' ? [text] : []))
    const { otherLanguage: _, ...frame } = TEXTS.en.frame
    expect(written({ ...TEXTS.en, frame }).filter((text) => /\p{Script=Han}/u.test(text))).toEqual(
      [],
    )
    const alike = written(TEXTS.zh).filter((text) => !/\p{Script=Han}/u.test(text))
    expect(alike).toEqual(['English', '.env', 'export', 'JSON', '.env.example'])
  })
})
