// Has Stryker change some sources in a clone, and reads what the tests noticed.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEFT_OUT, strykerOptions, VITEST } from './parts.mjs'

/** The files of a part whose name ends so, from the folder of the repository. @param {string} root @param {readonly string[]} places @param {RegExp} ending */
export const filesIn = (root, places, ending) =>
  places
    .flatMap((place) =>
      statSync(join(root, place)).isFile()
        ? [place]
        : readdirSync(join(root, place), { encoding: 'utf8', recursive: true }).map(
            (name) => `${place}/${name}`,
          ),
    )
    .filter((file) => ending.test(file) && !LEFT_OUT.includes(file))
    .sort()

/**
 * Measures some sources.
 *
 * @param {string} clone - with Stryker installed
 * @param {readonly string[]} sources - files, or some lines of one: `a.ts:3-5`
 * @param {readonly string[]} tests - folders or files
 * @param {{ readonly budget?: number, readonly tables?: boolean }} [how] - seconds of processor time; tables and patterns, too
 * @returns {import('./score.mjs').Report & { readonly spent: number }}
 */
export function measure(
  clone,
  sources,
  tests,
  { budget = Number.POSITIVE_INFINITY, tables = false } = {},
) {
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(clone, name), text)
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(clone, name), 'utf8'))
  write('stryker.config.json', JSON.stringify(strykerOptions(sources, tables)))
  write('mutation-tests.json', JSON.stringify(filesIn(clone, tests, /\.test\.tsx?$/)))
  write('mutation-spent.json', '{}')
  for (const [name, text] of Object.entries(VITEST)) write(name, text)
  for (const name of ['durations', 'report'])
    rmSync(join(clone, `mutation-${name}.json`), { force: true })
  // Properties with the same values each time, and fewer of them.
  const env = { ...process.env, FC_SEED: '1', FC_RUNS: '50', MUTATION_BUDGET: String(budget) }
  execFileSync('npx', ['stryker', 'run'], { cwd: clone, env, stdio: 'inherit' })
  /** @type {Record<string, number>} */
  const spent = read('mutation-spent.json')
  const sum = Object.values(spent).reduce((total, seconds) => total + seconds, 0)
  return { ...read('mutation-report.json'), spent: sum }
}
