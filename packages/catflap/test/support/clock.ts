/** Time that only the test moves. */

/** A clock in seconds since the epoch. */
export interface Clock {
  readonly now: () => number
  move(seconds: number): void
}

export const START = 1_800_000_000

export function createClock(start: number = START): Clock {
  let time = start
  return {
    now: () => time,
    move: (seconds) => {
      time += seconds
    },
  }
}
