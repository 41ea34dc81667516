/**
 * Who has the database open, across containers.
 *
 * LMDB knows processes by their ids, and an id means another process in another PID namespace. Used
 * from two of them, a database makes a process hang at its first write, event loop and all, and takes
 * it down when the other ends. So each process leaves a record before it opens the database.
 */
import { createRecord, type OwnRecord, pidNamespace } from './lmdb-record.ts'

/** Milliseconds between two looks at rivals that have not decided yet. */
const PAUSE = 20
/** Looks after which a rival that never decides counts as one that has the database open. */
const LOOKS = 250

/** Whose use of the database excludes ours: that from other PID namespaces, or that of everybody. */
export type Rivals = 'other-namespaces' | 'everybody'

/** A place among those that use the database. */
export interface Claim {
  /** Says that the database is open from now on. */
  markOpen(): void
  /** Gives the place up; not before the database is closed. */
  leave(): void
}

/**
 * Claims the database in a directory, before it is opened. Of rivals that claim it at once, the one
 * whose record has the first name wins.
 *
 * @returns `occupied` when a rival has the database open; `undefined` where rivals cannot be found
 * out: no `/proc`, or a file system without sockets
 * @throws Error of the file system when the record cannot be left
 */
export async function claimDatabase(
  directory: string,
  rivals: Rivals,
): Promise<Claim | 'occupied' | undefined> {
  const namespace = pidNamespace()
  if (namespace === undefined) return undefined
  const record = createRecord(directory, namespace)
  let outcome: 'claimed' | 'occupied' | undefined
  try {
    outcome = await contend(record, rivals)
  } finally {
    if (outcome !== 'claimed') record.remove()
  }
  return outcome === 'claimed' ? { markOpen: record.markOpen, leave: record.remove } : outcome
}

/** Each shows its record before its last look, so of two, the later one sees the earlier. */
async function contend(
  record: OwnRecord,
  rivals: Rivals,
): Promise<'claimed' | 'occupied' | undefined> {
  let shown = false
  for (let look = 0; look < LOOKS; look++) {
    const others = (await record.others()).filter(
      ({ namespace }) => rivals === 'everybody' || namespace !== record.namespace,
    )
    if (others.some(({ open }) => open)) return 'occupied'
    if (others.length === 0) {
      if (shown) return 'claimed'
      shown = await record.show()
      if (!shown) return undefined
      continue
    }
    if (shown && others.some(({ name }) => name < record.name)) {
      record.hide()
      shown = false
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
  return 'occupied'
}
