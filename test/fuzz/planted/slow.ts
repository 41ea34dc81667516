/** Work that grows by the square of an input. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: [],
  work: { base: 1000, perByte: 20 },
  run(input) {
    let blanks = 0
    for (let from = 0; from < input.length; from++) {
      for (let at = from; input[at] === 0x20; at++) blanks++
    }
    return void blanks
  },
}
