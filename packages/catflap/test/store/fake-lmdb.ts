/** A database of LMDB's in memory, for tests of what is built on it: each call may do something else, once. */

interface Entry {
  readonly bytes: Buffer
  readonly version: number
}
type Call = 'read' | 'put' | 'remove'

export const db = {
  /** In no order; keys as latin1. */
  entries: new Map<string, Entry>(),
  /** What the next calls do instead. */
  fails: {} as Partial<Record<Call, (() => unknown)[]>>,
  stats: { treeBranchPageCount: 0, treeLeafPageCount: 0, overflowPages: 0, pageSize: 4096 },
  /** What was asked, in order. */
  asked: [] as string[],
  closed: 0,
}

let last = 0
let lastPage = 0
/** By which transaction an entry was written: each lies in a page of its own. */
const pages = new Map<Entry, number>()

function pageOf(entry: Entry): number {
  const page = pages.get(entry) ?? pages.size + 1
  pages.set(entry, page)
  return page
}

export function forget(): void {
  db.entries.clear()
  Object.assign(db, { fails: {}, asked: [], closed: 0 })
  Object.assign(db.stats, { treeBranchPageCount: 0, treeLeafPageCount: 0, overflowPages: 0 })
}

const name = (key: Buffer) => key.toString('latin1')
/** What a call does instead, as whoever has put it there says. */
const instead = <T>(call: Call) => db.fails[call]?.shift() as (() => T) | undefined

const database = {
  resetReadTxn: () => void db.asked.push('reset'),
  getBinaryFast(key: Buffer, unless?: { readonly ifNotTxnId: number }) {
    const other = instead<Buffer>('read')
    if (other !== undefined) return other()
    const found = db.entries.get(name(key))
    if (found === undefined) return undefined
    lastPage = pageOf(found)
    if (lastPage === unless?.ifNotTxnId) return {}
    last = found.version
    return found.bytes
  },
  getKeys({ start, limit }: { start: Buffer; limit: number }) {
    db.asked.push(`keys ${name(start)} ${limit}`)
    const keys = [...db.entries.keys()].sort().filter((key) => key >= name(start))
    return keys.slice(0, limit).map((key) => Buffer.from(key, 'latin1'))
  },
  async put(key: Buffer, bytes: Buffer, version: number, expected: number | null) {
    db.asked.push(`put ${name(key)}`)
    const other = instead<Promise<boolean>>('put')
    if (other !== undefined) return other()
    if ((db.entries.get(name(key))?.version ?? null) !== expected) return false
    db.entries.set(name(key), { bytes, version })
    return true
  },
  async remove(key: Buffer, version: number) {
    db.asked.push(`remove ${name(key)}`)
    const other = instead<Promise<boolean>>('remove')
    if (other !== undefined) return other()
    return db.entries.get(name(key))?.version === version && db.entries.delete(name(key))
  },
  getStats: () => db.stats,
  close: async () => void db.closed++,
}

/** Each a database of its own, though all have the same entries. */
export const open = () => ({ ...database })
export const getLastVersion = (): number => last
export const getLastTxnId = (): number => lastPage
