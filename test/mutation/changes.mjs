// What of the measured sources has changed since: asked by `npm run mutation -- --changed`, which is part of `.ci/run`.
import { execFileSync } from 'node:child_process'
import { hashOfText } from './records.mjs'
import { scoreOf } from './score.mjs'

/**
 * Seconds of processor time for all that has changed. Not of the clock: then a busy machine would leave changes unasked, and
 * what is left unasked fails.
 */
export const BUDGET = 300

/**
 * What of a source is to be asked: the lines that differ from what was measured, or all of it where that version is not in
 * the history.
 *
 * @param {string} root - of a clone
 * @param {string} file
 * @param {string | undefined} hash - of the version that was measured
 * @returns {readonly string[]} as Stryker takes them: `a.ts:3-5`, or `a.ts`
 */
export function changesOf(root, file, hash) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const commits = git('log', '--format=%H', '--diff-filter=AM', '--', file).split('\n').slice(0, -1)
  const measured = commits.find((commit) => hashOfText(git('show', `${commit}:${file}`)) === hash)
  if (measured === undefined) return [file]
  // In git's own words, whatever a person's configuration has it show instead.
  const plain = ['--no-ext-diff', '--no-color', '--unified=0']
  const diff = git('diff', ...plain, measured, 'HEAD', '--', file)
  return rangesOf(diff).map(([from, to]) => `${file}:${from}-${to}`)
}

/** The lines that a difference has added or changed; where some are gone, those beside the place. @param {string} diff @returns {readonly (readonly [number, number])[]} */
export const rangesOf = (diff) =>
  [...diff.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, count = '1']) => {
    const [from, lines] = [Number(start), Number(count)]
    return lines === 0 ? [Math.max(1, from), from + 1] : [from, from + lines - 1]
  })

/**
 * What keeps changes from being taken for held: mutants of theirs that no test notices and nobody has given a reason for, and
 * those for which the budget did not last.
 *
 * @param {import('./score.mjs').Report} report
 * @param {readonly string[]} files
 * @param {ReturnType<typeof import('./records.mjs').readEquivalent>} equivalent
 * @returns {readonly string[]}
 */
export const faultsOf = (report, files, equivalent) =>
  files.flatMap((file) => {
    const mutated = report.files[file] ?? { source: '', mutants: [] }
    const { survivors, unasked } = scoreOf(mutated, equivalent[file] ?? {})
    const left = unasked === 0 ? [] : [`not asked, ${file}: ${unasked}`]
    return [...survivors.map(({ name, line }) => `survived, ${file}:${line}: ${name}`), ...left]
  })
