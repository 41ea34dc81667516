/** A fault behind conditions that hold one after the other: for the test of the loop. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: [],
  run(input) {
    const at = (place: number) => input[place] ?? 0
    if (at(0) % 16 !== 7) return
    if (at(1) % 16 !== 3) return
    if (at(2) % 16 !== 9) return
    if (at(3) % 16 !== 1) return
    if (at(4) % 16 !== 12) return
    if (at(5) % 16 === 5) throw new Error('planted')
  },
}
