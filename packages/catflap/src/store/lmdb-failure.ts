/**
 * What an error of LMDB means. It has codes of its own, below zero, and the system's, as numbers.
 */
import { constants } from 'node:os'
import type { StoreFailure } from '../errors.ts'
import { isCoded, isDenied, StoreError, systemFailure } from './store-error.ts'

/** @see lmdb, dependencies/lmdb/libraries/liblmdb/lmdb.h, "Return Codes" */
const LMDB: Readonly<Record<number, StoreFailure>> = {
  [-30797]: 'DAMAGED', // MDB_PAGE_NOTFOUND
  [-30796]: 'DAMAGED', // MDB_CORRUPTED
  [-30795]: 'LOCKS_LOST', // MDB_PANIC
  [-30794]: 'DAMAGED', // MDB_VERSION_MISMATCH
  [-30793]: 'DAMAGED', // MDB_INVALID
  [-30792]: 'STORE_FULL', // MDB_MAP_FULL
  [-30790]: 'TOO_MANY_READERS', // MDB_READERS_FULL
  [-30783]: 'LOCKS_LOST', // MDB_BAD_RSLOT
}

/** What the system's codes mean once LMDB gives them: its locks are not what it left there. */
const LOCKS: readonly unknown[] = ['EAGAIN', 'EINVAL']

/** Not `util.getSystemErrorName`: that has only the codes that libuv knows, and a quota's is none of them. */
const ERRNO: Readonly<Record<string, number>> = constants.errno

/** What LMDB says of a read transaction when a page made no sense to it, and it goes on. */
const BAD_TRANSACTION = -30782

/** The reason behind a failed read. A write fails like that for other reasons too. */
export function readFailure(error: unknown): StoreFailure {
  return isCoded(error) && error.code === BAD_TRANSACTION ? 'DAMAGED' : lmdbFailure(error)
}

/** The reason behind an error of the embedded store. */
export function lmdbFailure(error: unknown): StoreFailure {
  if (error instanceof StoreError) return error.reason
  if (isDenied(error)) return 'NOT_PERMITTED'
  // Where a lock stays refused, lmdb goes on without the read transaction and stumbles over it.
  if (error instanceof TypeError && !isCoded(error)) return 'LOCKS_LOST'
  if (!isCoded(error)) return 'UNKNOWN'
  const { code } = error
  if (typeof code !== 'number') return systemFailure(code) ?? 'UNKNOWN'
  if (code < 0) return LMDB[code] ?? 'UNKNOWN'
  // The system's own numbers, of which ERRNO knows nothing.
  if (process.platform === 'win32') return 'UNKNOWN'
  const name = Object.keys(ERRNO).find((key) => ERRNO[key] === code)
  return LOCKS.includes(name) ? 'LOCKS_LOST' : (systemFailure(name) ?? 'UNKNOWN')
}
