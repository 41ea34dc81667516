/** One seed per run for every property, printed so that a failure can be had again. */
import fc from 'fast-check'
import { anyText } from '../../../../test/support/any-text.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2_147_483_647)

/** Prints the seed and makes fast-check use it: `FC_SEED=… npx vitest run …` repeats a run. */
export function seedProperties(name: string): void {
  console.info(`${name}: FC_SEED=${seed}`)
  fc.configureGlobal({ seed, numRuns: Number(process.env.FC_RUNS ?? 500) })
}

/** Text of any characters, with those that matter to `parsers` far more often than by chance. */
export function hostileText(...parts: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...parts) },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
    { weight: 1, arbitrary: anyText({ maxLength: 3 }) },
  )
  return fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
}
