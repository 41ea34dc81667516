/** One target as one file, with the project's own sources counted. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'
import { instrument } from './instrument.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
/** What stands for `node:crypto`. */
const CHANCE = join(here, 'chance.ts')
/** Sources whose arms are counted; texts for people say nothing of a message's form. */
const COUNTED =
  /\/(?:packages\/\w+|apps\/env-viewer)\/src\/(?!.*(?:texts|words|facts|pages)).*\.ts$|\/test\/fuzz\/planted\//

/**
 * @typedef {object} BuiltTarget
 * @property {string} file
 * @property {number} arms - how many there are in it
 * @property {number} counters - how many there were before what nothing needs was left out: one more than the highest number
 * @property {string[]} words - texts that the sources compare with
 * @property {() => Promise<void>} remove - deletes the file
 */

/**
 * @param {string} target - a file that exports `target`, seen from `test/fuzz`
 * @param {readonly { file: string, from: string, to: string }[]} [faults] - put into sources on purpose, by the ends of
 * their paths
 * @returns {Promise<BuiltTarget>}
 */
export async function buildTarget(target, faults = []) {
  // Beside this file, so that packages are found.
  const folder = await mkdtemp(join(here, '.built-'))
  const outfile = join(folder, 'target.mjs')
  let counters = 0
  /** @type {Set<string>} */
  const words = new Set()
  /** @type {import('esbuild').Plugin} */
  const plugin = {
    name: 'count',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^node:crypto$/ }, ({ importer }) =>
        importer === CHANCE ? undefined : { path: CHANCE },
      )
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!COUNTED.test(path)) return undefined
        const text = faults
          .filter(({ file }) => path.endsWith(file))
          .reduce(
            (source, { from, to }) => {
              if (source.split(from).length !== 2)
                throw new Error(`${path} holds not once: ${from}`)
              return source.replace(from, () => to)
            },
            await readFile(path, 'utf8'),
          )
        const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'node20' })
        const counted = instrument(code, counters)
        counters += counted.arms
        for (const word of counted.words) words.add(word)
        return { contents: counted.code, loader: 'js' }
      })
    },
  }
  await build({
    stdin: {
      contents: `import { start } from './worker.ts'\nimport { target } from '../${target}'\nstart(target)\n`,
      resolveDir: here,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['catflap-source', 'source'],
    outfile,
    plugins: [plugin],
    logLevel: 'error',
  })
  const remove = () => rm(folder, { recursive: true, force: true })
  const arms = armsOf(await readFile(outfile, 'utf8'))
  return { file: outfile, arms, counters, words: [...words].sort(), remove }
}

/** How many counters are left in a bundle, each of whose modules has another name for them. @param {string} code */
const armsOf = (code) =>
  new Set([...code.matchAll(/\b__arms\d*\[(\d+)\]\+\+/g)].map(([, arm]) => arm)).size
