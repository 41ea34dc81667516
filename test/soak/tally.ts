/** What was seen since the last minute: answers by kind, and how long they took. */

/** How long one kind of thing took, in milliseconds. */
export interface Latencies {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly most: number
}

export interface Tally {
  timed<Result>(kind: string, act: () => Promise<Result>): Promise<Result>
  expected(what: string): void
  unexpected(what: string): void
  /** What has gathered; begins anew, but for what was unexpected. */
  take(): {
    readonly latencies: Readonly<Record<string, Latencies>>
    readonly answers: Readonly<Record<string, number>>
  }
  /** How often each unexpected thing happened, from the beginning. */
  readonly faults: ReadonlyMap<string, number>
}

export function createTally(): Tally {
  let times = new Map<string, number[]>()
  let answers = new Map<string, number>()
  const faults = new Map<string, number>()
  const count = (counts: Map<string, number>, what: string) =>
    void counts.set(what, (counts.get(what) ?? 0) + 1)

  return {
    async timed(kind, act) {
      const start = performance.now()
      const result = await act()
      const seen = times.get(kind) ?? []
      seen.push(performance.now() - start)
      times.set(kind, seen)
      return result
    },
    expected: (what) => count(answers, what),
    unexpected: (what) => count(faults, what),
    take() {
      const latencies = Object.fromEntries(
        [...times].map(([kind, seen]) => [kind, latenciesOf(seen)]),
      )
      const taken = { latencies, answers: Object.fromEntries(answers) }
      times = new Map()
      answers = new Map()
      return taken
    },
    faults,
  }
}

/** @param values - at least one */
export function latenciesOf(values: readonly number[]): Latencies {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) }
}
