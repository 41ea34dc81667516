/**
 * Sessions in a directory of this machine, shared by all its processes: LMDB, a memory-mapped
 * database. A read is one synchronous look-up; a write is acknowledged when it is on the disk.
 *
 * Not for a network file system. Nothing here sees that the file was truncated while it is open.
 */
import { getLastVersion, open, type RootDatabase } from 'lmdb'
import { prepareDirectory } from './lmdb-directory.ts'
import type { SessionStore, StoreEntry } from './store.ts'

/** Begins every key: the database does not take an empty one. */
const PREFIX = '/'
/** An entry is a marker of its layout, its revision, its expiry, and the value. Little endian. */
const LAYOUT = { marker: 0, revision: 4, expiresAt: 8, value: 16 }
const MARKER = 0x31_30_66_63
/** How many entries each write looks at to drop the expired ones. */
const SLICE = 8
/** Seconds that a write may take: another process may have stopped while it was writing. */
const PATIENCE = 5
/** As the tag of a condition: there must be no entry. Its type does not know of that. */
const ABSENT = null as unknown as number
const DEFAULT_MAX_SIZE = 8 * 1024 ** 3

/** Where {@link createLmdbStore} keeps its files, and how much. */
export interface LmdbStoreOptions {
  /** Made if it is missing, and closed to other users. */
  readonly directory: string
  /** Bytes that the sessions may take; beyond them no session is added. 8 GiB if left out. */
  readonly maxSize?: number
}

/**
 * Opens the store in a directory.
 *
 * @throws Error when the directory cannot be used or the database in it is damaged
 */
export function createLmdbStore({ directory, maxSize }: LmdbStoreOptions): SessionStore {
  const limit = maxSize ?? DEFAULT_MAX_SIZE
  const db = openDatabase(directory, limit)
  let closing: Promise<void> | undefined
  let overdue = 0
  let sweep: string | undefined
  let recovering: Promise<unknown> | undefined

  function requireOpen(): void {
    if (closing !== undefined) throw new Error('lmdb: the store is closed')
  }

  /** The bytes of an entry, good until the next read; `getLastVersion()` then gives its tag. */
  function look(key: string): Buffer | undefined {
    requireOpen()
    // A snapshot is kept until the event loop turns: too long to see what another process ended.
    db.resetReadTxn()
    const bytes = db.getBinaryFast(key)
    if (bytes !== undefined && bytes.readUInt32LE(LAYOUT.marker) !== MARKER) {
      throw new Error('lmdb: unreadable entry: the database is damaged')
    }
    return bytes
  }

  /** Removes expired entries of the next few, in the order of keys, which are as good as random. */
  function collect(written: string, now: number): Promise<unknown> {
    const start = sweep ?? written
    const keys = Array.from(db.getKeys({ start, limit: SLICE + 1 }))
    sweep = keys[SLICE] ?? PREFIX
    const removing: Promise<boolean>[] = []
    for (const key of keys.slice(0, SLICE)) {
      const bytes = key === written ? undefined : look(key)
      if (bytes === undefined || bytes.readDoubleLE(LAYOUT.expiresAt) > now) continue
      // Left for the next round if that fails: the write beside it tells.
      removing.push(durable(db.remove(key, getLastVersion())).catch(() => false))
    }
    return Promise.all(removing)
  }

  /**
   * What a failed write has collected is back with it, and so a full disk would stay full. By
   * itself the collection succeeds: it needs no more than what earlier writes have left.
   */
  function recover(key: string, now: number): Promise<unknown> {
    recovering ??= collect(key, now).finally(() => {
      recovering = undefined
    })
    return recovering
  }

  /** Without this the file would grow until the disk is full: the map grows by itself. */
  function requireSpace(size: number): void {
    const stats = db.getStats() as Readonly<Record<string, number>>
    const pages = stats.treeBranchPageCount! + stats.treeLeafPageCount! + stats.overflowPages!
    if (pages * stats.pageSize! + size <= limit) return
    throw new Error(`lmdb: full: the sessions in ${directory} take ${limit} bytes (maxSize)`)
  }

  /** Waits until a write is on the disk. */
  async function durable(writing: Promise<boolean>): Promise<boolean> {
    const written = withCause(writing)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        overdue++
        const settled = () => void overdue--
        written.then(settled, settled)
        reject(new Error(`lmdb: a write in ${directory} has not ended in ${PATIENCE} seconds`))
      }, PATIENCE * 1000)
    })
    return Promise.race([written, late]).finally(() => clearTimeout(timer))
  }

  function read(key: string, now: number): StoreEntry | undefined {
    const bytes = look(PREFIX + key)
    if (bytes === undefined) return undefined
    const expiresAt = bytes.readDoubleLE(LAYOUT.expiresAt)
    if (expiresAt <= now) return undefined
    const revision = bytes.readUInt32LE(LAYOUT.revision)
    return { value: copyValue(bytes), revision, expiresAt }
  }

  async function write(
    key: string,
    value: Uint8Array,
    { revision, expiresAt }: { readonly revision: number; readonly expiresAt: number },
    now: number,
  ): Promise<boolean> {
    requireOpen()
    if (overdue > 0) throw new Error(`lmdb: an earlier write in ${directory} has not ended`)
    const stored = PREFIX + key
    const entry = pack(value, revision + 1, expiresAt)
    if (recovering !== undefined) await recovering
    void collect(stored, now)
    for (;;) {
      const found = look(stored)
      // The tag is new with every write, so it also tells an expired entry from its successor.
      const tag = found === undefined ? ABSENT : getLastVersion()
      const live = found !== undefined && found.readDoubleLE(LAYOUT.expiresAt) > now
      if ((live ? found.readUInt32LE(LAYOUT.revision) : 0) !== revision) return false
      if (live && found.length === LAYOUT.value) return false
      if (entry.length > (found?.length ?? 0)) requireSpace(entry.length)
      try {
        if (await durable(db.put(stored, entry, Math.random(), tag))) return true
      } catch (error) {
        if (closing === undefined) await recover(stored, now)
        throw error
      }
      // Another write came first, or an expired entry was collected: look again.
    }
  }

  return {
    read,
    write,
    close: () => (closing ??= overdue > 0 ? Promise.resolve() : db.close()),
  }
}

