/** What the driver says of a write is not believed: it is looked for, and not for ever. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as lmdb from 'lmdb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import type { SessionStore } from '../../src/store/store.ts'

/** More puts than any write may need. */
const MANY = 1000
const NOW = 1_800_000_000
const ALIVE = { revision: 0, expiresAt: NOW + 60 }

/** What the driver says of the next puts, none of which it makes; when empty, it does its work. */
const driver = vi.hoisted(() => ({ says: [] as boolean[], puts: 0, isWatched: false }))
vi.mock('lmdb', async (original) => {
  const real = await original<typeof lmdb>()
  const open = (options: lmdb.RootDatabaseOptionsWithPath) => {
    const db = real.open<Buffer, Buffer>(options)
    const put = db.put.bind(db)
    return Object.assign(db, {
      put(key: Buffer, value: Buffer, version: number, ifVersion: number) {
        // An endless loop of promises would let no timeout come: it ends by an error.
        if (++driver.puts > MANY && driver.isWatched) throw new Error('the loop has no end')
        const lie = driver.says.shift()
        return lie === undefined ? put(key, value, version, ifVersion) : Promise.resolve(lie)
      },
    })
  }
  return { ...real, open }
})

let directory: string
let store: SessionStore
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-lies-'))
  store = await createLmdbStore({ directory })
  Object.assign(driver, { puts: 0, isWatched: true })
})
afterEach(async () => {
  Object.assign(driver, { says: [], isWatched: false })
  await store.close()
  rmSync(directory, { recursive: true })
})

const write = async (key = 'key') => store.write(key, Buffer.from('value'), ALIVE, NOW)

it('a write that the driver says is done, and never is, ends with what is known of the disk', async () => {
  driver.says = Array(MANY).fill(true)
  await expect(write()).rejects.toMatchObject({ reason: 'DISK_FAILED' })
  expect(store.read('key', NOW)).toBeUndefined()
})

it('one that the driver says was overtaken, while nothing is there, ends as contended', async () => {
  driver.says = Array(MANY).fill(false)
  await expect(write()).rejects.toMatchObject({ reason: 'CONTENTION' })
})

it.each([true, false])(
  'one that the driver is wrong about (%s) nineteen times is made',
  async (lie) => {
    driver.says = Array(19).fill(lie)
    expect(await write()).toBe(true)
    expect(driver.puts).toBe(20)
    expect(store.read('key', NOW)).toMatchObject({ revision: 1 })
  },
)

it('after a lost write the store goes on with the next', async () => {
  driver.says = Array(20).fill(true)
  await expect(write()).rejects.toThrow('20 times')
  expect(await write()).toBe(true)
})
