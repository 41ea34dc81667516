/**
 *     npm run soak -- [--minutes 60]
 *
 * Prints a line of JSON each minute. Ends with 1 when an answer was not to be expected, or something
 * that should stand still after the tenth minute grew by more than 5 %.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { readOptions, refuse } from '../../scripts/options.mjs'

const { values } = readOptions({ options: { minutes: { type: 'string', default: '60' } } })
const minutes = Number(values.minutes)
if (!Number.isInteger(minutes) || minutes < 1)
  refuse('--minutes is a whole number above 0.', '--minutes 是大于 0 的整数。')

const here = import.meta.dirname
// Beside this file, so that packages are found.
const folder = await mkdtemp(join(here, '.built-'))
try {
  const outfile = join(folder, 'soak.mjs')
  const entryPoints = [join(here, 'soak.ts')]
  await build({
    entryPoints,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  })
  const { soak } = await import(pathToFileURL(outfile).href)
  const good = await soak(minutes, here, (/** @type {string} */ line) => console.log(line))
  console.log(good ? 'All as expected.' : 'NOT as expected.')
  if (!good) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
