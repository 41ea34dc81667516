/**
 * Whether a database file is whole, as far as its structure tells, before LMDB maps it into memory:
 * there a page that is missing or makes no sense is no error, but often the end of the process.
 *
 * LMDB keeps no checksums, so a changed byte inside an entry is not seen here; opening the entry is
 * what fails then.
 */
import { appendFileSync, closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { checkPages, pageAt, type Tree } from './lmdb-pages.ts'

/** Where the page header ends and the fields of a meta page are, in bytes; little endian. */
const META = { magic: 24, version: 28, pageSize: 48, freeRoot: 88, mainRoot: 136, lastPage: 144 }
const TRANSACTION = 152
const META_END = 160
const MAGIC = 0xbeefc0de
const VERSION = 2
/** Pages at the end that a commit may have allocated, freed and never written. */
const UNWRITTEN_PAGES = 16

interface Meta {
  readonly pageSize: number
  readonly lastPage: number
  readonly transaction: bigint
  readonly roots: readonly number[]
}

/**
 * Says what is wrong with a database file; `undefined` when there is nothing, or no file.
 *
 * @param quiet - true when no process writes to it: then its pages are looked at too
 * @throws Error of the file system
 */
export function findDefect(file: string, quiet: boolean): string | undefined {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined
  const descriptor = openSync(file, 'r')
  try {
    if (fstatSync(descriptor).size === 0) return undefined
    const first = readMeta(descriptor, 0)
    const second = first && readMeta(descriptor, first.pageSize)
    if (first === undefined || second === undefined) {
      return 'data.mdb does not begin like a database of this format'
    }
    const { lastPage, pageSize, roots } = first.transaction > second.transaction ? first : second
    // In this order: another process may be appending, and it writes its meta page last.
    const missing = (lastPage + 1) * pageSize - fstatSync(descriptor).size
    if (missing > UNWRITTEN_PAGES * pageSize) {
      return `data.mdb is truncated: ${missing} bytes are missing`
    }
    if (missing > 0) appendFileSync(file, new Uint8Array(missing))
    const tree: Tree = { read: pageReader(descriptor, pageSize), pageSize, lastPage }
    return quiet ? checkPages(tree, roots) : undefined
  } finally {
    closeSync(descriptor)
  }
}

/** `undefined` when it is none. */
function readMeta(descriptor: number, position: number): Meta | undefined {
  const bytes = Buffer.alloc(META_END)
  readSync(descriptor, bytes, 0, META_END, position)
  const pageSize = bytes.readUInt32LE(META.pageSize)
  if (
    bytes.readUInt32LE(META.magic) !== MAGIC ||
    bytes.readUInt16LE(META.version) !== VERSION ||
    ![0x1000, 0x2000, 0x4000, 0x8000, 0x10000].includes(pageSize)
  ) {
    return undefined
  }
  return {
    pageSize,
    lastPage: pageAt(bytes, META.lastPage),
    transaction: bytes.readBigUInt64LE(TRANSACTION),
    roots: [pageAt(bytes, META.freeRoot), pageAt(bytes, META.mainRoot)],
  }
}

function pageReader(descriptor: number, pageSize: number): Tree['read'] {
  const bytes = Buffer.alloc(pageSize)
  return (page) => {
    readSync(descriptor, bytes, 0, pageSize, page * pageSize)
    return bytes
  }
}
