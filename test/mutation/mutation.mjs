// Changes the sources in a thousand small ways and looks whether a test notices: `npm run mutation -- protocol`.
// Works on the last commit, in a clone of its own; Stryker is installed there alone.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.mjs'
import { PARTS, STRYKER } from './parts.mjs'
import {
  hashOf,
  partOf,
  ROOT,
  readEquivalent,
  readScores,
  sourcesOf,
  tableOf,
  writePages,
  writeScores,
} from './records.mjs'
import { percentOf, scoreOf } from './score.mjs'

/** Minutes for which `--changed` asks; what is left then is told, and measured the next time. */
const PATIENCE = 6

const tables = process.argv.includes('--tables')
const asked = process.argv.slice(2).filter((word) => word !== '--tables')
const [option] = asked
if (option === '--table') writePages()
else if (option === '--changed') {
  const names = Object.keys(PARTS)
  await measureAll(
    names.map((name) => ({ name, files: partOf(name, readScores()).changed })),
    Date.now() + PATIENCE * 60_000,
  )
} else await measureAll(asked.length > 0 ? asked.map(chosen) : Object.keys(PARTS).map(chosen))
console.log(tableOf('en', readScores()))

/** A part, or some files of one: `routes`, `routes/logout`. @param {string} word */
function chosen(word) {
  const [name = '', file] = word.split('/')
  const files = sourcesOf(name).filter((path) => file === undefined || path.endsWith(`/${file}.ts`))
  if (files.length === 0) {
    const all = Object.keys(PARTS).join(', ')
    console.error(`There is no part ${word}; the parts are ${all}. 没有这个部分。`)
    process.exit(2)
  }
  return { name, files }
}

/** @param {readonly { name: string, files: readonly string[] }[]} chosen @param {number} [deadline] - in milliseconds */
async function measureAll(chosen, deadline = Number.POSITIVE_INFINITY) {
  const wanted = chosen.filter(({ files }) => files.length > 0)
  if (wanted.length === 0) return
  const clone = mkdtempSync(join(tmpdir(), 'catflap-mutation-'))
  /** @type {(file: string, args: readonly string[]) => void} */
  const run = (file, args) => execFileSync(file, args, { cwd: clone, stdio: 'inherit' })
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, clone])
    run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'])
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...STRYKER])
    for (const { name, files } of wanted) {
      if (Date.now() < deadline) keep(name, files, clone, deadline)
      else console.log(`${name}: no time is left for ${files.join(', ')}`)
    }
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
}

/** @param {string} name @param {readonly string[]} files @param {string} clone @param {number} deadline */
function keep(name, files, clone, deadline) {
  const report = measure(clone, files, PARTS[name]?.tests ?? [], { deadline, tables })
  const date = new Date().toISOString().slice(0, 10)
  const entries = { ...readScores() }
  for (const file of files) {
    const mutated = report.files[file] ?? { source: '', mutants: [] }
    const { survivors, stale, ...score } = scoreOf(mutated, readEquivalent()[file] ?? {})
    for (const { name: mutant, line } of survivors)
      console.log(`survived, ${file}:${line}: ${mutant}`)
    for (const mutant of stale) console.log(`no equivalent any more, ${file}: ${mutant}`)
    console.log(`${file}: ${percentOf(score)} % ${JSON.stringify(score)}`)
    if (score.unasked === 0) entries[file] = { ...score, hash: hashOf(file, clone), date }
    else console.log(`${file}: ${score.unasked} mutants were not asked, so it is not kept`)
  }
  writeScores(entries)
  const { percent, wanted } = partOf(name, entries)
  if (percent < wanted) {
    console.error(`${name}: ${percent} %, and ${wanted} % are wanted.`)
    process.exitCode = 1
  }
}
