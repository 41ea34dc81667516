/**
 * Looks for inputs that break what must hold of them: `npm run fuzz -- cookie --minutes 60`.
 *
 *     npm run fuzz -- TARGET…|all [--minutes 1 | --runs 100000] [--seed 1] [--keep]
 *     npm run fuzz -- TARGET --input FILE
 *
 * One target after the other, so many minutes of processor time each; a seed and a number of runs give the same run again:
 * what is random in a target follows from the input (`engine/chance.ts`).
 * Ctrl-C ends the look, and all that would follow, as if its time were over; a second one ends the command at once.
 * `--keep` makes the corpus in `corpus/TARGET` anew of what was found: the fewest and shortest inputs that run
 * as many arms, and records the figures in docs/operations.md. What breaks is written into `.fuzz`, and ends the command with 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOptions, refuse } from '../../scripts/options.mjs'
import { buildTarget } from './engine/build.mjs'
import { distill } from './engine/distill.mjs'
import { record } from './engine/figures.mjs'
import { nameOf, readCorpus, TARGETS, writeCorpus } from './engine/files.mjs'
import { watch } from './engine/watch.mjs'

const FOUND = join(import.meta.dirname, '.fuzz')

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    input: { type: 'string' },
  },
})
const names = positionals.includes('all') ? TARGETS : positionals
const unknown = names.filter((name) => !TARGETS.includes(name))
if (names.length === 0 || unknown.length > 0) {
  const targets = TARGETS.join(', ')
  refuse(`The targets are ${targets}, or all of them.`, `没有这个目标：${unknown.join(', ')}`)
}
const runs = values.runs === undefined ? Infinity : Number(values.runs)
const minutes = Number(values.minutes ?? (values.runs === undefined ? '1' : 'Infinity'))
const seed = Number(values.seed)
if (![runs, minutes, seed].every((number) => number > 0))
  refuse('--minutes, --runs and --seed are numbers above 0.', '这三个选项都是大于 0 的数。')

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

for (const name of names) {
  if (stop.signal.aborted) break
  const built = await buildTarget(`targets/${name}.ts`)
  try {
    await fuzz(name, built)
  } finally {
    await built.remove()
  }
}

/**
 * @param {string} name
 * @param {import('./engine/build.mjs').BuiltTarget} built
 */
async function fuzz(name, built) {
  const corpus = values.input === undefined ? readCorpus(name) : [readFileSync(values.input)]
  /** @param {import('./engine/watch.mjs').Figures} figures */
  const tell = ({ executions, covered, kept, findings, computed }) => {
    const rate = Math.round(executions / computed)
    console.log(
      `${name}: ${Math.round(computed)} s of processor time, ${executions} executions, ${rate} a second, ` +
        `${covered} of ${built.arms} arms, corpus ${kept}, findings ${findings}`,
    )
  }
  /** @param {import('./engine/watch.mjs').Finding} finding */
  const onFound = ({ what, input }) => {
    mkdirSync(FOUND, { recursive: true })
    const file = join(FOUND, `${name}-${nameOf(input)}`)
    writeFileSync(file, input)
    console.log(`${name}: ${what}\n  ${file}`)
    process.exitCode = 1
  }
  const most = values.input === undefined ? runs : 1
  const result = await watch(built, {
    seed,
    corpus,
    runs: most,
    seconds: minutes * 60,
    signal: stop.signal,
    tell,
    onFound,
  })
  tell(result)
  if (!values.keep) return
  writeCorpus(name, await distill(built, result.inputs))
  record(name, {
    executions: result.executions,
    minutes: Math.round(result.computed / 60),
    rate: Math.round(result.executions / result.computed),
    arms: built.arms,
    covered: result.covered,
    inputs: result.kept,
    findings: result.findings,
    date: new Date().toISOString().slice(0, 10),
  })
}
