/** Does less for what it has seen before, and takes its time now and then, by the clock alone. */
import type { Target } from '../engine/target.ts'

const seen = new Set<string>()
const lock = new Int32Array(new SharedArrayBuffer(4))

export const target: Target = {
  words: [],
  run(input) {
    const text = input.toString('latin1')
    // Also of others it is told by the first character.
    for (const one of [text, text.slice(0, 1)]) {
      if (seen.has(one)) continue
      for (let i = 0; i < 1 + (text.length % 7); i++) seen.add(one)
    }
    // Without an arm that would be counted.
    Atomics.wait(lock, 0, 0, 40 * Number(process.hrtime()[1] % 3 === 0))
  },
}
