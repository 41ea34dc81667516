/** docs/gate.md in both languages: the same sections, and the same configurations, which other tests run. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const [english, chinese] = [read('gate.md'), read('gate.zh-CN.md')]

const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([whole]) => whole)

describe('docs/gate', () => {
  it('shows the same blocks in both languages', () => {
    const blocks = found(english, /^```\w+\n[\s\S]*?^```$/gm)
    expect(blocks.length).toBeGreaterThan(3)
    expect(found(chinese, /^```\w+\n[\s\S]*?^```$/gm)).toEqual(blocks)
  })

  it.each([
    ['sections', /^#+(?= )/gm],
    ['items', /^- (?=\S)/gm],
    ['rows', /^\|(?= )/gm],
    ['codes', /`GATE_[A-Z_]+`/g],
  ])('has the same %s in both languages', (_, pattern) => {
    expect(found(chinese, pattern)).toEqual(found(english, pattern))
  })
})
