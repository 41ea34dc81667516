/** The box's clock: the caller's, moved by a skew and by the faults about clocks. */
import type { FaultSwitch } from '../faults/fault.ts'

/** A clock that may be wrong on purpose. */
export interface Clock {
  /** Whole seconds since the epoch, as the box believes. */
  now(): number
  /** The same with its fraction, for intervals that Dex measures exactly. */
  exact(): number
  /** Moves the box's clock; seconds, negative is behind. */
  setSkew(seconds: number): void
}

/**
 * Makes the box's clock.
 *
 * @param real - The true time, seconds since the epoch.
 * @param faults - Active faults may move the clock too.
 */
export function createClock(real: () => number, faults: FaultSwitch): Clock {
  let skew = 0
  const exact = () => real() + faults.rows().reduce((sum, row) => sum + (row.clock ?? 0), skew)
  return {
    now: () => Math.floor(exact()),
    exact,
    setSkew(seconds) {
      skew = seconds
    },
  }
}
