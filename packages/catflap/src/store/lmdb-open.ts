/**
 * How a database is opened: claimed first, then looked at, set aside when it is damaged, and only then
 * mapped into memory.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Claim, claimDatabase } from './lmdb-claim.ts'
import { noteDamage, notedDamage, type Recovery, setAside } from './lmdb-damage.ts'
import { prepareDirectory } from './lmdb-directory.ts'
import { lmdbFailure } from './lmdb-failure.ts'
import { findDefect } from './lmdb-file.ts'
import { type Database, mapDatabase } from './lmdb-map.ts'
import { StoreError, saying } from './store-error.ts'

/** Tries to open a database that others claim, open or mend at the same time. */
const TRIES = 5
/** The files of a database. */
const FILES = ['data.mdb', 'lock.mdb']
/** What is asked of {@link openDatabase}. */
export interface OpenOptions {
  readonly directory: string
  /** Bytes. */
  readonly mapSize: number
  readonly onRecovery: ((recovery: Recovery) => void) | undefined
}

/** An open database. */
export interface Opened {
  readonly db: Database
  /** Its directory's real path. */
  readonly path: string
  /** Closes it, and tells the other processes so. */
  close(): Promise<void>
}

/** @throws StoreError saying why it cannot be opened */
export async function openDatabase(options: OpenOptions): Promise<Opened> {
  const { directory } = options
  try {
    const path = prepareDirectory(directory)
    for (let i = 0; i < TRIES; i++) {
      const opened = (await openAlone(path, options)) ?? (await openShared(path, options))
      if (opened !== undefined) return opened
    }
    const damage = notedDamage(path) ?? 'the database cannot be opened'
    const text = `${damage}; it is in use by other processes, so it stays as it is: restart them all`
    throw new StoreError('DAMAGED', text)
  } catch (error) {
    const text = `lmdb: cannot open the store in ${directory}: ${saying(error)}`
    throw new StoreError(lmdbFailure(error), text, error)
  }
}

/** `undefined` when others have it open, or when it has just been found damaged. */
async function openAlone(path: string, options: OpenOptions): Promise<Opened | undefined> {
  const claim = await claimDatabase(path, 'everybody')
  if (claim === 'occupied') return undefined
  const file = join(path, 'data.mdb')
  if (claim === undefined) {
    const defect = findDefect(file, false)
    if (defect === undefined) return map(path, options, undefined)
    throw new StoreError('DAMAGED', `${defect}; remove it, or bring it back from a copy`)
  }
  try {
    if (notedDamage(path) !== undefined) return await replace(path, options, claim)
    const fresh = !existsSync(file)
    const defect = findDefect(file, true)
    // From now on nobody opens it. Who is about to has left a record: seen by the next claim.
    if (defect !== undefined) noteDamage(path, defect)
    else return await map(path, options, claim, fresh)
  } catch (error) {
    claim.leave()
    throw error
  }
  claim.leave()
  return undefined
}

/** Beside other processes of this PID namespace. */
async function openShared(path: string, options: OpenOptions): Promise<Opened | undefined> {
  const claim = await claimDatabase(path, 'other-namespaces')
  if (claim === 'occupied') throw new StoreError('FOREIGN_PID_NAMESPACE', FOREIGN)
  if (claim === undefined) return undefined
  try {
    const damaged = notedDamage(path) ?? findDefect(join(path, 'data.mdb'), false)
    if (damaged === undefined) return await map(path, options, claim)
  } catch (error) {
    claim.leave()
    throw error
  }
  claim.leave()
  return undefined
}

const FOREIGN =
  'another container, with another PID namespace, has it open: ' +
  'use one container, share the PID namespace (pid: "service:…"), or use Redis (CATFLAP_STORE)'

/** Sets the damaged files aside and begins an empty database; they come back when that fails. */
async function replace(path: string, options: OpenOptions, claim: Claim): Promise<Opened> {
  const aside = setAside(path, Date.now())
  let opened: Opened
  try {
    opened = await map(path, options, claim)
  } catch (error) {
    aside.undo()
    throw error
  }
  // From here on the new database is in use, and must stay where it is.
  tell({ setAside: aside.folder, removed: aside.prune() }, options)
  return opened
}

/** What fails in the owner's own code must not close the store again. */
function tell(recovery: Recovery, { onRecovery }: OpenOptions): void {
  try {
    onRecovery?.(recovery)
  } catch {
    // The folder stays, and the doctor tells of it.
  }
}

/** Opens the database for a claim; what could not be opened is left as it was. */
async function map(
  path: string,
  { mapSize }: OpenOptions,
  claim: Claim | undefined,
  fresh = false,
): Promise<Opened> {
  claim?.markOpen()
  try {
    const db = await mapDatabase(path, mapSize)
    const close = async () => {
      await db.close()
      claim?.leave()
    }
    return { db, path, close }
  } catch (error) {
    // What a full disk has left of a new database would be taken for a damaged one.
    if (fresh) for (const name of FILES) rmSync(join(path, name), { force: true })
    if (lmdbFailure(error) === 'DAMAGED' && claim !== undefined) noteDamage(path, saying(error))
    throw error
  }
}
