/** Every input costs the same, and much: nothing that an input could be blamed for. */
import type { Target } from '../engine/target.ts'

export const target: Target = {
  words: [],
  work: { base: 1e9, perByte: 0 },
  run() {
    const { user } = process.cpuUsage()
    while (process.cpuUsage().user - user < 40_000);
  },
}
