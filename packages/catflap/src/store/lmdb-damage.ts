/**
 * What happens to a damaged database: it is noted, so that no process opens it again, and its files
 * are set aside, so that an empty one can begin in their place.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** A file that says what is wrong with the database, so that no process opens it again. */
const NOTE = 'damage.note'
/** Begins the names of the folders that hold damaged files. */
const ASIDE = 'damaged-'
/** Folders of damaged files that are kept. */
const KEPT = 2
/** Lock file first: whoever finds none of the damage yet must not meet the old locks. */
const MOVED = ['lock.mdb', 'data.mdb', NOTE]

/** A damaged database that was replaced by an empty one. */
export interface Recovery {
  /** Folder, below the directory of the store, that holds the damaged files. */
  readonly setAside: string
  /** Older such folders that were removed, since there were more than two. */
  readonly removed: readonly string[]
}

/** True of the names that this file gives to files and folders in the directory. */
export const isDamageName = (name: string): boolean => name === NOTE || name.startsWith(ASIDE)

/** Folders of damaged files in a directory, oldest first. */
export function damagedFolders(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith(ASIDE))
    .sort()
}

/** What somebody has noted to be wrong with the database; `undefined`: nothing. */
export function notedDamage(directory: string): string | undefined {
  const note = join(directory, NOTE)
  return existsSync(note) ? readFileSync(note, 'utf8') : undefined
}

/** Keeps every process from opening the database until it has been set aside. */
export function noteDamage(directory: string, what: string): void {
  writeFileSync(join(directory, NOTE), what, { mode: 0o600 })
}

/** Damaged files that have been set aside. */
export interface SetAside {
  /** Name of their folder. */
  readonly folder: string
  /** Puts them back: no other database could be made. */
  undo(): void
  /** Removes the oldest folders that are too many; their names. */
  prune(): readonly string[]
}

/**
 * Moves the files of the database into a folder beside them. Only for whoever alone uses them.
 *
 * @param time - milliseconds since the epoch
 */
export function setAside(directory: string, time: number): SetAside {
  const folder = freeName(directory, new Date(time).toISOString().replaceAll(/[:.]/g, '-'))
  const move = (from: string, to: string) => (name: string) => {
    if (existsSync(join(from, name))) renameSync(join(from, name), join(to, name))
  }
  const path = join(directory, folder)
  mkdirSync(path, { mode: 0o700 })
  MOVED.forEach(move(directory, path))
  return {
    folder,
    undo() {
      MOVED.toReversed().forEach(move(path, directory))
      rmSync(path, { recursive: true })
    },
    prune() {
      const old = damagedFolders(directory).filter((name) => name !== folder)
      const removed = old.slice(0, Math.max(0, old.length - (KEPT - 1)))
      return removed.filter((name) => remove(join(directory, name)))
    },
  }
}

function freeName(directory: string, time: string): string {
  for (let i = 0; ; i++) {
    const name = `${ASIDE}${time}${i === 0 ? '' : `-${i}`}`
    if (!existsSync(join(directory, name))) return name
  }
}

/** False of what may not be removed: then one more is kept. */
function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true })
    return true
  } catch {
    return false
  }
}
