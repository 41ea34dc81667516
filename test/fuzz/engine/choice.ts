/** Choices that a seed decides. */
import { createRandom } from '../../../packages/catflap/test/simulation/random.ts'

export interface Choice {
  /** A whole number from 0 on, below `end`; 0 when there is none. */
  below(end: number): number
  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T
  /** True once in so many times. */
  oneIn(times: number): boolean
}

export function createChoice(seed: number): Choice {
  const random = createRandom(seed)
  const below = (end: number) => Math.floor(random() * end)
  return {
    below,
    of: (list) => list[below(list.length)]!,
    oneIn: (times) => below(times) === 0,
  }
}
