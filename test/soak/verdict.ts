/**
 * Whether something has stopped growing: what it was once everything had warmed up, beside what it is in
 * the end. Medians, since one minute may have met a large page.
 */

/** Minutes that may still grow: caches fill, and the first sessions have not ended yet. */
export const WARM = 10
/** Minutes at each end that are compared. */
const SPAN = 5
/** By how much the end may be above the beginning. */
const TOLERANCE = 0.05

/** The middle of the minutes after the warm-up, and of the last ones; `undefined` of too few minutes. */
function ends(minutes: readonly number[]): { early: number; late: number } | undefined {
  if (minutes.length < WARM + 2 * SPAN) return undefined
  return {
    early: medianOf(minutes.slice(WARM, WARM + SPAN)),
    late: medianOf(minutes.slice(-SPAN)),
  }
}

/** How much larger the last minutes are than those after the warm-up: 0.05 for five in a hundred. */
export function growthOf(minutes: readonly number[]): number | undefined {
  const seen = ends(minutes)
  return seen && seen.late / seen.early - 1
}

/**
 * `undefined` where there were too few minutes to tell.
 *
 * @param slack - what may come and go at any moment, such as the few connections that are open just then
 */
export function isFlat(minutes: readonly number[], slack = 0): boolean | undefined {
  const seen = ends(minutes)
  return seen && seen.late <= seen.early * (1 + TOLERANCE) + slack
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}
