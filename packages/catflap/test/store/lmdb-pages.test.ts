/** What the pages of a database say of it: read by themselves, one thing wrong at a time. */
import { expect, it } from 'vitest'
import { checkPages, pageAt, type Tree } from '../../src/store/lmdb-pages.ts'

const SIZE = 4096
const HEADER = 24
const [BRANCH, LEAF, OVERFLOW] = [1, 2, 4]
const [BIG, SUBTREE] = [1, 2]
const NONE = 2n ** 64n - 1n

/** A page of some nodes, which lie at its end as LMDB puts them. */
function page(number: number, kind: number, nodes: readonly Buffer[] = []): Buffer {
  const bytes = Buffer.alloc(SIZE)
  bytes.writeBigUInt64LE(BigInt(number), 0)
  bytes.writeUInt16LE(kind, 18)
  let upper = SIZE - HEADER
  nodes.forEach((node, i) => {
    upper -= node.length + (node.length % 2)
    node.copy(bytes, HEADER + upper)
    bytes.writeUInt16LE(upper, HEADER + 2 * i)
  })
  bytes.writeUInt16LE(2 * nodes.length, 20)
  bytes.writeUInt16LE(upper, 22)
  return bytes
}

/** Its low word, flags, key and data. */
function node(low: number, flags: number, key: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(low, 0)
  head.writeUInt16LE(flags, 4)
  head.writeUInt16LE(key.length, 6)
  return Buffer.concat([head, Buffer.from(key), data])
}
const entry = (key: string) => node(5, 0, key, Buffer.from('value'))
const child = (number: number) => node(number, 0, 'key')
const big = (number: bigint, size = 24) => {
  const data = Buffer.alloc(size)
  data.writeBigUInt64LE(number)
  return node(9000, BIG, 'large', data)
}
const subtree = (root: bigint, size = 48) => {
  const data = Buffer.alloc(48)
  data.writeBigUInt64LE(root, 40)
  return node(size, SUBTREE, 'sessions', data.subarray(0, size))
}

/** A tree of all kinds of pages: 2 leads to 3 and 4, 4 to the large value at 5 and to a tree at 6. */
const sound = (): Buffer[] => [
  page(0, 8),
  page(1, 8),
  page(2, BRANCH, [child(3), child(4)]),
  page(3, LEAF, [entry('a'), entry('bc'), subtree(NONE)]),
  page(4, LEAF, [big(5n), subtree(6n)]),
  page(5, OVERFLOW),
  page(6, LEAF, [entry('x')]),
  page(7, LEAF),
]
const treeOf = (pages: readonly Buffer[]): Tree => ({
  read: (number) => Buffer.from(pages[number] ?? Buffer.alloc(SIZE)),
  pageSize: SIZE,
  lastPage: pages.length - 1,
})
const check = (pages: readonly Buffer[], roots: readonly bigint[] = [NONE, 2n]) =>
  checkPages(
    treeOf(pages),
    roots.map((root) => pageAt(bigPlace(root), 0)),
  )

it('a sound tree says nothing, nor does one of no pages', () => {
  expect(check(sound())).toBeUndefined()
  expect(check(sound(), [7n, 2n])).toBeUndefined()
  expect(check(sound(), [NONE, NONE])).toBeUndefined()
})

it('every page is looked at, through branches, large values and trees in trees', () => {
  for (const number of [2, 3, 4, 5, 6]) {
    const pages = sound()
    pages[number] = Buffer.alloc(SIZE)
    expect(check(pages)).toBe(`page ${number} of data.mdb makes no sense`)
  }
})

