/** How much an LPK may unpack to. Counted before anything is allocated for it. */
import { LpkError } from './errors.ts'

/** Bounds of one reading. */
export interface LpkLimits {
  /** Bytes of one file; default 256 MiB. */
  readonly entryBytes: number
  /** Bytes of all that is unpacked, content.tar and the files in it one by one; default 1 GiB. */
  readonly totalBytes: number
  /** Entries of the archive and of its content together; default 20 000. */
  readonly entries: number
}

const MIB = 1024 ** 2

/** The limits where none are given: an app with its own Node and its images fits. */
export const DEFAULT_LIMITS: LpkLimits = {
  entryBytes: 256 * MIB,
  totalBytes: 1024 * MIB,
  entries: 20_000,
}

/** What is left of the limits while an LPK is read. */
export interface Budget {
  /** Counts a file. @throws {@link LpkError} `LPK_TOO_LARGE`, `LPK_TOO_MANY` */
  file(path: string, bytes: number): void
  /** Counts an archive inside the archive: only the total bounds it. Throws like {@link file}. */
  layer(path: string, bytes: number): void
  /** Bytes that may still be unpacked. */
  left(): number
}

/** Makes a budget of these limits. */
export function createBudget(limits: Partial<LpkLimits> = {}): Budget {
  const { entryBytes, totalBytes, entries } = { ...DEFAULT_LIMITS, ...limits }
  let bytesLeft = totalBytes
  let entriesLeft = entries

  function layer(path: string, bytes: number): void {
    if (entriesLeft-- <= 0) {
      const expected = `at most ${entries} entries`
      throw new LpkError('LPK_TOO_MANY', { path, expected, seen: 'one more' })
    }
    if (bytes > bytesLeft) {
      const expected = `at most ${totalBytes} bytes altogether`
      throw new LpkError('LPK_TOO_LARGE', { path, expected, seen: `${bytes} bytes more` })
    }
    bytesLeft -= bytes
  }

  function file(path: string, bytes: number): void {
    if (bytes > entryBytes) {
      const expected = `at most ${entryBytes} bytes for one file`
      throw new LpkError('LPK_TOO_LARGE', { path, expected, seen: `${bytes} bytes` })
    }
    layer(path, bytes)
  }

  return { file, layer, left: () => bytesLeft }
}
