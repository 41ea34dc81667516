/** Reads files of the project, and nothing else: no pipes, no devices, no links that lead away. */
import { isUtf8 } from 'node:buffer'
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { InitError } from './init-error.ts'
import { TROUBLE } from './words.ts'

/** The most bytes that a file here may reasonably have. */
const LIMIT = 1_048_576

/** A regular file inside the project. */
export interface FoundFile {
  /** Where its bytes are: the target, when the name is a link within the folder. */
  readonly path: string
  readonly bytes: Buffer
  readonly mode: number
}

/**
 * Reads a file of the folder; `undefined` when there is none.
 *
 * @param folder - resolved path without links
 * @throws InitError when it is no regular file, too large, unreadable, or a link that leads away
 */
export function readOwn(folder: string, name: string): FoundFile | undefined {
  try {
    const path = join(folder, name)
    requireOwnFolder(folder, dirname(path), name)
    const link = lstatSync(path, { throwIfNoEntry: false })
    if (link === undefined) return undefined
    const target = link.isSymbolicLink() ? targetOf(folder, path, name) : path
    const status = statSync(target)
    if (!status.isFile()) throw new InitError(TROUBLE.notAFile(name))
    if (status.size > LIMIT) throw new InitError(TROUBLE.tooLarge(name))
    return { path: target, bytes: readFileSync(target), mode: status.mode & 0o777 }
  } catch (error) {
    throw error instanceof InitError
      ? error
      : new InitError(TROUBLE.unreadable(name, codeOf(error)))
  }
}

/** The same as text. @throws InitError also when it is not UTF-8 */
export function readOwnText(folder: string, name: string): string | undefined {
  const found = readOwn(folder, name)
  if (found === undefined) return undefined
  if (!isUtf8(found.bytes)) throw new InitError(TROUBLE.notText(name))
  return found.bytes.toString('utf8')
}

/** The word of the operating system for what went wrong. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

/** What is written into a folder that is a link would be written elsewhere. */
function requireOwnFolder(folder: string, parent: string, name: string): void {
  let place = parent
  while (place !== folder && lstatSync(place, { throwIfNoEntry: false }) === undefined) {
    place = dirname(place)
  }
  if (place === folder) return
  const target = realpathSync(place)
  if (!target.startsWith(folder + sep)) throw new InitError(TROUBLE.strayLink(name))
}

function targetOf(folder: string, path: string, name: string): string {
  try {
    const target = realpathSync(path)
    if (target.startsWith(folder + sep)) return target
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  // A link to nothing counts too: what it names would be made elsewhere.
  throw new InitError(TROUBLE.strayLink(name))
}
