/**
 * Runs the benches, and says how each figure stands to what is wanted of it.
 *
 *     npm run bench -- [names] [--quick] [--write] [--check]
 *
 * Ends with 1 when something that must hold did not; with `--check` also when a target of
 * docs/operations.md is missed. `--write` keeps the figures and makes the tables of that page of them.
 */
import { fork } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { readOptions, refuse } from '../scripts/options.mjs'
import { QUICK } from './support/report.mjs'
import { keepFigures, printTables } from './tables.mjs'

const BENCHES = [
  ...['path', 'guard', 'peers', 'gate', 'start', 'scale', 'processes'],
  ...['renewal-storm', 'kill', 'redis-restart', 'suite'],
]
const FLAG = /** @type {const} */ ({ type: 'boolean', default: false })
const { values, positionals: named } = readOptions({
  allowPositionals: true,
  options: { quick: FLAG, write: FLAG, check: FLAG },
})
if (named.some((name) => !BENCHES.includes(name)))
  refuse(`The benches are ${BENCHES.join(', ')}.`, `没有这一项：${named.join(', ')}`)

/** @typedef {import('./support/record.mjs').Entry} Entry */
const figures = new Map(/** @type {[string, Entry][]} */ ([]))

/** @param {string} name @returns {Promise<boolean>} */
function run(name) {
  const path = new URL(`${name}.mjs`, import.meta.url).pathname
  const bench = fork(path, QUICK ? ['--quick'] : [])
  bench.on(
    'message',
    (/** @type {{ readonly id: string, readonly entry: Entry }} */ { id, entry }) => {
      figures.set(id, entry)
    },
  )
  return new Promise((resolve) => bench.once('exit', (code) => resolve(code === 0)))
}

/** What the figures were taken on; other work counts as much as the machine. */
const machine = () =>
  `${cpus().length} cores, Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}`

console.log(`Before: ${machine()}`)
const start = performance.now()
const failed = []
for (const name of named.length > 0 ? named : BENCHES) if (!(await run(name))) failed.push(name)
console.log(`\nAfter: ${machine()}`)
const seconds = Math.round((performance.now() - start) / 1000)
console.log(`${seconds} s; benches that failed: ${failed.join(', ') || 'none'}`)
for (const verdict of ['met', 'missed', 'no verdict']) {
  const ids = [...figures].filter(([, entry]) => entry.verdict === verdict).map(([id]) => id)
  console.log(`Targets ${verdict}: ${ids.join(', ') || 'none'}`)
}
const taken = { cores: cpus().length, node: process.version.slice(1) }
if (values.write) keepFigures(figures, taken)
printTables(figures, taken)
const missed = [...figures.values()].some(({ verdict }) => verdict === 'missed')
if (failed.length > 0 || (values.check && missed)) process.exitCode = 1
