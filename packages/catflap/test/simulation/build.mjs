/** The histories as one file, with a change in the library or without: faster than under a test runner. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const source = fileURLToPath(new URL('../../src/', import.meta.url))

/**
 * @param {{ file: string, from: string, to: string }} [mistake]
 * @returns {Promise<typeof import('./shrink.ts')>}
 */
export async function loadHistories(mistake) {
  // Beside this file, so that packages are found.
  const folder = await mkdtemp(join(here, '.built-'))
  const outfile = join(folder, 'history.mjs')
  let changed = mistake === undefined
  const plugin = {
    name: 'mistake',
    /** @param {import('esbuild').PluginBuild} builder */
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        if (mistake === undefined || path !== join(source, mistake.file))
          return { contents: text, loader: 'ts' }
        changed = text.split(mistake.from).length === 2
        return { contents: text.replace(mistake.from, () => mistake.to), loader: 'ts' }
      })
    },
  }
  try {
    await build({
      entryPoints: [join(here, 'shrink.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      conditions: ['catflap-source', 'source'],
      outfile,
      plugins: [plugin],
      logLevel: 'error',
    })
    if (!changed)
      throw new Error(`${mistake?.file} does not hold, or holds more than once: ${mistake?.from}`)
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
