/**
 * What has to be true of a directory before a database in it is opened: it is ours alone.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { KEY_FILE } from './key-file.ts'
import { isDamageName } from './lmdb-damage.ts'
import { isRecordName } from './lmdb-record.ts'
import { StoreError } from './store-error.ts'

const FILES: readonly string[] = ['data.mdb', 'lock.mdb', KEY_FILE]
const isOurs = (name: string): boolean =>
  FILES.includes(name) || isRecordName(name) || isDamageName(name)

/**
 * Makes the directory where there is none, and closes it and its database to other users.
 *
 * A directory with other things in it keeps its mode. A symbolic link to the directory is
 * followed; one in place of a file in it is refused.
 *
 * @returns the directory's real path
 * @throws StoreError `WRONG_OWNER`, `UNSAFE_DIRECTORY`, `UNUSABLE_DIRECTORY`; Error of the file system
 */
export function prepareDirectory(directory: string): string {
  makeDirectory(directory)
  const real = realpathSync(directory)
  const shared = readdirSync(real).some((name) => !isOurs(name))
  keepToOurselves(real, lstatSync(real), shared ? undefined : 0o700)
  for (const name of FILES) {
    const file = join(real, name)
    const status = lstatSync(file, { throwIfNoEntry: false })
    if (status === undefined) continue
    if (!status.isFile()) {
      throw new StoreError('UNUSABLE_DIRECTORY', `${file} is not a regular file`)
    }
    keepToOurselves(file, status, 0o600)
  }
  return real
}

/**
 * Makes a directory and all above it, one by one: asked for all at once, Node says ENOENT where the file system is
 * read-only or a link leads nowhere, and never ends below `/proc`.
 */
function makeDirectory(path: string): void {
  if (isDirectory(path)) return
  const above = dirname(path)
  if (above !== path) makeDirectory(above)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have been faster.
    if (!isDirectory(path)) throw error
  }
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Windows has neither owners nor modes. Without a wanted mode, the path is not ours alone. */
function keepToOurselves(path: string, { uid, mode }: Stats, wanted: number | undefined): void {
  const self = process.geteuid?.()
  if (self === undefined) return
  // A volume is often root's, with a group for us.
  if (uid !== self && uid !== 0) {
    const text = `${path} belongs to user ${uid}, not to ${self}: choose a directory of its own`
    throw new StoreError('WRONG_OWNER', text)
  }
  if (uid === self && wanted !== undefined) {
    if ((mode & 0o077) !== 0) chmodSync(path, wanted)
  } else if ((mode & 0o002) !== 0) {
    const text = `${path} is writable by every user: choose a directory of its own`
    throw new StoreError('UNSAFE_DIRECTORY', text)
  }
}
