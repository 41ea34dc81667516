// Changes the sources in a thousand small ways and looks whether a test notices: `npm run mutation -- protocol`.
// Works on the last commit, in a clone of its own; Stryker is installed there alone.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PARTS, STRYKER, strykerOptions, vitestOptions, WANTED } from './parts.mjs'
import { scoreOf } from './score.mjs'

const ROOT = new URL('../../', import.meta.url).pathname
const EQUIVALENT = new URL('equivalent.json', import.meta.url)
const SCORES = new URL('scores.json', import.meta.url)

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  const all = Object.keys(PARTS).join(', ')
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${all}. 没有这个部分。`)
  process.exit(2)
}
const parts = asked.length > 0 ? asked : Object.keys(PARTS)
const clone = mkdtempSync(join(tmpdir(), 'catflap-mutation-'))
/** @type {(file: string, args: readonly string[]) => void} */
const run = (file, args) => execFileSync(file, args, { cwd: clone, stdio: 'inherit' })
try {
  execFileSync('git', ['clone', '--quiet', ROOT, clone])
  run('npm', ['ci'])
  run('npm', ['install', '--no-save', ...STRYKER])
  run('npm', ['run', 'build'])
  for (const name of parts) measure(name)
} finally {
  rmSync(clone, { recursive: true, force: true })
}

/** @param {string} name */
function measure(name) {
  const part = PARTS[name]
  if (part === undefined) return
  writeFileSync(join(clone, 'stryker.config.json'), JSON.stringify(strykerOptions(part)))
  writeFileSync(join(clone, 'vitest.mutation.ts'), vitestOptions(part))
  run('npx', ['stryker', 'run'])
  const report = JSON.parse(readFileSync(join(clone, 'mutation-report.json'), 'utf8'))
  const { survivors, ...score } = scoreOf(report, JSON.parse(readFileSync(EQUIVALENT, 'utf8')))
  for (const { name: mutant, line } of survivors) console.log(`survived, line ${line}: ${mutant}`)
  console.log(`${name}: ${JSON.stringify(score)}`)
  const date = new Date().toISOString().slice(0, 10)
  const scores = JSON.parse(readFileSync(SCORES, 'utf8'))
  writeFileSync(SCORES, `${JSON.stringify({ ...scores, [name]: { ...score, date } }, null, 2)}\n`)
  if (score.percent < WANTED) process.exitCode = 1
}
