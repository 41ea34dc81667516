/** How a soak judges what it has seen. */
import { describe, expect, it } from 'vitest'
import { createTally, latenciesOf } from './tally.ts'
import { growthOf, isFlat } from './verdict.ts'

const minutes = (...parts: readonly (readonly [number, number])[]): number[] =>
  parts.flatMap(([count, value]) => Array.from({ length: count }, () => value))

describe('what a process holds', () => {
  it.each([
    ['the same from beginning to end', minutes([20, 100]), true],
    ['that grows while everything warms up', minutes([10, 10], [10, 100]), true],
    ['5 % more in the end', minutes([15, 100], [5, 105]), true],
    ['6 % more in the end', minutes([15, 100], [5, 106]), false],
    ['less in the end', minutes([15, 100], [5, 50]), true],
    ['nothing, and nothing in the end', minutes([20, 0]), true],
    ['nothing, and something in the end', minutes([15, 0], [5, 1]), false],
    ['more in one late minute', minutes([18, 100], [1, 900], [1, 100]), true],
    ['a minute too short to tell', minutes([19, 100]), undefined],
  ])('%s', (_, seen, flat) => {
    expect(isFlat(seen)).toBe(flat)
  })

  it('may come and go within its slack', () => {
    expect(isFlat(minutes([15, 2], [5, 7]), 5)).toBe(true)
    expect(isFlat(minutes([15, 2], [5, 8]), 5)).toBe(false)
  })

  it('grows by so much', () => {
    expect(growthOf(minutes([15, 200], [5, 250]))).toBeCloseTo(0.25)
  })
})

describe('a tally', () => {
  it('begins anew each minute, but for what was unexpected', async () => {
    const tally = createTally()
    expect(await tally.timed('page', async () => 7)).toBe(7)
    tally.expected('a page')
    tally.unexpected('a 500')
    tally.unexpected('a 500')
    const { answers, latencies } = tally.take()
    expect(answers).toEqual({ 'a page': 1 })
    expect(latencies.page?.count).toBe(1)
    expect(tally.take()).toEqual({ answers: {}, latencies: {} })
    expect([...tally.faults]).toEqual([['a 500', 2]])
  })

  it('has the middle, the 99th percentile and the most', () => {
    const values = Array.from({ length: 200 }, (_, i) => 200 - i)
    expect(latenciesOf(values)).toEqual({ count: 200, p50: 100, p99: 198, most: 200 })
  })
})