function openDatabase(directory: string, mapSize: number): RootDatabase<Buffer, string> {
  try {
    const options = {
      path: prepareDirectory(directory),
      name: 'sessions',
      // Else a dot in its name makes the path a file's.
      noSubdir: false,
      encoding: 'binary' as const,
      useVersions: true,
      // A write's promise then means "on the disk", not "seen by readers".
      overlappingSync: false,
      // Else a failed commit also rejects a promise that nobody holds, and that ends the process.
      eventTurnBatching: false,
      // What is written at once, and what it collects, is one commit: one wait for the disk.
      txnStartThreshold: 1000,
      mapSize,
      permissionsMode: 0o600,
    }
    return open<Buffer, string>(options)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`lmdb: cannot open the store in ${directory}: ${reason}`, { cause })
  }
}

/** A failed write rejects without a reason. That is in a promise beside, which may never settle. */
function withCause(writing: Promise<boolean>): Promise<boolean> {
  return writing.catch(async (error: Error & { readonly commitError?: Promise<never> }) => {
    const none = new Promise((resolve) => setImmediate(resolve))
    const cause = await Promise.race([error.commitError?.catch((reason: unknown) => reason), none])
    const reason = cause instanceof Error ? cause.message : error.message
    throw new Error(`lmdb: the write failed: ${reason}`, { cause: cause ?? error })
  })
}

function pack(value: Uint8Array, revision: number, expiresAt: number): Buffer {
  const entry = Buffer.allocUnsafe(LAYOUT.value + value.byteLength)
  entry.writeUInt32LE(MARKER, LAYOUT.marker)
  entry.writeUInt32LE(revision, LAYOUT.revision)
  entry.writeDoubleLE(expiresAt, LAYOUT.expiresAt)
  entry.set(value, LAYOUT.value)
  return entry
}

/** The reader's buffer is used again by the next read. */
function copyValue(bytes: Buffer): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, LAYOUT.value, bytes.length)
}
