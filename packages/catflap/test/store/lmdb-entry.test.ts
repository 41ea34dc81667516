/** How an entry lies in the embedded store. */
import { expect, it } from 'vitest'
import { copyValue, isEntry, LAYOUT, pack } from '../../src/store/lmdb-entry.ts'

const make = () => pack(Buffer.from('value'), 7, 1_800_000_000.5)

it('is a marker, a revision, an expiry and a value, little endian', () => {
  const entry = make()
  expect(entry.toString('latin1', 0, 4)).toBe('cf01')
  expect(entry.readUInt32LE(4)).toBe(7)
  expect(entry.readDoubleLE(8)).toBe(1_800_000_000.5)
  expect(entry.toString('latin1', 16)).toBe('value')
  expect(entry).toHaveLength(21)
})

it('is told from other bytes by length and marker', () => {
  const entry = make()
  expect([isEntry(entry), isEntry(pack(new Uint8Array(0), 1, 1))]).toEqual([true, true])
  expect([isEntry(entry.subarray(0, 15)), isEntry(Buffer.alloc(0))]).toEqual([false, false])
  const other = Buffer.from(entry)
  other[3] = 0x32
  expect([isEntry(other), isEntry(Buffer.alloc(40))]).toEqual([false, false])
})

it('has a value that stays when its bytes are used again', () => {
  const entry = make()
  const bytes = Buffer.from(entry)
  const value = copyValue(bytes)
  bytes.fill(0)
  expect(Buffer.from(value).toString()).toBe('value')
  expect(copyValue(entry.subarray(0, LAYOUT.value))).toHaveLength(0)
})
