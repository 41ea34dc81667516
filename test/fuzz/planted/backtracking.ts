/** An expression whose work, which no counter sees, doubles with each byte. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: ['"'],
  mostBytes: 23,
  run(input) {
    return void /^(?:a|a?)+$/.test(input.toString('latin1'))
  },
}
