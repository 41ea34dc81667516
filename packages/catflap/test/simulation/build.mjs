/**
 * The histories as one file, with a change in the library or without: faster than under a test runner, and with
 * stand-ins (`stand-ins`) for what is dear and not what histories are about: cryptography, compression, and the web's
 * classes.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const source = fileURLToPath(new URL('../../src/', import.meta.url))

const standIn = (/** @type {string} */ name) => join(here, 'stand-ins', `${name}.ts`)

/**
 * @param {Omit<import('./mistakes.mjs').Mistake, 'name'>} [mistake]
 * @param {{ real?: boolean }} [options] - `real`: without stand-ins
 * @returns {Promise<typeof import('./shrink.ts')>}
 */
export async function loadHistories(mistake, { real = false } = {}) {
  // Beside this file, so that packages are found.
  const folder = await mkdtemp(join(here, '.built-'))
  const outfile = join(folder, 'history.mjs')
  const missing = mistake === undefined ? [] : [mistake, ...(mistake.also ?? [])]
  const changes = [...missing]
  const plugin = {
    name: 'mistake',
    /** @param {import('esbuild').PluginBuild} builder */
    setup({ onLoad, onResolve }) {
      if (!real) {
        onResolve({ filter: /^node:(crypto|zlib)$/ }, ({ path, importer }) =>
          importer.includes('stand-ins') ? undefined : { path: standIn(path.slice(5)) },
        )
      }
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        let text = await readFile(path, 'utf8')
        for (const change of changes) {
          if (path !== join(source, change.file)) continue
          if (text.split(change.from).length === 2) missing.splice(missing.indexOf(change), 1)
          text = text.replace(change.from, () => change.to)
        }
        return { contents: text, loader: 'ts' }
      })
    },
  }
  try {
    await build({
      entryPoints: [join(here, 'shrink.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      // What is run is in the file, so that the stand-ins are its, too.
      external: ['lmdb', 'redis', 'undici', 'jose'],
      inject: real ? [] : [standIn('web')],
      conditions: ['catflap-source', 'source'],
      outfile,
      plugins: [plugin],
      logLevel: 'error',
    })
    for (const { file, from } of missing) {
      throw new Error(`${file} does not hold, or holds more than once: ${from}`)
    }
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
