/**
 * LMDB as it is set up here, and as it is kept from ending the process.
 */
import { closeSync, fstatSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'

export type Database = RootDatabase<Buffer, Buffer>

/** Processes and threads that may read at once; each takes 64 bytes of the lock file. */
const MAX_READERS = 1000
/** Bytes that a new database takes: its first pages, and the table of readers. */
const FIRST_BYTES = 0x8000 + 64 * MAX_READERS

const SETTINGS = {
  name: 'sessions',
  // Else a dot in its name makes the path a file's.
  noSubdir: false,
  encoding: 'binary',
  keyEncoding: 'binary',
  useVersions: true,
  // A write's promise then means "on the disk", not "seen by readers".
  overlappingSync: false,
  // Else a failed commit also rejects a promise that nobody holds, and that ends the process.
  eventTurnBatching: false,
  // What is written at once, and what it collects, is one commit: one wait for the disk.
  txnStartThreshold: 1000,
  maxReaders: MAX_READERS,
  permissionsMode: 0o600,
} as const

/**
 * Opens the database in a directory and makes its first read, which takes a place among its readers.
 *
 * @param mapSize - bytes
 * @throws Error of the file system or of LMDB
 */
export async function mapDatabase(path: string, mapSize: number): Promise<Database> {
  rehearse(path)
  const db = open<Buffer, Buffer>({ ...SETTINGS, path, mapSize })
  try {
    db.getBinaryFast(Buffer.from('/'))
    return db
  } catch (error) {
    // Where lmdb got no read transaction, it has left a timer behind that would throw outside of any
    // request, and end the process. Closing lets go of it.
    await db.close()
    throw error
  }
}

/**
 * Does what LMDB does first when it opens a database: where that fails inside lmdb 3.5.6, it uses
 * memory that it has freed, and the process ends.
 */
function rehearse(path: string): void {
  const [size] = ['data.mdb', 'lock.mdb'].map((name) => {
    const descriptor = openSync(join(path, name), 'a+', 0o600)
    try {
      return fstatSync(descriptor).size
    } finally {
      closeSync(descriptor)
    }
  })
  if (size !== 0) return
  const scratch = join(path, `.in-use-${process.pid}`)
  try {
    writeFileSync(scratch, Buffer.alloc(FIRST_BYTES), { mode: 0o600 })
  } finally {
    rmSync(scratch, { force: true })
  }
}
