/** Reads and writes of the embedded store over a database of the test's, and what of its words is believed. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pack } from '../../src/store/lmdb-entry.ts'
import { openLmdbStore } from '../../src/store/lmdb-store.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { db, forget } from './fake-lmdb.ts'

vi.mock('lmdb', () => import('./fake-lmdb.ts'))

const NOW = 1_800_000_000
let directory: string
let store: SessionStore
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-writes-'))
  forget()
  store = await openLmdbStore({ directory })
  db.asked = []
})
afterEach(async () => {
  await store.close()
  rmSync(directory, { recursive: true })
})

const write = async (revision = 0, { text = 'value', lives = 60, now = NOW } = {}) =>
  store.write('key', Buffer.from(text), { revision, expiresAt: now + lives }, now)
const put = (revision: number, text = 'other', expiresAt = NOW + 60) =>
  void db.entries.set('/key', { bytes: pack(Buffer.from(text), revision, expiresAt), version: 7 })
const puts = () => db.asked.filter((one) => one === 'put /key').length

describe('a write', () => {
  it.each([
    [true, 'DISK_FAILED', 'was said to be done 20 times, and is not there'],
    [false, 'CONTENTION', 'was overtaken 20 times'],
  ])(
    'that the driver says is done (%s) and that is not there fails after twenty tries',
    async (says, reason, text) => {
      db.fails.put = Array(30).fill(() => Promise.resolve(says))
      const message = `lmdb: a write in ${directory} ${text}`
      await expect(write()).rejects.toMatchObject({ reason, message })
      expect(puts()).toBe(20)
    },
  )

  it.each([true, false])(
    'that the driver is wrong about (%s) nineteen times is made',
    async (says) => {
      db.fails.put = Array(19).fill(() => Promise.resolve(says))
      expect([await write(), puts()]).toEqual([true, 20])
    },
  )

  it.each<[string, boolean, () => void, number, boolean]>([
    ['was made, and written over twice since', true, () => put(3), 60, true],
    ['was overtaken by another of the same revision', true, () => put(1), 60, false],
    ['was overtaken twice', false, () => put(3), 60, false],
    ['was made and has been collected', true, () => {}, 0, true],
  ])('that %s is told as such', async (_, says, happens, lives, made) => {
    db.fails.put = [
      () => {
        happens()
        return Promise.resolve(says)
      },
    ]
    expect([await write(0, { lives }), puts()]).toEqual([made, 1])
  })

  it('that is over at its second is not looked for; one that lives a second longer is', async () => {
    db.fails.put = [() => Promise.resolve(true)]
    expect([await write(0, { lives: 1 }), puts()]).toEqual([true, 2])
  })

  it('that is done while the store is closed is not looked for', async () => {
    db.fails.put = [
      () => {
        void store.close()
        return Promise.resolve(true)
      },
    ]
    expect([await write(), puts()]).toEqual([true, 1])
  })

  it.each<[string, () => void, number, boolean]>([
    ['of the revision that is there is made', () => put(4), 4, true],
    ['of an earlier one is not', () => put(4), 3, false],
    ['of a later one is not', () => put(4), 5, false],
    ['after a tombstone is not', () => put(4, ''), 4, false],
    ['over what is over is, as the first', () => put(4, 'x', NOW), 0, true],
    ['over a tombstone that is over is', () => put(4, '', NOW), 0, true],
    ['over what is over is not, as a later one', () => put(4, 'x', NOW), 4, false],
  ])('%s', async (_, before, revision, made) => {
    before()
    expect([await write(revision), puts()]).toEqual([made, made ? 1 : 0])
  })

  it('after the store is closed is refused', async () => {
    await store.close()
    const closed = { reason: 'CLOSED', message: 'lmdb: the store is closed' }
    await expect(write()).rejects.toMatchObject(closed)
    expect(() => store.read('key', NOW)).toThrow(expect.objectContaining(closed))
    await store.close()
    expect(db.closed).toBe(1)
  })
})

describe('a read', () => {
  it('sees what was written last, by a snapshot of its own', async () => {
    await write(0, { text: 'one' })
    db.asked = []
    expect(store.read('key', NOW)).toMatchObject({ revision: 1, expiresAt: NOW + 60 })
    expect(db.asked).toEqual(['reset'])
    put(9, 'elsewhere')
    expect(store.read('key', NOW)).toMatchObject({ revision: 9 })
  })

  it('ends at the expiry', () => {
    put(1, 'x', NOW + 60)
    expect(store.read('key', NOW + 59)).toBeDefined()
    expect(store.read('key', NOW + 60)).toBeUndefined()
    expect(store.read('nothing', NOW)).toBeUndefined()
  })

  it('gives the very object that is known while its tag and key are the same', async () => {
    put(1, 'one')
    const known = await store.read('key', NOW)
    expect(store.read('key', NOW, known)).toBe(known)
    db.entries.set('/twin', { bytes: pack(Buffer.from('two'), 1, NOW + 60), version: 7 })
    expect(store.read('twin', NOW, known)).not.toBe(known)
    db.entries.set('/key', { bytes: pack(Buffer.from('one'), 1, NOW + 60), version: 8 })
    expect(store.read('key', NOW, known)).not.toBe(known)
  })

  it('takes nothing for known that another database has given, whatever its page and tag', async () => {
    put(1, 'one')
    const known = await store.read('key', NOW)
    const folder = mkdtempSync(join(tmpdir(), 'catflap-writes-'))
    const other = await openLmdbStore({ directory: folder })
    const found = await other.read('key', NOW, known)
    await other.close()
    rmSync(folder, { recursive: true })
    expect(found).toMatchObject({ revision: 1 })
    expect(found).not.toBe(known)
  })

  it('brings no bytes while the page is the same, also after something else in it was written', async () => {
    const [bytes, version] = [pack(Buffer.from('one'), 1, NOW + 60), 7]
    db.entries.set('/key', { bytes, version })
    const known = await store.read('key', NOW)
    db.entries.set('/key', { bytes, version })
    expect(store.read('key', NOW, known)).toBe(known)
    // Had they been looked at, the entry would be none of this store.
    bytes.fill(0)
    expect(store.read('key', NOW, known)).toBe(known)
    expect(store.read('key', NOW + 60, known)).toBeUndefined()
    expect(() => store.read('key', NOW)).toThrow(/none of this store/)
  })
})

it('a key is kept in a file beside the database', async () => {
  const key = Buffer.alloc(32, 7)
  expect(await store.keepKey?.(key)).toEqual(key)
  expect(existsSync(join(directory, 'key'))).toBe(true)
})
