/** What docs/operations.md says of measurements, and how the benches judge their figures. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../bench/support/record.mjs'
import { figureOf, isClear, verdictOf } from '../../bench/support/statistics.mjs'
import { shown } from '../../bench/support/table.mjs'
import { WORDS } from '../../bench/support/words.mjs'
import { expectedPage, PAGES } from '../../bench/tables.mjs'
import { TARGETS } from '../../bench/targets.mjs'

const FIGURES: Readonly<Record<string, Entry>> = JSON.parse(
  readFileSync(new URL('../../bench/figures.json', import.meta.url), 'utf8'),
).figures

describe.each(['en', 'zh'] as const)('the page of operations in %s', (language) => {
  const page = readFileSync(PAGES[language], 'utf8')

  it('shows the figures that were kept, with the targets of the benches', () => {
    expect(page).toBe(expectedPage(language))
  })

  it.each(Object.entries(TARGETS))('shows the target %s in the row of its figure', (id, target) => {
    const kept = FIGURES[id]
    expect(kept?.verdict).toBeDefined()
    const bound = 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`
    const cell = `${bound}: ${WORDS[language][kept?.verdict ?? 'no verdict']} |`
    const figures = [0, 2].map((digits) => `| ${shown(kept, digits)} |`)
    const rows = page.split('\n').filter((row) => row.includes(cell))
    expect(rows.filter((row) => figures.some((figure) => row.includes(figure)))).not.toEqual([])
  })
})

describe('a figure', () => {
  const values = [3, 1, 2, 5, 4]

  it('is the middle of its rounds, between their quartiles', () => {
    expect(figureOf(values)).toEqual({ median: 3, low: 2, high: 4 })
    expect(figureOf([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75 })
  })

  it.each([
    ['above what it should be at least', { least: 1.5 }, 'met'],
    ['below what it should be at least', { least: 4.5 }, 'missed'],
    ['below what it should be at most', { most: 4.5 }, 'met'],
    ['above what it should be at most', { most: 1.5 }, 'missed'],
    ['that spans what it should be at least', { least: 2.5 }, 'no verdict'],
    ['that spans what it should be at most', { most: 3.5 }, 'no verdict'],
    ['whose quartile is what it should be', { least: 2 }, 'no verdict'],
  ] as const)('%s is judged so', (_, target, verdict) => {
    expect(verdictOf(figureOf(values), target)).toBe(verdict)
  })

  it('tells two sides apart only where they differ by more than it spreads', () => {
    expect(isClear({ median: 2, low: 1, high: 3 })).toBe(true)
    expect(isClear({ median: 2, low: 1, high: 3.1 })).toBe(false)
    expect(isClear({ median: -2, low: -3, high: -1 })).toBe(true)
  })

  it('without numbers meets nothing', () => {
    expect(verdictOf(figureOf([]), { most: 3 })).toBe('no verdict')
  })
})
