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
 * @param {readonly string[]} sources
 * @param {readonly string[]} tests - folders or files
 * @param {{ readonly deadline?: number, readonly tables?: boolean }} [how] - until when, in milliseconds; tables and patterns, too
 * @returns {import('./score.mjs').Report}
 */
export function measure(
  clone,
  sources,
  tests,
  { deadline = Number.POSITIVE_INFINITY, tables = false } = {},
) {
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(clone, name), text)
  write('stryker.config.json', JSON.stringify(strykerOptions(sources, tables)))
  write('mutation-tests.json', JSON.stringify(filesIn(clone, tests, /\.test\.tsx?$/)))
  for (const [name, text] of Object.entries(VITEST)) write(name, text)
  rmSync(join(clone, 'mutation-durations.json'), { force: true })
  // Properties with the same values each time, and fewer of them.
  const env = { ...process.env, FC_SEED: '1', FC_RUNS: '50', MUTATION_DEADLINE: String(deadline) }
  execFileSync('npx', ['stryker', 'run'], { cwd: clone, env, stdio: 'inherit' })
  return JSON.parse(readFileSync(join(clone, 'mutation-report.json'), 'utf8'))
}
