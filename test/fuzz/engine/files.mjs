/** Targets and their corpora, as files. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** Names of all targets. */
export const TARGETS = readdirSync(join(ROOT, 'targets'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))

/** What an input's file is called. @param {Uint8Array} input */
export const nameOf = (input) => createHash('sha256').update(input).digest('hex').slice(0, 12)

/** @param {string} target */
const folderOf = (target) => join(ROOT, 'corpus', target)

/** @param {string} target @returns {Buffer[]} */
export function readCorpus(target) {
  try {
    const folder = folderOf(target)
    return readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Puts inputs in the place of a corpus; those with a name of their own, which somebody has written, stay.
 *
 * @param {string} target
 * @param {readonly Buffer[]} inputs
 */
export function writeCorpus(target, inputs) {
  const folder = folderOf(target)
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    if (/^[0-9a-f]{12}$/.test(name)) rmSync(join(folder, name))
  }
  for (const input of inputs) writeFileSync(join(folder, nameOf(input)), input)
}
