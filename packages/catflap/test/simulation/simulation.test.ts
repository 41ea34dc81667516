/**
 * Histories of whole apps, whose order of events a seed decides; `npm run simulate` runs as many as one
 * likes.
 */
import { expect, it } from 'vitest'
import { runHistory } from './history.ts'

const SEEDS = process.env.CATFLAP_SLOW === '1' ? 2000 : 40

it(`in ${SEEDS} histories every rule holds after every step`, async () => {
  let steps = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation, log, ...outcome } = await runHistory(seed)
    steps += outcome.steps
    if (violation === undefined) continue
    expect.fail(`seed ${seed}: ${violation.rule}: ${violation.text}\n${log.slice(-60).join('\n')}`)
  }
  expect(steps).toBeGreaterThan(SEEDS * 100)
}, 3_600_000)

it('the same seed gives the same history', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const [one, two] = [await runHistory(seed), await runHistory(seed)]
    expect(one.order).toBe(two.order)
    expect(one.log).toEqual(two.log)
    expect(one.log.length).toBeGreaterThan(5)
  }
}, 600_000)
