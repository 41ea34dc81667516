/**
 * Runs every bench in turn. Ends with 1 when one of them missed what must hold; what only has a
 * target is reported.
 */
import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { QUICK } from './support/report.mjs'

const BENCHES = ['renewal-storm', 'kill', 'redis-restart', 'guard', 'scale']

/** @param {string} name @returns {Promise<boolean>} */
function run(name) {
  const path = new URL(`${name}.mjs`, import.meta.url).pathname
  const bench = spawn(process.execPath, [path, ...(QUICK ? ['--quick'] : [])], { stdio: 'inherit' })
  return new Promise((resolve) => bench.once('exit', (code) => resolve(code === 0)))
}

/** What the figures were taken on; other work counts as much as the machine. */
const machine = () =>
  `${cpus().length} cores, Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}`

console.log(`Before: ${machine()}`)
const start = performance.now()
const missed = []
for (const name of BENCHES) if (!(await run(name))) missed.push(name)
console.log(`\nAfter: ${machine()}`)
const seconds = Math.round((performance.now() - start) / 1000)
console.log(`${BENCHES.length} benches in ${seconds} s; missed: ${missed.join(', ') || 'none'}`)
if (missed.length > 0) process.exitCode = 1
