import { describe, expect, it } from 'vitest'
import { splitList, stripBlanks } from '../src/blanks.ts'

describe('blanks around a text', () => {
  it.each([
    ['none', 'a b', 'a b'],
    ['spaces and tabs', ' \t a\t b \t', 'a\t b'],
    ['nothing else', ' \t ', ''],
    ['what only JavaScript takes for blanks', '\u00a0a\v', '\u00a0a\v'],
  ])('are taken away: %s', (_, text, stripped) => {
    expect(stripBlanks(text)).toBe(stripped)
    expect(splitList(`${text},b;${text}`, ',')).toEqual([stripped, stripBlanks(`b;${text}`)])
  })

  it('cost one look at each, however many stand inside', () => {
    const text = `a${' '.repeat(1000)}b`
    let looks = 0
    const counted = {
      length: text.length,
      charCodeAt: (at: number) => {
        looks++
        return text.charCodeAt(at)
      },
      slice: (start: number, end: number) => text.slice(start, end),
    }
    expect(stripBlanks(counted as unknown as string)).toBe(text)
    expect(looks).toBeLessThanOrEqual(text.length + 2)
  })
})
