/**
 * Histories of whole apps, whose order of events a seed decides; `npm run simulate` runs as many as one
 * likes.
 */
import { expect, it } from 'vitest'
import { runHistory } from './history.ts'

const SEEDS = process.env.CATFLAP_SLOW === '1' ? 2000 : 40

it(`of ${SEEDS} histories nothing is violated`, async () => {
  let events = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations, log, ...outcome } = await runHistory(seed)
    events += outcome.events
    if (violations.length === 0) continue
    expect.fail(`seed ${seed}: ${violations.join('; ')}\n${log.slice(-60).join('\n')}`)
  }
  expect(events).toBeGreaterThan(SEEDS * 100)
}, 3_600_000)

it('the same seed gives the same history', async () => {
  const [one, two] = [await runHistory(7), await runHistory(7)]
  expect(one.log).toEqual(two.log)
  expect(one.log.length).toBeGreaterThan(5)
}, 60_000)
