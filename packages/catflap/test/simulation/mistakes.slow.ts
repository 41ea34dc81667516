/** The histories find each of the mistakes in `mistakes.mjs`. Seconds each, and rarely any news. */
import { expect, it } from 'vitest'
import { loadHistories } from './build.mjs'
import type { runHistory } from './history.ts'
import { MISTAKES } from './mistakes.mjs'

/** Seeds within which each is found. */
const ENOUGH = 2000

it.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  'a mistake is found: %s',
  async (_, mistake) => {
    const histories = await loadHistories(mistake)
    let seed = 1
    while (seed <= ENOUGH && !(await violates(histories.runHistory, seed))) seed++
    expect(seed).toBeLessThanOrEqual(ENOUGH)
  },
  600_000,
)

async function violates(run: typeof runHistory, seed: number): Promise<boolean> {
  return (await run(seed)).violation !== undefined
}
