/**
 * Runs histories until it is stopped, or for a number of seeds: `npm run simulate -- --seeds 100000`.
 * `--first 1` begins elsewhere, `--mistakes` looks for the seeded mistakes instead.
 */
import { parseArgs } from 'node:util'
import { loadHistories } from './build.mjs'
import { MISTAKES } from './mistakes.mjs'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: 'Infinity' },
    first: { type: 'string', default: '1' },
    mistakes: { type: 'boolean', default: false },
  },
})
const seeds = Number(values.seeds)
const first = Number(values.first)

/**
 * How many seeds it took until something was violated; `undefined` when nothing was.
 *
 * @param {typeof import('./history.ts')} histories
 * @param {number} most
 */
async function findIn({ runHistory }, most) {
  for (let seed = first; seed < first + most; seed++) {
    try {
      if ((await runHistory(seed)).violations.length > 0) return seed - first + 1
    } catch {
      return seed - first + 1
    }
  }
  return undefined
}

async function findMistakes() {
  let missed = 0
  for (const mistake of MISTAKES) {
    const found = await findIn(await loadHistories(mistake), Number.isFinite(seeds) ? seeds : 1000)
    if (found === undefined) missed++
    console.log(`${found === undefined ? 'not found' : `after ${found}`}\t${mistake.name}`)
  }
  console.log(`${MISTAKES.length - missed} of ${MISTAKES.length} mistakes found`)
  return missed === 0
}

async function runAll() {
  const { runHistory } = await loadHistories()
  let [events, faults, seed] = [0, 0, first]
  const began = process.cpuUsage()
  for (; seed < first + seeds; seed++) {
    const outcome = await runHistory(seed)
    events += outcome.events
    faults += outcome.faults
    if (outcome.violations.length > 0) {
      console.log(outcome.log.join('\n'))
      console.log(`seed ${seed} violates: ${outcome.violations.join('; ')}`)
      return false
    }
    if ((seed - first + 1) % 1000 === 0) tell()
  }
  tell()
  return true

  function tell() {
    const { user, system } = process.cpuUsage(began)
    const count = Math.min(seed, first + seeds - 1) - first + 1
    const cpu = (user + system) / 1e6
    console.log(
      `${count} histories, ${events} events, ${faults} faults, ${Math.round(count / cpu)} histories a second of CPU`,
    )
  }
}

process.exitCode = (await (values.mistakes ? findMistakes() : runAll())) ? 0 : 1
