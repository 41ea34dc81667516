/**
 * Processor time per request, by process accounting, of several servers that take turns in short
 * rounds: whatever else the machine does hits all of them.
 */
import { loadavg } from 'node:os'
import { createLoad } from './load.mjs'
import { QUICK } from './report.mjs'

/** Rounds that count. */
export const ROUNDS = QUICK ? 15 : 21
/** Seconds that each server is under load in a round. */
const SECONDS = QUICK ? 0.15 : 0.5
/** Part of the time that a server's event loop must have had something to do. */
export const LEAST_BUSY = 0.95
/** As many rounds as may be thrown away because a server had nothing to do, for each that counts. */
const PATIENCE = 2

/** @typedef {import('./processes.mjs').App} App */

/**
 * One side under load, as it was in each round.
 *
 * @typedef {object} Seen
 * @property {number[]} costs - microseconds of processor time per request
 * @property {number[]} rates - requests per second
 * @property {number[]} busy - part of the time that its event loops had something to do
 */

/**
 * @typedef {object} Side
 * @property {readonly App[]} apps - one server, or several that share the connections; each answers `{}` with
 *   its clocks, see apps/listen.mjs
 * @property {(connection: number) => string | undefined} cookieOf
 */

/** The clocks of several processes, added up. @param {readonly App[]} apps */
async function clocksOf(apps) {
  const clocks = await Promise.all(apps.map((app) => app.ask({})))
  const sum = (/** @type {string} */ name) =>
    clocks.reduce((total, clock) => total + clock[name], 0)
  return { processorTime: sum('processorTime'), active: sum('active'), idle: sum('idle') }
}

/** @param {readonly App[]} apps @param {import('./load.mjs').Load} load */
async function underLoad(apps, load) {
  const before = await clocksOf(apps)
  const { requests, seconds } = await load.run(SECONDS)
  const after = await clocksOf(apps)
  const [active, idle] = [after.active - before.active, after.idle - before.idle]
  return {
    cost: (after.processorTime - before.processorTime) / requests,
    rate: requests / seconds,
    busy: active / (active + idle),
  }
}

/**
 * Measures all sides in turn. A round in which one of them had too little to do is thrown away.
 *
 * @param {readonly Side[]} sides
 * @param {number} [leastBusy] - part of the time; less where there are more processes than cores
 * @returns {Promise<{ readonly seen: readonly Seen[], readonly dropped: number, readonly load: number }>}
 *   `load` is the machine's load average meanwhile
 */
export async function measure(sides, leastBusy = LEAST_BUSY) {
  const loads = await Promise.all(
    sides.map(({ apps, cookieOf }) =>
      createLoad(
        apps.map(({ origin }) => origin),
        cookieOf,
      ),
    ),
  )
  const seen = sides.map(() => /** @type {Seen} */ ({ costs: [], rates: [], busy: [] }))
  let dropped = 0
  // The first round only warms up.
  for (let round = -1; (seen[0]?.costs.length ?? 0) < ROUNDS; round++) {
    const results = await inTurn(sides, loads, round % 2 === 0)
    if (round < 0) continue
    if (results.some(({ busy }) => busy < leastBusy) && dropped < ROUNDS * PATIENCE) {
      dropped++
      continue
    }
    for (const [i, { cost, rate, busy }] of results.entries()) {
      seen[i]?.costs.push(cost)
      seen[i]?.rates.push(rate)
      seen[i]?.busy.push(busy)
    }
  }
  for (const load of loads) load.close()
  return { seen, dropped, load: loadavg()[0] ?? 0 }
}

/**
 * @param {readonly Side[]} sides
 * @param {readonly import('./load.mjs').Load[]} loads
 * @param {boolean} forwards
 */
async function inTurn(sides, loads, forwards) {
  const results = sides.map(() => ({ cost: 0, rate: 0, busy: 0 }))
  const order = [...sides.keys()]
  for (const i of forwards ? order : order.toReversed()) {
    const [side, load] = [sides[i], loads[i]]
    if (side !== undefined && load !== undefined) results[i] = await underLoad(side.apps, load)
  }
  return results
}
