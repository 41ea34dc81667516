// Changes the sources in a thousand small ways and looks whether a test notices: `npm run mutation -- protocol`.
// Works on the last commit, in a clone of its own; Stryker is installed there alone.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refuse } from '../../scripts/options.mjs'
import { BUDGET, changesOf, faultsOf } from './changes.mjs'
import { measure } from './measure.mjs'
import { PARTS, STRYKER, testsOf } from './parts.mjs'
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

const tables = process.argv.includes('--tables')
const asked = process.argv.slice(2).filter((word) => word !== '--tables')
const [option] = asked
if (option === '--table') writePages()
else if (option === '--changed') askChanges()
else measureAll(asked.length > 0 ? asked.map(chosen) : Object.keys(PARTS).map(chosen))
console.log(tableOf('en', readScores()))

/** A part, or some files of one: `routes`, `routes/logout`. @param {string} word */
function chosen(word) {
  const [name = '', file] = word.split('/')
  const files = sourcesOf(name).filter((path) => file === undefined || path.endsWith(`/${file}.ts`))
  if (files.length === 0) {
    const all = Object.keys(PARTS).join(', ')
    refuse(`There is no part ${word}; the parts are ${all}.`, `没有这个部分：${word}`)
  }
  return { name, files }
}

/** @typedef {{ readonly name: string, readonly files: readonly string[] }} Chosen */

/** Those of a part that the same tests are asked of. @param {Chosen} chosen @returns {readonly Chosen[]} */
function together({ name, files }) {
  const keys = new Set(files.map((file) => testsOf(name, file).join()))
  return [...keys].map((key) => ({
    name,
    files: files.filter((file) => testsOf(name, file).join() === key),
  }))
}

/** @param {readonly Chosen[]} chosen */
function measureAll(chosen) {
  inClone((clone) => {
    for (const group of chosen.flatMap(together)) keep(group, clone)
  })
}

/** Nothing is kept of it: what was measured of a file is told of the whole file. */
function askChanges() {
  const scores = readScores()
  const names = Object.keys(PARTS)
  const changed = names.map((name) => ({ name, files: partOf(name, scores).changed }))
  const groups = changed.flatMap(together)
  if (groups.length === 0) return
  inClone((clone) => {
    let left = BUDGET
    for (const { name, files } of groups) {
      const lines = files.flatMap((file) => changesOf(clone, file, scores[file]?.hash))
      if (lines.length === 0) continue
      console.log(`asked: ${lines.join(', ')}`)
      const tests = testsOf(name, files[0] ?? '')
      const report = measure(clone, lines, tests, { budget: Math.max(1, left) })
      left -= report.spent
      for (const fault of faultsOf(report, files, readEquivalent())) {
        console.error(fault)
        process.exitCode = 1
      }
    }
  })
  if (process.exitCode === 1) {
    console.error(
      'Changed sources: a test is missing, or a reason in test/mutation/equivalent.json. What was not asked for want of time ' +
        'is measured by `npm run mutation -- PART/FILE`, and the result is committed. ' +
        '改动过的源码缺少测试，或在 equivalent.json 中缺少理由；未能问完的，请测量该文件并提交结果。',
    )
  }
}

/** @param {(clone: string) => void} use - of the last commit, with Stryker in it */
function inClone(use) {
  const clone = mkdtempSync(join(tmpdir(), 'catflap-mutation-'))
  /** @type {(file: string, args: readonly string[]) => void} */
  const run = (file, args) => execFileSync(file, args, { cwd: clone, stdio: 'inherit' })
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, clone])
    run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'])
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...STRYKER])
    use(clone)
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
}

/** @param {Chosen} chosen @param {string} clone */
function keep({ name, files }, clone) {
  const report = measure(clone, files, testsOf(name, files[0] ?? ''), { tables })
  const date = new Date().toISOString().slice(0, 10)
  const entries = { ...readScores() }
  for (const file of files) {
    const mutated = report.files[file] ?? { source: '', mutants: [] }
    const { survivors, late, stale, ...score } = scoreOf(mutated, readEquivalent()[file] ?? {})
    for (const { name: mutant, line } of survivors)
      console.log(`survived, ${file}:${line}: ${mutant}`)
    for (const { name: mutant, line } of late)
      console.log(`never ended, ${file}:${line}: ${mutant}`)
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
