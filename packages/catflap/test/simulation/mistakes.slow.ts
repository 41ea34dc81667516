/** The histories find each of the mistakes in `mistakes.mjs`. Seconds each, and rarely any news. */
import { expect, it } from 'vitest'
import { loadHistories } from './build.mjs'
import type { runHistory } from './history.ts'
import { MISTAKES } from './mistakes.mjs'
import { RULES } from './rules.ts'

/** Seeds within which each is found. */
const ENOUGH = 2000

/** By the mistakes so far, each the first of its own. */
const broken = new Set<string>()

it.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  'a mistake is found: %s',
  async (_, mistake) => {
    const rule = await firstBroken((await loadHistories(mistake)).runHistory)
    expect(rule).toBeDefined()
    if (rule !== undefined) broken.add(rule)
  },
  600_000,
)

it('no rule is there that no mistake breaks before all others', () => {
  expect(Object.keys(RULES).filter((rule) => !broken.has(rule))).toEqual([])
})

async function firstBroken(run: typeof runHistory): Promise<string | undefined> {
  for (let seed = 1; seed <= ENOUGH; seed++) {
    const { violation } = await run(seed)
    if (violation !== undefined) return violation.rule
  }
  return undefined
}
