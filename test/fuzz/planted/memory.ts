/** An input that takes all memory: for the test of the watcher. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: [],
  run(input) {
    const all: unknown[] = []
    while (input.includes('!')) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))
  },
}
