/** Tar archives: content.tar, and the outside of a version 2 LPK. */
import { packTar, type TarHeader, unpackTar } from 'modern-tar'
import { checkPath, checkTree, type Entry } from './entry.ts'
import { LpkError } from './errors.ts'
import type { Budget } from './limits.ts'

/** 1980-01-01, the earliest that a zip can say, too. */
const MODIFIED = new Date(Date.UTC(1980, 0, 1))
const KINDS: ReadonlyMap<string, Entry['kind']> = new Map([
  ['file', 'file'],
  ['directory', 'directory'],
  ['symlink', 'symlink'],
])

/**
 * Reads the wanted entries of a tar; the others are checked all the same.
 *
 * @param isLayer - says which files are archives themselves, bounded by the total alone
 * @throws {@link LpkError} when anything about the tar is not as it must be
 */
export async function readTar(
  bytes: Uint8Array,
  budget: Budget,
  isWanted: (path: string) => boolean = () => true,
  isLayer: (path: string) => boolean = () => false,
): Promise<readonly Entry[]> {
  const entries: Entry[] = []

  function isKept(header: TarHeader): boolean {
    const path = checkPath(header.name)
    const kind = KINDS.get(header.type ?? 'file')
    if (kind === undefined) {
      const expected = 'a file, directory or symbolic link'
      throw new LpkError('LPK_KIND_REFUSED', { path, expected, seen: header.type ?? '' })
    }
    // Whole, for the comparison of all entries: of those that are not wanted the bytes stay out.
    const mode = (header.mode ?? 0) & 0o777
    if (isLayer(path)) budget.layer(path, header.size)
    else budget.file(path, header.size)
    if (path === '') return false
    if (kind === 'symlink') entries.push({ kind, path, mode, target: header.linkname ?? '' })
    else if (kind === 'directory') entries.push({ kind, path, mode })
    else entries.push({ kind, path, mode, bytes: new Uint8Array(0) })
    return kind === 'file' && isWanted(path)
  }

  const files = await unpack(bytes, isKept)
  checkTree(entries)
  const contents = new Map(files.map(({ header, data }) => [checkPath(header.name), data]))
  return entries
    .filter(({ path }) => isWanted(path))
    .map((entry) =>
      entry.kind === 'file' ? { ...entry, bytes: contents.get(entry.path) ?? entry.bytes } : entry,
    )
}

async function unpack(bytes: Uint8Array, filter: (header: TarHeader) => boolean) {
  try {
    return await unpackTar(bytes, { strict: true, filter })
  } catch (cause) {
    if (cause instanceof LpkError) throw cause
    throw new LpkError('LPK_DAMAGED', { expected: 'a whole tar', seen: 'other bytes', cause })
  }
}

/**
 * Writes a tar that depends on nothing but the entries: sorted, with fixed times, owner and modes.
 */
export async function writeTar(entries: readonly Entry[]): Promise<Uint8Array> {
  const sorted = entries.map(normalized).sort((a, b) => (a.path < b.path ? -1 : 1))
  const fixed = { uid: 0, gid: 0, mtime: MODIFIED }
  return packTar(
    sorted.map((entry) => {
      const { path, mode } = entry
      if (entry.kind === 'file') {
        const { bytes } = entry
        const header: TarHeader = { ...fixed, name: path, type: 'file', mode, size: bytes.length }
        return { header, data: Uint8Array.from(bytes) }
      }
      const linkname = entry.kind === 'symlink' ? { linkname: entry.target } : {}
      const name = entry.kind === 'directory' ? `${path}/` : path
      return { header: { ...fixed, ...linkname, name, type: entry.kind, mode, size: 0 } }
    }),
  )
}

/** An entry with the mode that it is written with: of a file only "executable" is kept. */
export function normalized(entry: Entry): Entry {
  if (entry.kind === 'symlink') return { ...entry, mode: 0o777 }
  const executable = entry.kind === 'directory' || (entry.mode & 0o111) !== 0
  return { ...entry, mode: executable ? 0o755 : 0o644 }
}
