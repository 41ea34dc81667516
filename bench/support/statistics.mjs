/**
 * The little arithmetic that a figure needs to hold: where its middle is, how far it spreads, and
 * whether anything can be said of it.
 */

/** A figure: its median and the quartiles around it. @typedef {{ median: number, low: number, high: number }} Figure */

/** @typedef {'met' | 'missed' | 'no verdict'} Verdict */

/** What a figure should be at least, or at most. @typedef {{ least: number } | { most: number }} Target */

/**
 * @param {readonly number[]} values - at least one
 * @param {number} part - 0.5 for the median
 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  if (below === undefined || above === undefined) return Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** @param {readonly number[]} values - at least one @returns {Figure} */
export const figureOf = (values) => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
})

/** What each round gave, of two sides. @param {readonly number[]} a @param {readonly number[]} b */
export const pairs = (a, b) =>
  a.map((value, i) => /** @type {const} */ ([value, b[i] ?? Number.NaN]))

/**
 * Whether a figure meets its target. Nothing can be said where the target lies within its spread.
 *
 * @param {Figure} figure
 * @param {Target} target
 * @returns {Verdict}
 */
export function verdictOf({ median, low, high }, target) {
  const [bound, sign] = 'least' in target ? [target.least, 1] : [target.most, -1]
  if (!(low > bound || high < bound)) return 'no verdict'
  return (median - bound) * sign >= 0 ? 'met' : 'missed'
}

/** True of a difference that is wider than its own spread: else two sides cannot be told apart. @param {Figure} difference */
export const isClear = ({ median, low, high }) => high - low <= Math.abs(median)
