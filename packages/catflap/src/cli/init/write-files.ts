/** Writes several files, or none of them. */
import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf, type FoundFile } from './files.ts'
import { InitError } from './init-error.ts'
import { TROUBLE } from './words.ts'

/** One file to write. */
export interface Writing {
  readonly path: string
  readonly bytes: Buffer
  readonly mode: number
  /** What is there now. */
  readonly previous: FoundFile | undefined
}

/**
 * Writes each file whole under another name first, then gives all of them their names.
 *
 * @throws InitError when one of them cannot be written; then everything is as it was
 */
export function writeFiles(files: readonly Writing[]): void {
  const undo: (() => void)[] = []
  let current = ''
  try {
    const staged = files.map((file) => {
      current = basename(file.path)
      const made = mkdirSync(dirname(file.path), { recursive: true })
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }))
      const temporary = join(dirname(file.path), `.${current}.${process.pid}.tmp`)
      undo.push(() => rmSync(temporary, { force: true }))
      writeFileSync(temporary, file.bytes, { mode: file.mode, flag: 'wx' })
      return { file, temporary }
    })
    for (const { file, temporary } of staged) {
      current = basename(file.path)
      if (file.previous === undefined && lstatSync(file.path, { throwIfNoEntry: false })) {
        throw Object.assign(new Error('it has just come to be'), { code: 'EEXIST' })
      }
      renameSync(temporary, file.path)
      undo.push(() => restore(file))
    }
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw new InitError(TROUBLE.notWritten(current, codeOf(error)))
  }
}

function restore({ path, previous }: Writing): void {
  if (previous === undefined) rmSync(path, { force: true })
  else writeFileSync(path, previous.bytes, { mode: previous.mode })
}
