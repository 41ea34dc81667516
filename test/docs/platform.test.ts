import { readFileSync } from 'node:fs'
import * as facts from 'catflap-lazycat/facts'
import { FINDINGS } from 'catflap-lazycat/manifest'
import { describe, expect, it } from 'vitest'
import { factDocs, findingRows } from '../../scripts/platform-docs.mjs'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

describe.each([
  ['en', '.md'],
  ['zh', '.zh-CN.md'],
] as const)('in %s', (language, ending) => {
  it('docs/lazycat-facts says exactly what the facts say', () => {
    expect(read(`lazycat-facts${ending}`)).toBe(factDocs(facts, language))
  })

  it('docs/manifest lists exactly the findings of the code', () => {
    const text = read(`manifest${ending}`)
    const rows = text.slice(text.indexOf('<!-- findings -->')).split('\n').slice(3).join('\n')
    expect(rows).toBe(findingRows(FINDINGS, language))
  })
})
