/**
 * Sessions in a directory of this machine, shared by all its processes: LMDB, a memory-mapped
 * database. A read is one synchronous look-up; a write is acknowledged when it is on the disk.
 *
 * Not for a network file system. Nothing here sees that the file was truncated while it is open.
 */
import { getLastTxnId, getLastVersion } from 'lmdb'
import type { StoreFailure } from '../errors.ts'
import { keepKeyFile } from './key-file.ts'
import { noteDamage, notedDamage, type Recovery } from './lmdb-damage.ts'
import { copyValue, isEntry, LAYOUT, pack } from './lmdb-entry.ts'
import { lmdbFailure, readFailure } from './lmdb-failure.ts'
import { type Opened, openDatabase } from './lmdb-open.ts'
import type { SessionStore, StoreEntry } from './store.ts'
import { StoreError, saying } from './store-error.ts'

/** Begins every key: the database does not take an empty one. */
const PREFIX = '/'
/** The key before all others. */
const FIRST = Buffer.from(PREFIX)
/** How many entries are looked at, to drop the expired ones, at every fourth write. */
const SLICE = 16
const TURN = 4
/**
 * What part of the space that was left a process writes in one second before it looks at it again: to ask costs as much
 * as to write. In another second it asks anew, since others may have filled the store.
 */
const SHARE = 128
/** How often a write is begun that the driver says is done, or was overtaken, while nothing shows it. */
const TRIES = 20
/** Seconds that a write may take: another process may have stopped while it was writing. */
const PATIENCE = 5
/** As the tag of a condition: there must be no entry. Its type does not know of that. */
const ABSENT = null as unknown as number
/** As the transaction of a page: whichever wrote it. */
const ANY_PAGE = 0
const DEFAULT_MAX_SIZE = 8 * 1024 ** 3

/** Where {@link openLmdbStore} keeps its files, and how much. */
export interface LmdbStoreOptions {
  /** Made if it is missing, and closed to other users. */
  readonly directory: string
  /**
   * Bytes that the sessions may take; beyond them no session is added, but for what several processes write within one
   * second: a 128th of what was left, each. 8 GiB if left out.
   */
  readonly maxSize?: number
  /** Told when a damaged database has been set aside and an empty one begun. */
  readonly onRecovery?: (recovery: Recovery) => void
}

/**
 * An entry as it was read: its tag is new with every write, so the same tag means the same bytes. Its
 * key comes with it as the database takes it, since to encode that costs as much as half a look-up.
 */
interface TaggedEntry extends StoreEntry {
  readonly tag: number
  readonly key: string
  readonly stored: Buffer
  /** A number of a transaction means another one in another database. */
  readonly db: Opened['db']
  /**
   * The transaction that wrote the page of the tree in which its key was found. While that page is the same, so is
   * the entry, and its bytes need not be looked at: they are most of what a look would touch.
   */
  page: number
}

/** What the driver gives in the place of bytes whose page has not changed. */
interface Unchanged {
  readonly length?: never
}

const storedKey = (key: string): Buffer => Buffer.from(PREFIX + key)

/** Opens the store in a directory, for as long as it is not damaged. @throws StoreError saying why it cannot be opened */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<SessionStore> {
  const { directory, maxSize = DEFAULT_MAX_SIZE, onRecovery } = options
  return createStore(await openDatabase({ directory, mapSize: maxSize, onRecovery }), maxSize)
}

