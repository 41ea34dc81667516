/**
 * PURE but for its reader: do the pages of a database form a tree? Each says its own number, its kind
 * and where its entries lie, so pages of zeros, of garbage or of another place are found.
 *
 * @see lmdb, dependencies/lmdb/libraries/liblmdb/mdb.c: MDB_page, MDB_node, MDB_db, MDB_ovpage
 */

/** Pages looked at: more would make the start slow. The first to go are those near the root. */
const MOST_PAGES = 8192
/** The root of an empty tree: all bits of its number are set. */
const NO_PAGE = Infinity
const ALL_BITS = 2 ** 32 - 1

/** Offsets in a page header and in a node, in bytes; little endian. */
const PAGE = { number: 0, flags: 18, lower: 20, upper: 22, end: 24 }
const NODE = { low: 0, flags: 4, keySize: 6, end: 8 }
/** Kinds of pages, and of a leaf's data. */
const [BRANCH, LEAF, OVERFLOW] = [1, 2, 4]
const [BIG, SUBTREE] = [1, 2]
/** Where the description of a tree has its root, and its length. */
const TREE = { root: 40, end: 48 }
const BIG_END = 24

/** A file of pages. */
export interface Tree {
  /** The bytes of a page, good until the next is read; where the file has none, of another one. */
  readonly read: (page: number) => Buffer
  readonly pageSize: number
  readonly lastPage: number
}

/** Says what is wrong with the trees that begin at some pages; `undefined` when nothing is. */
export function checkPages(tree: Tree, roots: readonly number[]): string | undefined {
  const queue = roots.filter((root) => root !== NO_PAGE)
  const seen = new Set<number>()
  for (const page of queue) {
    if (page > tree.lastPage) return `data.mdb has no page ${page}`
    if (seen.has(page)) return `page ${page} of data.mdb has two places in it`
    seen.add(page)
    if (!readPage(tree, page, queue)) return `page ${page} of data.mdb makes no sense`
  }
  return undefined
}

/** Whether a page is one of a tree; those that it leads to are queued, as long as they will be looked at. */
function readPage({ read, pageSize }: Tree, number: number, queue: number[]): boolean {
  const bytes = read(number)
  const kind = bytes.readUInt16LE(PAGE.flags) & (BRANCH | LEAF | OVERFLOW)
  if (pageAt(bytes, PAGE.number) !== number) return false
  if (kind === OVERFLOW) return true
  if (kind !== BRANCH && kind !== LEAF) return false
  const lower = bytes.readUInt16LE(PAGE.lower)
  const upper = bytes.readUInt16LE(PAGE.upper)
  if (lower % 2 !== 0 || lower > upper || upper > pageSize - PAGE.end) return false
  for (let i = 0; i < lower; i += 2) {
    const node = bytes.readUInt16LE(PAGE.end + i)
    if (node < upper || PAGE.end + node + NODE.end > pageSize) return false
    const below = readNode(bytes, PAGE.end + node, kind)
    if (below === undefined) return false
    if (below !== NO_PAGE && queue.length < MOST_PAGES) queue.push(below)
  }
  return true
}

/** The page that a node leads to, {@link NO_PAGE} when to none; `undefined` when it is no node. */
function readNode(bytes: Buffer, at: number, kind: number): number | undefined {
  const flags = bytes.readUInt16LE(at + NODE.flags)
  const data = at + NODE.end + bytes.readUInt16LE(at + NODE.keySize)
  if (kind === BRANCH) {
    const page = bytes.readUInt32LE(at + NODE.low) + flags * 2 ** 32
    return data <= bytes.length ? page : undefined
  }
  if ((flags & BIG) !== 0) {
    return data + BIG_END <= bytes.length ? pageAt(bytes, data) : undefined
  }
  if (data + bytes.readUInt32LE(at + NODE.low) > bytes.length) return undefined
  if ((flags & SUBTREE) === 0) return NO_PAGE
  return data + TREE.end <= bytes.length ? pageAt(bytes, data + TREE.root) : undefined
}

/** The number of a page, in 64 bits. */
export function pageAt(bytes: Buffer, at: number): number {
  const [low, high] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
  return low === ALL_BITS && high === ALL_BITS ? NO_PAGE : low + high * 2 ** 32
}
