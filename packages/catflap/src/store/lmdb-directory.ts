/**
 * What has to be true of a directory before a database in it is mapped into memory: it is ours
 * alone, and its file is whole. A page missing from a mapped file is no error: it kills the process.
 */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs'
import { join } from 'node:path'

const FILES: readonly string[] = ['data.mdb', 'lock.mdb']

/** Where the page header ends and the fields of a meta page are, in bytes; little endian. */
const META = { magic: 24, version: 28, pageSize: 48, lastPage: 144, transaction: 152, end: 160 }
const MAGIC = 0xbeefc0de
const VERSION = 2
/** Pages at the end that a commit may have allocated, freed and never written. */
const UNWRITTEN_PAGES = 16

/**
 * Makes the directory where there is none, closes it and its database to other users, and looks
 * for damage to the database.
 *
 * A directory with other things in it keeps its mode. A symbolic link to the directory is
 * followed; one in place of a file in it is refused.
 *
 * @returns the directory's real path
 * @throws Error when the directory or a file in it is somebody else's, or the database is damaged
 */
export function prepareDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const real = realpathSync(directory)
  const shared = readdirSync(real).some((name) => !FILES.includes(name))
  keepToOurselves(real, lstatSync(real), shared ? undefined : 0o700)
  for (const name of FILES) {
    const file = join(real, name)
    const status = lstatSync(file, { throwIfNoEntry: false })
    if (status === undefined) continue
    if (!status.isFile()) throw new Error(`${file} is not a regular file`)
    keepToOurselves(file, status, 0o600)
  }
  checkDatabase(join(real, 'data.mdb'))
  return real
}

/** Windows has neither owners nor modes. Without a wanted mode, the path is not ours alone. */
function keepToOurselves(path: string, { uid, mode }: Stats, wanted: number | undefined): void {
  const self = process.geteuid?.()
  if (self === undefined) return
  // A volume is often root's, with a group for us.
  if (uid !== self && uid !== 0) {
    throw new Error(`${path} belongs to user ${uid}, not to ${self}: choose a directory of its own`)
  }
  if (uid === self && wanted !== undefined) {
    if ((mode & 0o077) !== 0) chmodSync(path, wanted)
  } else if ((mode & 0o002) !== 0) {
    throw new Error(`${path} is writable by every user: choose a directory of its own`)
  }
}

/** Reads the two meta pages, the newer of which says how many pages there are. */
function checkDatabase(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return
  const descriptor = openSync(file, 'r')
  try {
    if (fstatSync(descriptor).size === 0) return
    const first = readMeta(descriptor, file, 0)
    const second = readMeta(descriptor, file, first.pageSize)
    const { lastPage, pageSize } = first.transaction > second.transaction ? first : second
    // In this order: another process may be appending, and it writes its meta page last.
    const missing = (lastPage + 1) * pageSize - fstatSync(descriptor).size
    if (missing > UNWRITTEN_PAGES * pageSize) {
      throw new Error(`${file} is truncated: ${missing} bytes are missing; restore or remove it`)
    }
    if (missing > 0) appendFileSync(file, new Uint8Array(missing))
  } finally {
    closeSync(descriptor)
  }
}

interface Meta {
  readonly pageSize: number
  readonly lastPage: number
  readonly transaction: bigint
}

function readMeta(descriptor: number, file: string, position: number): Meta {
  const bytes = Buffer.alloc(META.end)
  readSync(descriptor, bytes, 0, META.end, position)
  const pageSize = bytes.readUInt32LE(META.pageSize)
  if (
    bytes.readUInt32LE(META.magic) !== MAGIC ||
    bytes.readUInt16LE(META.version) !== VERSION ||
    ![0x1000, 0x2000, 0x4000, 0x8000, 0x10000].includes(pageSize)
  ) {
    throw new Error(`${file} is damaged, or no database of sessions; restore or remove it`)
  }
  return {
    pageSize,
    lastPage: Number(bytes.readBigUInt64LE(META.lastPage)),
    transaction: bytes.readBigUInt64LE(META.transaction),
  }
}
