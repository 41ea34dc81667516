/** What an execution did that none had done: which arms of the code it ran, and about how often. */

/** An arm, and the power of two of how often it was run. */
export type Feature = readonly [arm: number, times: number]

export interface Feedback {
  /** What the last execution did for the first time. */
  fresh(): readonly Feature[]
  /** Whether the last execution did all of these. */
  does(features: readonly Feature[]): boolean
  /** From now on nothing of what the last execution did is new. */
  remember(): void
  /** Arms run in the last execution, each as often as it was. */
  work(): number
  /** Arms that were ever run. */
  covered(): number
}

const powerOf = (count: number): number => 32 - Math.clz32(count)

/** @param counters - how often each arm has been run; set to zero by whoever begins an execution */
export function createFeedback(counters: Uint32Array): Feedback {
  const seen = new Uint32Array(counters.length)
  return {
    fresh() {
      const features: Feature[] = []
      for (let arm = 0; arm < counters.length; arm++) {
        const count = counters[arm]!
        if (count === 0) continue
        const power = powerOf(count)
        if ((seen[arm]! & (1 << power)) === 0) features.push([arm, power])
      }
      return features
    },
    does: (features) => features.every(([arm, power]) => powerOf(counters[arm]!) === power),
    remember() {
      for (let arm = 0; arm < counters.length; arm++) {
        if (counters[arm] !== 0) seen[arm]! |= 1 << powerOf(counters[arm]!)
      }
    },
    work: () => counters.reduce((sum, count) => sum + count, 0),
    covered: () => seen.reduce((sum, bits) => sum + (bits === 0 ? 0 : 1), 0),
  }
}
