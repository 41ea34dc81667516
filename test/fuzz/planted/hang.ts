/** An input that nothing comes back from: for the test of the watcher. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: [],
  run(input) {
    if (input[0] !== 0x21) return
    while (input[1] === 0x21) input.length
  },
}
