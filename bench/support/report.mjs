/**
 * What every bench prints, and the little arithmetic it needs.
 */

/** True when a shorter, rougher run was asked for: `--quick`. */
export const QUICK = process.argv.includes('--quick')

/** @param {readonly number[]} values - at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/**
 * Median, and in brackets the least and the greatest value.
 *
 * @param {readonly number[]} values
 * @param {number} [digits]
 */
export function spread(values, digits = 2) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${greatest.toFixed(digits)})`
}

/**
 * Median, and in brackets the quartiles.
 *
 * @param {import('./statistics.mjs').Figure} figure
 */
export const shown = ({ median, low, high }) =>
  `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`

/** @param {number} value */
export const whole = (value) => Math.round(value).toLocaleString('en')

/** @param {number} milliseconds */
export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Prints a table.
 *
 * @param {string} title
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function printTable(title, head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, i) => Math.max(...lines.map((row) => row[i]?.length ?? 0)))
  const print = (/** @type {readonly string[]} */ row) =>
    console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
  console.log(`\n${title}`)
  const [first = [], ...rest] = lines
  print(first)
  print(widths.map((width) => '-'.repeat(width)))
  for (const row of rest) print(row)
}
