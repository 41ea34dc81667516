/**
 * Processor time per request, by process accounting, of several servers that take turns in short
 * rounds: whatever else the machine does hits all of them.
 */
import { loadavg } from 'node:os'
import { createLoad, plainQuestion } from './load.mjs'
import { QUICK } from './report.mjs'

/** Rounds that count. */
export const ROUNDS = QUICK ? 15 : 21
/** Seconds that each server is under load in a round. */
const SECONDS = QUICK ? 0.15 : 0.5
/** Part of the time that a server's event loop must have had something to do. */
export const LEAST_BUSY = 0.95
/** Rounds that a server may warm up for. */
const MOST_TURNS = 40
/** As many rounds as may be thrown away because a server had nothing to do, for each that counts. */
const PATIENCE = 2

/** What can be asked under load. @typedef {Pick<import('./processes.mjs').App, 'origin' | 'ask'>} App */

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
 * @property {(connection: number) => string | undefined} [cookieOf]
 * @property {import('./load.mjs').Question} [question] - else a plain one, with the cookie
 * @property {number} [warmUp] - seconds of processor time before the first round, in which it compiles what it runs
 */

/** The clocks of several processes, added up. @param {readonly App[]} apps */
async function clocksOf(apps) {
  const clocks = await Promise.all(apps.map((app) => app.ask({})))
  const sum = (/** @type {string} */ name) =>
    clocks.reduce((total, clock) => total + clock[name], 0)
  return { processorTime: sum('processorTime'), active: sum('active'), idle: sum('idle') }
}

/** @param {readonly App[]} apps @param {import('./load.mjs').Load} load @param {number} duration - seconds */
async function underLoad(apps, load, duration) {
  const before = await clocksOf(apps)
  const { requests, seconds } = await load.run(duration)
  const after = await clocksOf(apps)
  const [active, idle] = [after.active - before.active, after.idle - before.idle]
  const used = after.processorTime - before.processorTime
  return {
    used,
    cost: used / requests,
    rate: requests / seconds,
    busy: Math.min(1, active / (active + idle)),
  }
}

/**
 * Measures all sides in turn. A round in which one of them had too little to do is thrown away.
 *
 * @param {readonly Side[]} sides
 * @param {object} [how]
 * @param {number} [how.leastBusy] - part of the time; less where there are more processes than cores
 * @param {number} [how.seconds] - that each server is under load in a round
 * @returns {Promise<{ readonly seen: readonly Seen[], readonly dropped: number, readonly load: number }>}
 *   `load` is the machine's load average meanwhile
 */
export async function measure(sides, { leastBusy = LEAST_BUSY, seconds = SECONDS } = {}) {
  const loads = await Promise.all(
    sides.map(({ apps, cookieOf = () => undefined, question = plainQuestion(cookieOf) }) =>
      createLoad(
        apps.map(({ origin }) => origin),
        question,
      ),
    ),
  )
  const seen = sides.map(() => /** @type {Seen} */ ({ costs: [], rates: [], busy: [] }))
  let dropped = 0
  for (const [i, load] of loads.entries()) await warm(sides[i], load, seconds)
  for (let round = 0; (seen[0]?.costs.length ?? 0) < ROUNDS; round++) {
    const results = await inTurn(sides, loads, round % 2 === 0, seconds)
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
 * One round that does not count, and more of them while a server has had too little of the processor.
 *
 * @param {Side | undefined} side
 * @param {import('./load.mjs').Load} load
 * @param {number} seconds
 */
async function warm({ apps, warmUp = 0 } = { apps: [] }, load, seconds) {
  let used = 0
  for (let turn = 0; turn === 0 || (used < warmUp * 1e6 && turn < MOST_TURNS); turn++) {
    used += (await underLoad(apps, load, seconds)).used
  }
}

/**
 * @param {readonly Side[]} sides
 * @param {readonly import('./load.mjs').Load[]} loads
 * @param {boolean} forwards
 * @param {number} duration - seconds for each
 */
async function inTurn(sides, loads, forwards, duration) {
  const results = sides.map(() => ({ cost: 0, rate: 0, busy: 0 }))
  const order = [...sides.keys()]
  for (const i of forwards ? order : order.toReversed()) {
    const [side, load] = [sides[i], loads[i]]
    if (side !== undefined && load !== undefined)
      results[i] = await underLoad(side.apps, load, duration)
  }
  return results
}