function createStore({ db, path, close }: Opened, limit: number): SessionStore {
  /** Made once, and filled in for each look. */
  const unless = { ifNotTxnId: 0, transaction: undefined }
  let closing: Promise<void> | undefined
  let overdue = 0
  let sweep: Buffer | undefined
  let writes = 0
  let recovering: Promise<unknown> | undefined
  /** Bytes that may be written before what is left is looked at anew, and the second they are good for. */
  let room = 0
  let roomAt = Number.NaN

  function requireOpen(): void {
    if (closing !== undefined) throw new StoreError('CLOSED', 'lmdb: the store is closed')
  }

  /** What a failed operation means. */
  function failure(error: unknown, reason: StoreFailure, what: string): StoreError {
    if (reason === 'DAMAGED') note(saying(error))
    return new StoreError(reason, `lmdb: ${what} in ${path} failed: ${saying(error)}`, error)
  }

  /** Tells the other processes, which look at each write. */
  function note(damage: string): void {
    try {
      noteDamage(path, damage)
    } catch {
      // The next process that finds it tries again.
    }
  }

  /** The bytes of an entry, good until the next read; `getLastVersion()` then gives its tag. */
  function look(key: Buffer): Buffer | undefined {
    return find(key, ANY_PAGE) as Buffer | undefined
  }

  /** The same; {@link Unchanged} while its key stands in a page that this transaction wrote. */
  function find(key: Buffer, page: number, isNew = true): Buffer | Unchanged | undefined {
    requireOpen()
    let bytes: Buffer | Unchanged | undefined
    try {
      // A snapshot is kept until the event loop turns: too long to see what another process ended.
      if (isNew) db.resetReadTxn()
      unless.ifNotTxnId = page
      bytes = db.getBinaryFast(key, unless)
    } catch (error) {
      throw failure(error, readFailure(error), 'a read')
    }
    if (bytes !== undefined && bytes.length !== undefined && !isEntry(bytes)) {
      const text = 'an entry is none of this store'
      note(text)
      throw new StoreError('DAMAGED', `lmdb: ${text}: the database in ${path} is damaged`)
    }
    return bytes
  }

  /** Removes expired entries of the next few, in the order of keys, which are as good as random. */
  async function collect(written: Buffer, now: number): Promise<void> {
    const start = sweep ?? written
    const keys = Array.from(db.getKeys({ start, limit: SLICE + 1 }))
    sweep = keys[SLICE] ?? FIRST
    const removing: Promise<boolean>[] = []
    for (const key of keys.slice(0, SLICE)) {
      // By the snapshot of the keys: what has another tag by then stays.
      const bytes = key.equals(written) ? undefined : (find(key, ANY_PAGE, false) as Buffer)
      if (bytes === undefined || bytes.readDoubleLE(LAYOUT.expiresAt) > now) continue
      // Left for the next round if that fails: the write beside it tells.
      removing.push(durable(db.remove(key, getLastVersion())).catch(() => false))
    }
    await Promise.all(removing)
  }

  /**
   * What a failed write has collected is back with it, and so a full disk would stay full. By
   * itself the collection succeeds: it needs no more than what earlier writes have left.
   */
  function recover(key: Buffer, now: number): Promise<unknown> {
    const done = () => {
      recovering = undefined
    }
    recovering ??= collect(key, now).then(done, done)
    return recovering
  }

  /** Without this the file would grow until the disk is full: the map grows by itself. */
  function requireSpace(size: number, now: number): void {
    room -= size
    if (room >= 0 && Math.trunc(now) === roomAt) return
    roomAt = Math.trunc(now)
    const stats = db.getStats() as Readonly<Record<string, number>>
    const pages = stats.treeBranchPageCount! + stats.treeLeafPageCount! + stats.overflowPages!
    const left = limit - pages * stats.pageSize! - size
    room = left / SHARE
    if (left >= 0) return
    const text = `lmdb: full: the sessions in ${path} take ${limit} bytes (maxSize)`
    throw new StoreError('STORE_FULL', text)
  }

  /** Waits until a write is on the disk. */
  async function durable(writing: Promise<boolean>): Promise<boolean> {
    const written = withCause(writing).catch((error) => {
      throw failure(error, lmdbFailure(error), 'a write')
    })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        overdue++
        const settled = () => void overdue--
        written.then(settled, settled)
        reject(blocked(`a write in ${path} has not ended in ${PATIENCE} seconds`))
      }, PATIENCE * 1000)
    })
    return Promise.race([written, late]).finally(() => clearTimeout(timer))
  }

  function read(key: string, now: number, known?: StoreEntry): TaggedEntry | undefined {
    const before = known as TaggedEntry | undefined
    const same = before?.key === key && before.db === db
    const stored = same ? before.stored : storedKey(key)
    const bytes = find(stored, same ? before.page : ANY_PAGE)
    if (bytes === undefined) return undefined
    if (bytes.length === undefined) return before!.expiresAt > now ? before : undefined
    const expiresAt = bytes.readDoubleLE(LAYOUT.expiresAt)
    if (expiresAt <= now) return undefined
    const [tag, page] = [getLastVersion(), getLastTxnId()]
    if (same && before.tag === tag) {
      // Something else in the page was written.
      before.page = page
      return before
    }
    const revision = bytes.readUInt32LE(LAYOUT.revision)
    return { value: copyValue(bytes), revision, expiresAt, tag, key, stored, db, page }
  }

  async function write(
    key: string,
    value: Uint8Array,
    { revision, expiresAt }: { readonly revision: number; readonly expiresAt: number },
    now: number,
  ): Promise<boolean> {
    requireOpen()
    if (overdue > 0) throw blocked(`an earlier write in ${path} has not ended`)
    const damage = notedDamage(path)
    if (damage !== undefined) throw new StoreError('DAMAGED', `lmdb: ${damage}`)
    const stored = storedKey(key)
    const entry = pack(value, revision + 1, expiresAt)
    if (recovering !== undefined) await recovering
    // Where it fails, the write fails with it. Its cost is mostly that of beginning, so not at each write.
    if (writes++ % TURN === 0) collect(stored, now).catch(() => undefined)
    const tags = new Set<number>()
    let told = false
    for (let i = 0; i <= TRIES; i++) {
      if (told && closing !== undefined) return true
      const found = look(stored)
      // The tag is new with every write, so it also tells an expired entry from its successor.
      const tag = found === undefined ? ABSENT : getLastVersion()
      const live = found !== undefined && found.readDoubleLE(LAYOUT.expiresAt) > now
      const current = live ? found.readUInt32LE(LAYOUT.revision) : 0
      if (tags.has(tag) || (told && (current > revision + 1 || expiresAt <= now))) return true
      if (current !== revision) return false
      if (live && found.length === LAYOUT.value) return false
      if (i === TRIES) break
      if (entry.length > (found?.length ?? 0)) requireSpace(entry.length, now)
      try {
        const mine = Math.random()
        tags.add(mine)
        told = await durable(db.put(stored, entry, mine, tag))
      } catch (error) {
        if (closing === undefined) await recover(stored, now)
        throw error
      }
      // Another write came first, or an expired entry was collected, or it is done. Where a commit beside
      // it fails, the driver may say so of a write that is not there: so look again.
    }
    throw told ? lost(path) : contended(path)
  }

  return {
    read,
    write,
    keepKey: (proposed) => keepKeyFile(path, proposed),
    close: () => (closing ??= overdue > 0 ? Promise.resolve() : close()),
  }
}

/** A disk that is full has the driver say so of writes that it then takes back. */
const lost = (path: string): StoreError =>
  new StoreError(
    'DISK_FAILED',
    `lmdb: a write in ${path} was said to be done ${TRIES} times, and is not there`,
  )
const contended = (path: string): StoreError =>
  new StoreError('CONTENTION', `lmdb: a write in ${path} was overtaken ${TRIES} times`)
const blocked = (what: string): StoreError => new StoreError('WRITE_BLOCKED', `lmdb: ${what}`)

/** A failed write rejects without a reason. That is in a promise beside, which may never settle. */
function withCause(writing: Promise<boolean>): Promise<boolean> {
  return writing.catch(async (error: Error & { readonly commitError?: Promise<never> }) => {
    const none = new Promise((resolve) => setImmediate(resolve))
    const cause = await Promise.race([error.commitError?.catch((reason: unknown) => reason), none])
    throw cause ?? error
  })
}
