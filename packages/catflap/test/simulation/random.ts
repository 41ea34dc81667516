/** Randomness that a seed decides, and the order of a history's steps as one number. */

/** mulberry32: 32 bits of state are enough to choose delays. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The order in which steps were taken. */
export interface Trail {
  readonly steps: number
  add(who: string, what: string): void
  /** The same for histories whose steps came in the same order; times do not count. */
  hash(): string
}

/** FNV-1a, twice with other beginnings: 64 bits tell millions of orders apart. */
export function createTrail(): Trail {
  let [one, two, steps] = [0x811c9dc5, 0x9747b28c, 0]
  const feed = (text: string) => {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      one = Math.imul(one ^ code, 0x01000193)
      two = Math.imul(two ^ code, 0x01000193) ^ (two >>> 13)
    }
  }
  return {
    get steps() {
      return steps
    },
    add(who, what) {
      steps++
      feed(who)
      feed(what)
    },
    hash: () => [one, two].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
