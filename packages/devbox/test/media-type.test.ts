import { expect, it } from 'vitest'
import { isMediaType } from '../src/http/go.ts'

/** The least time of several, in µs of processor time, that it takes to refuse so many blanks inside. */
function costOf(blanks: number): number {
  const text = `a/b${' '.repeat(blanks)}x`
  const costs = Array.from({ length: 2 }, () => {
    const before = process.cpuUsage()
    for (let time = 0; time < 10; time++) expect(isMediaType(text)).toBe(false)
    const { user, system } = process.cpuUsage(before)
    return user + system
  })
  return Math.min(...costs)
}

it('is refused at a cost in proportion to its blanks', () => {
  costOf(200)
  // A hundred times as many may cost a hundred times as much; a square would be ten thousand times as much.
  expect(costOf(20_000)).toBeLessThan(Math.max(costOf(200), 100) * 1000)
})
