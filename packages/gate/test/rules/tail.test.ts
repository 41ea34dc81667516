/** What follows the last name of a pattern is looked at once, however many slashes of a path are escaped. */
import { expect, it, vi } from 'vitest'
import { bars, fold, parsePattern } from '../../src/rules/patterns.ts'
import type { Pattern } from '../../src/rules/rule.ts'

it.each([
  ['y', true],
  ['', true],
])('looks once at what follows the last name: %j', (end, expected) => {
  const pattern = parsePattern('=/admin') as Pattern
  const test = vi.spyOn(RegExp.prototype, 'test')
  const barred = bars(pattern, fold(`/admin.${'%2f'.repeat(2000)}${end}`))
  const calls = test.mock.calls.length
  test.mockRestore()
  expect(barred).toBe(expected)
  expect(calls).toBeLessThan(20)
})
