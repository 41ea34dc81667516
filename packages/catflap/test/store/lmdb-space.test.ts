/** What expires makes room: the embedded store does not grow with the sessions it has ever had. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { TOMBSTONE } from '../../src/store/store.ts'

const START = 1_800_000_000
const VALUE = Buffer.alloc(3000, 1)
let directory: string
let store: SessionStore

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-lmdb-'))
  store = await createLmdbStore({ directory })
})
afterEach(async () => {
  await store.close()
  rmSync(directory, { recursive: true })
})

const keyOf = (i: number): string => createHash('sha256').update(String(i)).digest('base64url')
const size = (): number => statSync(join(directory, 'data.mdb')).size
const write = async (key: string, value: Uint8Array, revision: number, now: number) =>
  store.write(key, value, { revision, expiresAt: now + 60 }, now)

it('keeps room for little more than the living, over 50,000 short-lived sessions', async () => {
  const BATCH = 100
  let now = START
  for (let i = 0; i < 50_000; i += BATCH) {
    const keys = Array.from({ length: BATCH }, (_, j) => keyOf(i + j))
    await Promise.all(keys.map((key) => write(key, VALUE, 0, now)))
    now += 10
  }
  // Six batches live at a time, in a page each: 2.4 MB. Without collection it would be 205 MB.
  expect(size()).toBeLessThan(5_000_000)
}, 120_000)

it('drops tombstones too', async () => {
  let now = START
  for (let i = 0; i < 4000; i += 100) {
    const keys = Array.from({ length: 100 }, (_, j) => keyOf(i + j))
    await Promise.all(keys.map((key) => write(key, VALUE, 0, now)))
    await Promise.all(keys.map((key) => write(key, TOMBSTONE, 1, now)))
    now += 100
  }
  expect(size()).toBeLessThan(2_000_000)
})

it('does not collect what lives', async () => {
  const keys = Array.from({ length: 500 }, (_, i) => keyOf(i))
  await Promise.all(keys.map((key) => write(key, VALUE, 0, START)))
  for (let i = 0; i < 500; i++) await write('busy', VALUE, i, START + 59)
  const found = await Promise.all(keys.map(async (key) => store.read(key, START + 59)))
  expect(found.filter((entry) => entry === undefined)).toEqual([])
})

it('goes round: also what lies before the first key written is collected', async () => {
  const keys = Array.from({ length: 100 }, (_, i) => `a-${i}`)
  await Promise.all(keys.map((key) => write(key, VALUE, 0, START)))
  await store.close()
  store = await createLmdbStore({ directory })
  const later = START + 100
  for (let i = 0; i < 40; i++) await write('z', VALUE, i, later)
  // At their own time they would be found, had they not been removed.
  const found = await Promise.all(keys.map(async (key) => store.read(key, START)))
  expect(found.filter((entry) => entry !== undefined)).toEqual([])
})
