// Checks the model of lease, renewal and logout: `npm run model`; README.md has the options.
import { writeFileSync } from 'node:fs'
import { check } from './check.mjs'
import { CONFIGURATIONS, MISTAKES } from './configurations.mjs'
import { changedFunctions, hashes, LOOKED_AT } from './functions.mjs'

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = [
  ...names.filter((name) => !(name in CONFIGURATIONS)),
  ...args.filter((arg) => arg.startsWith('--') && !['--mistakes', '--looked-at'].includes(arg)),
]
if (unknown.length > 0) {
  const all = Object.keys(CONFIGURATIONS).join(', ')
  console.error(`There is no ${unknown.join(', ')}; there are --mistakes, --looked-at and ${all}.
没有 ${unknown.join(', ')}；可用的有上面这些。`)
  process.exit(2)
}
const isMeant = (/** @type {string} */ name) => names.length === 0 || names.includes(name)
if (args.includes('--looked-at')) lookedAt()
else if (args.includes('--mistakes')) mistakes()
else configurations()

/** Records that the model says what the functions do now. */
function lookedAt() {
  const changed = changedFunctions()
  writeFileSync(LOOKED_AT, `${JSON.stringify(hashes(), null, 2)}\n`)
  console.log(changed.length === 0 ? 'Nothing has changed.' : `Looked at: ${changed.join(', ')}`)
}

function configurations() {
  for (const [name, { about }] of Object.entries(CONFIGURATIONS)) {
    if (!isMeant(name)) continue
    const { states, seconds, megabytes, error, steps } = check(name)
    if (error !== undefined) {
      console.log(steps)
      process.exitCode = 1
    }
    const cost = `${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`
    console.log(`${name}: ${error ?? 'holds'}; ${states} states, ${cost} (${about})`)
  }
}

function mistakes() {
  for (const { set, in: name, about } of MISTAKES) {
    if (!isMeant(name)) continue
    const { error, states, seconds } = check(name, set)
    if (error === undefined) process.exitCode = 1
    console.log(
      `${set} in ${name}: ${error ?? 'NOT FOUND'}; ${states} states, ${seconds} s (${about})`,
    )
  }
}
