/** Reads the files that a command line names. */
import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { MANIFEST_BYTES } from 'catflap-lazycat/manifest'

/** A file that cannot be read, by its path and the code of the reason. */
export interface Unreadable {
  readonly file: string
  readonly code: string
}

/** Of variables and of icons no more is read either. */
const LONGEST = MANIFEST_BYTES

/**
 * The text of a file. Only regular files: a pipe would be waited for. Only UTF-8: of anything else a repair would
 * write back less than was there.
 */
export function readText(file: string): string | Unreadable {
  try {
    const status = statSync(file)
    if (!status.isFile()) return { file, code: 'not a file' }
    if (status.size > LONGEST) return { file, code: `more than ${LONGEST} bytes` }
    const bytes = readFileSync(file)
    return isUtf8(bytes) ? bytes.toString('utf8') : { file, code: 'not UTF-8 text' }
  } catch (error) {
    return { file, code: (error as NodeJS.ErrnoException).code ?? 'unreadable' }
  }
}

/** The first bytes of a file; `undefined` when it cannot be read. */
export function readHead(file: string): Uint8Array | undefined {
  try {
    if (!statSync(file).isFile()) return undefined
    const handle = openSync(file, 'r')
    try {
      const bytes = new Uint8Array(LONGEST)
      return bytes.subarray(0, readSync(handle, bytes))
    } finally {
      closeSync(handle)
    }
  } catch {
    return undefined
  }
}
