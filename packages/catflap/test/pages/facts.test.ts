import { describe, expect, it } from 'vitest'
import { factText } from '../../src/pages/facts.ts'
import { PHRASES } from '../../src/pages/facts.zh.ts'

const phrases = Object.entries(PHRASES)

describe('expected and seen values', () => {
  it.each(phrases)('%j is said in Chinese with its values kept', (english, chinese) => {
    let count = 0
    const values: string[] = []
    const fact = english.replace(/\{\*?\}/g, (hole) => {
      values.push(hole === '{*}' ? `v${count++} and more` : `v${count++}`)
      return values.at(-1)!
    })
    const said = factText(fact, 'zh')
    expect(said).toMatch(/[\p{Script=Han}，]/u)
    for (const value of values) expect(said).toContain(value)
    expect(said).not.toContain('{}')
    expect(chinese.split('{}')).toHaveLength(values.length + 1)
    expect(factText(fact, 'en')).toBe(fact)
  })

  it.each([
    'https://op.example',
    'rp-1',
    'RS256',
    '["a","b"]',
    '',
    '{}',
    '$&',
    'noneX',
    'a none',
    'status',
    '<script>',
  ])('%j stays as it is', (fact) => {
    expect(factText(fact, 'zh')).toBe(fact)
  })

  it('a value that looks like a pattern is kept as it is', () => {
    expect(factText('status $1', 'zh')).toContain('$1')
    expect(factText('status {}', 'zh')).toContain('{}')
  })
})