it.each<[string, number, Buffer]>([
  ['says another number', 3, page(4, LEAF, [entry('a')])],
  ['is of a kind of its own', 3, page(3, 8)],
  ['is of two kinds', 3, page(3, BRANCH | LEAF, [entry('a')])],
  ['is of three', 3, page(3, BRANCH | LEAF | OVERFLOW)],
  ['has half a place of a node', 3, write(page(3, LEAF, [entry('a')]), 20, 3)],
  ['has half a place and nothing before it', 3, write(page(3, LEAF, [entry('a')]), 20, 1)],
  ['has more places than room', 3, write(page(3, LEAF, [entry('a')]), 22, 0)],
  ['has its nodes behind its end', 3, write(page(3, LEAF), 22, SIZE - HEADER + 1)],
  ['has a node among the places', 3, write(page(3, LEAF, [entry('a')]), HEADER, 2)],
  ['has a node across its end', 3, write(page(3, LEAF, [entry('a')]), HEADER, SIZE - HEADER - 7)],
  ['has a key longer than itself', 2, write(page(2, BRANCH, [child(3)]), SIZE - 12 + 6, 5)],
  ['has a value longer than itself', 3, write(page(3, LEAF, [entry('ab')]), SIZE - 16, 7)],
  ['has a large value without its place', 4, page(4, LEAF, [big(5n, 22)])],
  ['has a tree without its root', 4, page(4, LEAF, [subtree(6n, 46)])],
])('a page makes no sense that %s', (_, number, bytes) => {
  const pages = sound()
  pages[number] = bytes
  expect(check(pages)).toBe(`page ${number} of data.mdb makes no sense`)
})

it.each<[string, number, Buffer]>([
  ['is full to its end', 3, write(page(3, LEAF), 22, SIZE - HEADER)],
  ['has as many places as room', 3, write(page(3, LEAF), 22, 0)],
  ['has a node that ends with it', 3, page(3, LEAF, [entry('abc')])],
  [
    'has a large value that ends with it',
    4,
    page(4, LEAF, [node(9000, BIG, 'four', bigPlace(5n))]),
  ],
  ['has a key that ends with it', 2, page(2, BRANCH, [node(3, 0, 'keys'), child(4)])],
  ['has a tree that ends with it', 4, page(4, LEAF, [subtree(6n), big(5n)])],
  ['is marked in another way, too', 3, write(page(3, LEAF, [entry('a')]), 18, LEAF | 16)],
  ['has a node without key and value', 3, page(3, LEAF, [node(0, 0, '')])],
])('a page is sound that %s', (_, number, bytes) => {
  const pages = sound()
  pages[number] = bytes
  expect(check(pages)).toBeUndefined()
})

function bigPlace(number: bigint): Buffer {
  const data = Buffer.alloc(24)
  data.writeBigUInt64LE(number)
  return data
}

it('a page that is not there is told, by all its 48 bits', () => {
  const pages = sound()
  pages[2] = page(2, BRANCH, [child(3), child(8)])
  expect(check(pages)).toBe('data.mdb has no page 8')
  pages[2] = page(2, BRANCH, [node(3, 1, 'key')])
  expect(check(pages)).toBe('data.mdb has no page 4294967299')
  expect(check(sound(), [8n])).toBe('data.mdb has no page 8')
  expect(check(sound(), [2n ** 32n + 2n])).toBe('data.mdb has no page 4294967298')
})

it.each([1n, 2n ** 31n, 2n ** 32n, 2n ** 63n])(
  'a root without its bit %d is none of no tree',
  (bit) => {
    expect(check(sound(), [NONE - bit])).toMatch(/^data\.mdb has no page /)
    const pages = sound()
    pages[4] = page(4, LEAF, [subtree(NONE - bit)])
    expect(check(pages)).toMatch(/^data\.mdb has no page /)
  },
)

it('a page with two places is told, and so a circle ends', () => {
  const pages = sound()
  pages[2] = page(2, BRANCH, [child(3), child(2)])
  expect(check(pages)).toBe('page 2 of data.mdb has two places in it')
})

it('of a large database the first 8,192 pages are looked at, those near the roots', () => {
  const seen: number[] = []
  const leaves = 16_500
  const branches = Array.from({ length: 100 }, (_, i) => i + 3)
  const read = (number: number): Buffer => {
    seen.push(number)
    if (number === 2) return page(2, BRANCH, branches.map(child))
    if (number > 102) return page(number, LEAF)
    const first = 103 + (number - 3) * 165
    return page(
      number,
      BRANCH,
      Array.from({ length: 165 }, (_, i) => child(first + i)),
    )
  }
  const tree = { read, pageSize: SIZE, lastPage: 102 + leaves }
  expect(checkPages(tree, [2])).toBeUndefined()
  expect(seen).toHaveLength(8192)
  expect(seen.slice(0, 101)).toEqual([2, ...branches])
})

/** Another 16 bits at a place. */
function write(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt16LE(value, at)
  return bytes
}
