/**
 * Histories of whole apps, whose order of events a seed decides; `npm run simulate` runs as many as one
 * likes.
 */
import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { loadHistories } from './build.mjs'
import { MISTAKES } from './mistakes.mjs'
import { runTasks, slices } from './pool.mjs'
import type { Histories } from './worker.mjs'

const isSlow = process.env.CATFLAP_SLOW === '1'
const SEEDS = isSlow ? 100_000 : 2000

it(`in ${SEEDS} histories every rule holds after every step`, async () => {
  let [count, steps, broken] = [0, 0, '']
  const orders = new Set<string>()
  const processes = isSlow ? availableParallelism() : 1
  await runTasks(slices(1, SEEDS), processes, (all: Histories) => {
    count += all.count
    steps += all.steps
    for (const order of all.orders) orders.add(order)
    broken ||= all.broken ?? ''
    return broken === ''
  })
  expect(broken).toBe('')
  expect(count).toBe(SEEDS)
  // None is trivial, and none is another once more.
  expect(steps).toBeGreaterThan(SEEDS * 300)
  expect(orders.size).toBeGreaterThan(SEEDS * 0.99)
}, 3_600_000)

it.each([[51_134, 'a refusal met tokens that somebody else had been given before it']])(
  'no rule is too strict for seed %i, in which %s',
  async (seed) => {
    const { violation } = await (await loadHistories()).runHistory(seed)
    expect(violation).toBeUndefined()
  },
)

it('the same seed gives the same history', async () => {
  const { runHistory } = await loadHistories()
  for (let seed = 1; seed <= 10; seed++) {
    const [one, two] = [await runHistory(seed), await runHistory(seed)]
    expect(one.order).toBe(two.order)
    expect(one.log()).toEqual(two.log())
    expect(one.log().length).toBeGreaterThan(5)
  }
}, 600_000)

it('a history that breaks a rule is shrunk to what breaks it', async () => {
  const mistake = MISTAKES.find(
    ({ name }) => name === 'a code is redeemed by each copy of a callback',
  )
  const histories = await loadHistories(mistake)
  let seed = 1
  let outcome = await histories.runHistory(seed)
  while (outcome.violation === undefined) outcome = await histories.runHistory(++seed)
  const { plan, violation, log } = await histories.shrink(outcome)
  expect(violation?.rule).toBe(outcome.violation.rule)
  expect(plan.acts.length).toBeLessThanOrEqual(3)
  expect(plan.acts.map(({ kind }) => kind)).toContain('sign in')
  // Nothing more can be left out.
  for (const act of plan.acts) {
    const acts = plan.acts.filter((one) => one !== act)
    const less = await histories.runPlan({ ...plan, acts })
    expect(less.violation?.rule).not.toBe(violation?.rule)
  }
  const text = histories.describe({ plan, violation, log, steps: 0, faults: 0, order: '' })
  expect(text).toContain(`${plan.acts.length} acts:`)
  expect(text).toContain(`VIOLATED: ${violation?.rule}`)
}, 600_000)
