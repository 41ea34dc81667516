/** Whether a database file is whole, told by files that are written here byte by byte. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findDefect } from '../../src/store/lmdb-file.ts'

const NONE = 2n ** 64n - 1n
const FOREIGN = 'data.mdb does not begin like a database of this format'
let root: string
let made = 0
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-file-'))
})
afterAll(() => rmSync(root, { recursive: true }))

const META = {
  pageSize: 4096,
  magic: 0xbeefc0de,
  version: 2,
  free: NONE,
  main: NONE,
  last: 1,
  transaction: 1n,
}

function metaPage(change: Partial<typeof META>): Buffer {
  const meta = { ...META, ...change }
  const bytes = Buffer.alloc(META.pageSize < meta.pageSize ? meta.pageSize : META.pageSize)
  bytes.writeUInt32LE(meta.magic, 24)
  bytes.writeUInt16LE(meta.version, 28)
  bytes.writeUInt32LE(meta.pageSize, 48)
  bytes.writeBigUInt64LE(meta.free, 88)
  bytes.writeBigUInt64LE(meta.main, 136)
  bytes.writeBigUInt64LE(BigInt(meta.last), 144)
  bytes.writeBigUInt64LE(meta.transaction, 152)
  return bytes
}

/** A leaf without entries. */
function leaf(number: number): Buffer {
  const bytes = Buffer.alloc(4096)
  bytes.writeBigUInt64LE(BigInt(number), 0)
  bytes.writeUInt16LE(2, 18)
  return bytes
}

function file(...pages: readonly Buffer[]): string {
  const path = join(root, String(made++))
  writeFileSync(path, Buffer.concat(pages))
  return path
}

it('where there is no file, or an empty one, nothing is wrong', () => {
  expect(findDefect(join(root, 'none'), true)).toBeUndefined()
  expect(findDefect(file(), true)).toBeUndefined()
})

it.each([0x1000, 0x2000, 0x4000, 0x8000, 0x10000])('pages may have %d bytes', (pageSize) => {
  expect(findDefect(file(metaPage({ pageSize }), metaPage({ pageSize })), true)).toBeUndefined()
})

it.each<[string, Partial<typeof META>]>([
  ['another magic number', { magic: 0xdec0efbe }],
  ['another version', { version: 1 }],
  ['pages of another size', { pageSize: 0x800 }],
  ['pages of a size between', { pageSize: 0x3000 }],
])('a file is none of this format with %s, in whichever of its first two pages', (_, change) => {
  expect(findDefect(file(metaPage(change), metaPage({})), true)).toBe(FOREIGN)
  expect(findDefect(file(metaPage({}), metaPage(change)), true)).toBe(FOREIGN)
})

it('a file is none that ends before its second page, or in its first', () => {
  expect(findDefect(file(metaPage({})), true)).toBe(FOREIGN)
  expect(findDefect(file(Buffer.from('x')), true)).toBe(FOREIGN)
})

it('its pages are looked at from both roots, when no process writes to it', () => {
  const wrong = [
    metaPage({ last: 3, free: 2n, main: 3n, transaction: 2n }),
    metaPage({}),
    leaf(2),
    leaf(2),
  ]
  expect(findDefect(file(...wrong), true)).toBe('page 3 of data.mdb makes no sense')
  expect(findDefect(file(...wrong), false)).toBeUndefined()
  const [first, second, ...rest] = wrong
  expect(findDefect(file(first!, second!, ...rest.slice(0, 1), leaf(3)), true)).toBeUndefined()
  const free = [metaPage({ last: 2, free: 2n, transaction: 2n }), metaPage({}), leaf(9)]
  expect(findDefect(file(...free), true)).toBe('page 2 of data.mdb makes no sense')
})

it('the newer of its first two pages is believed', () => {
  const [older, newer] = [{ main: 7n }, { main: 2n, last: 2, transaction: 2n }]
  expect(findDefect(file(metaPage(older), metaPage(newer), leaf(2)), true)).toBeUndefined()
  expect(findDefect(file(metaPage(newer), metaPage(older), leaf(2)), true)).toBeUndefined()
  const [wrong, stale] = [{ main: 7n, transaction: 2n }, { main: NONE }]
  expect(findDefect(file(metaPage(wrong), metaPage(stale)), true)).toBe('data.mdb has no page 7')
  expect(findDefect(file(metaPage(stale), metaPage(wrong)), true)).toBe('data.mdb has no page 7')
})

it('what a commit may have left unwritten is filled with zeros, and more than that is missing', () => {
  const whole = file(metaPage({ last: 17 }), metaPage({ last: 17 }))
  expect(findDefect(whole, true)).toBeUndefined()
  expect(statSync(whole).size).toBe(18 * 4096)
  expect(
    readFileSync(whole)
      .subarray(2 * 4096)
      .every((byte) => byte === 0),
  ).toBe(true)
  const short = file(metaPage({ last: 17 }), metaPage({ last: 17 }).subarray(0, 4095))
  expect(findDefect(short, true)).toBe('data.mdb is truncated: 65537 bytes are missing')
  expect(statSync(short).size).toBe(8191)
})

it('a file that is longer than its pages stays as it is', () => {
  const long = file(metaPage({}), metaPage({}), leaf(2))
  expect(findDefect(long, true)).toBeUndefined()
  expect(statSync(long).size).toBe(3 * 4096)
})

it('no descriptor is left, whatever is found', () => {
  const before = readdirSync('/proc/self/fd').length
  for (let i = 0; i < 5; i++) {
    findDefect(file(metaPage({}), metaPage({})), true)
    findDefect(file(Buffer.from('x')), true)
  }
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 5)
})
