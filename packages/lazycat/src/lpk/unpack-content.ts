/** Puts an app's content into a folder. */
import {
  closeSync,
  constants,
  fchmodSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { checkPath, checkTree, type Entry } from './entry.ts'
import { LpkError, type LpkErrorCode } from './errors.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = constants

/**
 * Writes entries into a folder that is made for them. Links come last, so that nothing is ever
 * written through one; of a file's mode only "executable" is kept.
 *
 * @param folder - must not exist; its parent must
 * @throws {@link LpkError} `LPK_FOLDER_EXISTS`, `LPK_WRITE_FAILED`; for entries that no
 * {@link readLpk} gave, also what it would have thrown
 */
export function unpackContent(entries: readonly Entry[], folder: string): void {
  for (const { path } of entries) checkPath(path)
  checkTree(entries)
  // Not recursive: that would take a folder that is there, with whatever links are in it.
  attempt(folder, () => mkdirSync(folder), 'LPK_FOLDER_EXISTS')
  const rank = { directory: 0, file: 1, symlink: 2 }
  for (const entry of [...entries].sort((a, b) => rank[a.kind] - rank[b.kind])) {
    attempt(entry.path, () => write(entry, join(folder, entry.path)), 'LPK_WRITE_FAILED')
  }
}

function write(entry: Entry, target: string): void {
  mkdirSync(entry.kind === 'directory' ? target : dirname(target), { recursive: true })
  if (entry.kind === 'file') writeNew(target, entry.bytes, (entry.mode & 0o111) !== 0)
  if (entry.kind === 'symlink') symlinkSync(entry.target, target)
}

function writeNew(target: string, bytes: Uint8Array, executable: boolean): void {
  const mode = executable ? 0o755 : 0o644
  const descriptor = openSync(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  try {
    writeFileSync(descriptor, bytes)
    // Whatever the umask says.
    fchmodSync(descriptor, mode)
  } finally {
    closeSync(descriptor)
  }
}

/** Runs a step; when the path is taken, it fails with the given code. */
function attempt(path: string, step: () => void, taken: LpkErrorCode): void {
  try {
    step()
  } catch (cause) {
    const seen = String((cause as { code?: unknown }).code ?? cause)
    const code = seen === 'EEXIST' ? taken : 'LPK_WRITE_FAILED'
    throw new LpkError(code, { path, expected: 'a new file or folder', seen, cause })
  }
}
