/**
 * Runs what `simulate.mjs` hands out, in a process of its own: the histories of some seeds, or the search for a
 * mistake. Histories replace the timers of their thread, so each process runs one after the other.
 */
import { constants, setPriority } from 'node:os'
import { loadHistories } from './build.mjs'
import { MISTAKES } from './mistakes.mjs'

/**
 * What came of some seeds: of all before the first that broke a rule, which is told as small as it gets.
 *
 * @typedef {{ count: number, steps: number, faults: number, orders: string[], broken: string | undefined }} Histories
 */

// Histories wait for nothing: whatever does comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

let unchanged = /** @type {Promise<typeof import('./shrink.ts')> | undefined} */ (undefined)

/**
 * @param {number} first
 * @param {number} count
 * @returns {Promise<Histories>}
 */
async function runSeeds(first, count) {
  unchanged ??= loadHistories()
  const { runHistory, shrink, describe } = await unchanged
  const all = { count: 0, steps: 0, faults: 0, orders: /** @type {string[]} */ ([]) }
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await runHistory(seed)
    all.count++
    all.steps += outcome.steps
    all.faults += outcome.faults
    all.orders.push(outcome.order)
    if (outcome.violation !== undefined) return { ...all, broken: describe(await shrink(outcome)) }
  }
  return { ...all, broken: undefined }
}

/**
 * The first seed at which a mistake broke a rule, as the number of seeds until then.
 *
 * @param {number} place - in the list of mistakes
 * @param {number} first
 * @param {number} most
 */
async function findMistake(place, first, most) {
  const { runHistory } = await loadHistories(MISTAKES[place])
  for (let seed = first; seed < first + most; seed++) {
    const { violation } = await runHistory(seed)
    if (violation !== undefined) return { after: seed - first + 1, rule: violation.rule }
  }
  return undefined
}

process.on('message', async (/** @type {import('./pool.mjs').Task} */ { place, first, count }) => {
  const began = process.cpuUsage()
  const result = await (place === undefined
    ? runSeeds(first, count)
    : findMistake(place, first, count))
  const { user, system } = process.cpuUsage(began)
  process.send?.({ result, cpu: (user + system) / 1e6 })
})
