/**
 * Runs histories until it is stopped, or for a number of seeds: `npm run simulate -- --seeds 100000`.
 * `--first 1` begins elsewhere, `--mistakes` looks for the seeded mistakes instead, and writes their table;
 * `--only` takes those whose name holds a text. A history that breaks a rule is printed as small as it gets.
 */
import { parseArgs } from 'node:util'
import { loadHistories } from './build.mjs'
import { MISTAKES } from './mistakes.mjs'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: 'Infinity' },
    first: { type: 'string', default: '1' },
    mistakes: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
const seeds = Number(values.seeds)
const first = Number(values.first)

/**
 * The first seed at which a rule was broken, as the number of seeds until then; `undefined` when none was.
 *
 * @param {typeof import('./shrink.ts')} histories
 * @param {number} most
 */
async function findIn({ runHistory }, most) {
  for (let seed = first; seed < first + most; seed++) {
    const { violation } = await runHistory(seed)
    if (violation !== undefined) return { after: seed - first + 1, rule: violation.rule }
  }
  return undefined
}

async function findMistakes() {
  const most = Number.isFinite(seeds) ? seeds : 1000
  const wanted = MISTAKES.filter(({ name }) => name.includes(values.only))
  let missed = 0
  console.log('| mistake | found after | the rule that it breaks |\n| --- | --- | --- |')
  for (const mistake of wanted) {
    const found = await findIn(await loadHistories(mistake), most)
    if (found === undefined) missed++
    const cells = found === undefined ? [`**not within ${most}**`, '–'] : [found.after, found.rule]
    console.log(`| ${[mistake.name, ...cells].join(' | ')} |`)
  }
  console.log(`${wanted.length - missed} of ${wanted.length} mistakes found`)
  return missed === 0
}

async function runAll() {
  const { runHistory, shrink, describe } = await loadHistories()
  const orders = new Set()
  let [steps, faults, seed] = [0, 0, first]
  const began = process.cpuUsage()
  for (; seed < first + seeds; seed++) {
    const outcome = await runHistory(seed)
    steps += outcome.steps
    faults += outcome.faults
    orders.add(outcome.order)
    if (outcome.violation !== undefined) {
      console.log(describe(await shrink(outcome)))
      return false
    }
    if ((seed - first + 1) % 1000 === 0) tell()
  }
  tell()
  return true

  function tell() {
    const { user, system } = process.cpuUsage(began)
    const count = Math.min(seed, first + seeds - 1) - first + 1
    const rate = count / ((user + system) / 1e6)
    console.log(
      `${count} histories in ${orders.size} orders of ${steps} steps, ${faults} faults: ${rate.toFixed(1)} histories a second of CPU`,
    )
  }
}

process.exitCode = (await (values.mistakes ? findMistakes() : runAll())) ? 0 : 1
