/**
 * Runs histories until it is stopped, or for a number of seeds: `npm run simulate -- --seeds 100000`.
 * `--first 1` begins elsewhere, `--mistakes` looks for the seeded mistakes instead, and writes their table;
 * `--only` takes those whose name holds a text; `--processes` runs in as many, else in one for each core. A history that
 * breaks a rule is printed as small as it gets.
 */
import { availableParallelism } from 'node:os'
import { readOptions, refuse } from '../../../../scripts/options.mjs'
import { MISTAKES } from './mistakes.mjs'
import { runTasks, slices } from './pool.mjs'

const { values } = readOptions({
  options: {
    seeds: { type: 'string', default: 'Infinity' },
    first: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    mistakes: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
const seeds = Number(values.seeds)
const first = Number(values.first)
const processes = Number(values.processes)
if (![seeds, first, processes].every((number) => number >= 1))
  refuse('--seeds, --first and --processes are numbers above 0.', '这三个选项都是大于 0 的数。')
/** Histories after which the command tells how far it is. */
const TELL = 1000
/** Seeds for a mistake, where no number is given. */
const MOST = 2000

async function findMistakes() {
  const most = Number.isFinite(seeds) ? seeds : MOST
  const tasks = MISTAKES.flatMap(({ name }, place) =>
    name.includes(values.only) ? [{ place, first, count: most }] : [],
  )
  let [missed, histories, cpu] = [0, 0, 0]
  console.log('| mistake | found after | the rule that it breaks |\n| --- | --- | --- |')
  await runTasks(tasks.values(), processes, (found, { place = 0 }, seconds) => {
    histories += found?.after ?? most
    cpu += seconds
    if (found === undefined) missed++
    const cells = found === undefined ? [`**not within ${most}**`, '–'] : [found.after, found.rule]
    console.log(`| ${[MISTAKES[place]?.name, ...cells].join(' | ')} |`)
    return true
  })
  console.log(
    `${tasks.length - missed} of ${tasks.length} mistakes found, in ${histories} histories, ${cpu.toFixed(0)} s of CPU`,
  )
  return missed === 0
}

async function runAll() {
  const orders = new Set()
  let [count, steps, faults, cpu, isBroken] = [0, 0, 0, 0, false]
  await runTasks(slices(first, seeds), processes, (all, _, seconds) => {
    const before = count
    count += all.count
    steps += all.steps
    faults += all.faults
    cpu += seconds
    for (const order of all.orders) orders.add(order)
    if (all.broken !== undefined) {
      isBroken = true
      console.log(all.broken)
    } else if (Math.floor(count / TELL) > Math.floor(before / TELL)) tell()
    return !isBroken
  })
  tell()
  return !isBroken

  function tell() {
    const each = [steps, faults].map((sum) => (sum / count).toFixed(1))
    const rates = [count, steps].map((sum) => (sum / cpu).toFixed(1))
    console.log(
      `${count} histories in ${orders.size} orders: ${steps} steps (${each[0]} each), ${faults} faults (${each[1]} each); ` +
        `${rates[0]} histories and ${rates[1]} steps a second of CPU`,
    )
  }
}

process.exitCode = (await (values.mistakes ? findMistakes() : runAll())) ? 0 : 1
