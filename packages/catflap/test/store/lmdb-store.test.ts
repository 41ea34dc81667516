/** The embedded store over a database of the test's: what it collects, how it counts room, waits and tells failures. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notedDamage } from '../../src/store/lmdb-damage.ts'
import { pack } from '../../src/store/lmdb-entry.ts'
import { openLmdbStore } from '../../src/store/lmdb-store.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { db, forget } from './fake-lmdb.ts'

const NOW = 1_800_000_000
const PAGE = 4096

vi.mock('lmdb', () => import('./fake-lmdb.ts'))

let directory: string
let store: SessionStore
const start = async (maxSize?: number) => {
  store = await openLmdbStore({ directory, ...(maxSize !== undefined && { maxSize }) })
  db.asked = []
}
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-store-'))
  forget()
  await start()
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  rmSync(directory, { recursive: true })
})

const write = async (key: string, { revision = 0, size = 5, now = NOW, lives = 60 } = {}) =>
  store.write(key, Buffer.alloc(size), { revision, expiresAt: now + lives }, now)
/** Puts entries into the database past the store. */
const put = (keys: readonly string[], expiresAt: number) => {
  for (const key of keys)
    db.entries.set(`/${key}`, {
      bytes: pack(Buffer.alloc(1), 1, expiresAt),
      version: Math.random(),
    })
}
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `k${String(i).padStart(3, '0')}`)
const coded = (code: number | string, message = 'text') =>
  Object.assign(new Error(message), { code })

describe('what has expired', () => {
  it('is removed, sixteen entries at every fourth write, from the key written on and all the way round', async () => {
    const keys = numbered(20)
    put(keys.slice(0, 19), NOW)
    await write('k005')
    expect(db.asked.filter((one) => one.startsWith('keys'))).toEqual(['keys /k005 17'])
    const left = () => [...db.entries.keys()].sort()
    await vi.waitFor(() =>
      expect(left()).toEqual(['/k000', '/k001', '/k002', '/k003', '/k004', '/k005']),
    )
    for (let i = 1; i < 4; i++) await write('k005', { revision: i })
    expect(db.asked.filter((one) => one.startsWith('keys'))).toHaveLength(1)
    await write('k005', { revision: 4 })
    expect(db.asked.filter((one) => one.startsWith('keys')).at(-1)).toBe('keys / 17')
    await vi.waitFor(() => expect(left()).toEqual(['/k005']))
  })

  it('goes on where the last round has ended, and looks at sixteen, not at the one after', async () => {
    put(numbered(40), NOW)
    await write('a')
    await vi.waitFor(() =>
      expect(db.asked.filter((one) => one.startsWith('remove'))).toHaveLength(16),
    )
    expect(db.entries.has('/k016')).toBe(true)
    for (let i = 1; i < 5; i++) await write('a', { revision: i })
    expect(db.asked.filter((one) => one.startsWith('keys'))).toEqual([
      'keys /a 17',
      'keys /k016 17',
    ])
  })

  it('is gone at its second, and what lives on is left, as is the entry that is written', async () => {
    put(['over'], NOW)
    put(['living'], NOW + 1)
    put(['written'], NOW)
    const before = db.entries.get('/written')
    await write('a')
    await vi.waitFor(() => expect(db.entries.has('/over')).toBe(false))
    expect(db.entries.has('/living')).toBe(true)
    db.entries.set('/written', before!)
    await start()
    await write('written')
    expect(db.asked).not.toContain('remove /written')
  })

  it('that cannot be removed now is left for the next round, and the write is made', async () => {
    put(['over'], NOW)
    db.fails.remove = [() => Promise.reject(coded('EIO'))]
    expect(await write('a')).toBe(true)
    expect(db.entries.has('/over')).toBe(true)
  })
})

describe('room', () => {
  it.each([
    [{ treeBranchPageCount: 3, treeLeafPageCount: 0, overflowPages: 0 }, 3 * PAGE + 21, true],
    [{ treeBranchPageCount: 3, treeLeafPageCount: 0, overflowPages: 0 }, 3 * PAGE + 20, false],
    [{ treeBranchPageCount: 1, treeLeafPageCount: 5, overflowPages: 2 }, 8 * PAGE + 21, true],
    [{ treeBranchPageCount: 1, treeLeafPageCount: 5, overflowPages: 2 }, 8 * PAGE + 20, false],
  ])(
    'is counted in pages of all kinds, and with the entry: %j of %s bytes',
    async (stats, size, fits) => {
      await store.close()
      await start(size)
      Object.assign(db.stats, stats)
      const writing = write('key')
      if (fits) expect(await writing).toBe(true)
      else {
        const message = expect.stringContaining(
          `full: the sessions in ${directory} take ${size} bytes`,
        )
        await expect(writing).rejects.toMatchObject({ reason: 'STORE_FULL', message })
      }
    },
  )

  it('is looked at anew once a 128th of what was left is written', async () => {
    await store.close()
    await start(129 * 21)
    await write('first')
    db.stats.treeLeafPageCount = 9
    expect(await write('second')).toBe(true)
    await expect(write('third')).rejects.toMatchObject({ reason: 'STORE_FULL' })
    db.stats.treeLeafPageCount = 0
    expect(await write('third')).toBe(true)
  })

  it('is looked at anew in another second: others may have filled the store', async () => {
    await store.close()
    await start(1000 * 21)
    await write('first')
    db.stats.treeLeafPageCount = 9
    expect(await write('second', { now: NOW + 0.9 })).toBe(true)
    await expect(write('third', { now: NOW + 1 })).rejects.toMatchObject({ reason: 'STORE_FULL' })
    await expect(write('third', { now: NOW - 1 })).rejects.toMatchObject({ reason: 'STORE_FULL' })
  })

  it('is not asked for by an entry that grows no larger, and is by one that does', async () => {
    await store.close()
    await start(21)
    await write('key')
    db.stats.treeLeafPageCount = 9
    expect(await write('key', { revision: 1 })).toBe(true)
    expect(await write('key', { revision: 2, size: 4 })).toBe(true)
    await expect(write('key', { revision: 3, size: 5 })).rejects.toMatchObject({
      reason: 'STORE_FULL',
    })
  })
})

describe('a write that does not end', () => {
  it('fails after five seconds, and so do those after it, at once, until it has ended', async () => {
    vi.useFakeTimers()
    let end = (_: boolean) => {}
    db.fails.put = [() => new Promise<boolean>((resolve) => (end = resolve))]
    const first = write('key').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(4999)
    expect(await Promise.race([first, Promise.resolve('waits')])).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    const blocked = (what: string) => ({ reason: 'WRITE_BLOCKED', message: `lmdb: ${what}` })
    expect(await first).toMatchObject(blocked(`a write in ${directory} has not ended in 5 seconds`))
    const next = write('other').catch((error: unknown) => error)
    expect(await next).toMatchObject(blocked(`an earlier write in ${directory} has not ended`))
    end(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(await write('other')).toBe(true)
    // None of those that ended has left its timer.
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not waited for by whoever closes', async () => {
    vi.useFakeTimers()
    db.fails.put = [() => new Promise<boolean>(() => {})]
    const first = write('key').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(5000)
    await first
    await store.close()
    expect(db.closed).toBe(0)
  })
})

describe('a failure', () => {
  it('of a write is told by the cause that the driver keeps beside it', async () => {
    const commitError = Promise.reject(coded(28, 'No space left'))
    commitError.catch(() => {})
    const failed = Object.assign(new Error('Commit failed'), { commitError })
    db.fails.put = [() => Promise.reject(failed)]
    const message = `lmdb: a write in ${directory} failed: No space left`
    await expect(write('key')).rejects.toMatchObject({ reason: 'DISK_FULL', message })
  })

  it.each([
    ['there is none', undefined],
    ['it never comes', new Promise(() => {})],
  ])('of a write is told by itself where %s', async (_, commitError) => {
    db.fails.put = [() => Promise.reject(Object.assign(coded('EIO'), { commitError }))]
    await expect(write('key')).rejects.toMatchObject({ reason: 'DISK_FAILED' })
  })

  it('of a write collects by itself before the next write is made, unless the store is closed', async () => {
    db.fails.put = [() => Promise.reject(coded('ENOSPC'))]
    await write('key', { now: NOW }).catch(() => {})
    put(['over'], NOW)
    db.asked = []
    db.fails.put = [() => Promise.reject(coded('ENOSPC'))]
    await expect(write('key')).rejects.toMatchObject({ reason: 'DISK_FULL' })
    expect(db.asked.filter((one) => /^(keys|remove)/.test(one))).toEqual([
      expect.stringMatching(/^keys/),
      'remove /over',
    ])
    db.asked = []
    db.fails.put = [
      () => {
        void store.close()
        return Promise.reject(coded('ENOSPC'))
      },
    ]
    await expect(write('key')).rejects.toMatchObject({ reason: 'DISK_FULL' })
    expect(db.asked.filter((one) => one.startsWith('keys'))).toEqual([])
  })

  it('of a write has the next one wait for what is collected then', async () => {
    put(['over'], NOW)
    // Not at the first write, which collects by itself.
    let end = (_: boolean) => {}
    const slow = () => new Promise<boolean>((resolve) => (end = resolve))
    await write('first')
    put(['over'], NOW)
    db.fails.put = [() => Promise.reject(coded('ENOSPC'))]
    db.fails.remove = [slow]
    const failing = write('key').catch((error: unknown) => error)
    await vi.waitFor(() => expect(db.asked).toContain('remove /over'))
    await vi.waitFor(() => expect(db.fails.remove).toEqual([]))
    db.asked = []
    const next = write('next')
    await new Promise(setImmediate)
    expect(db.asked).not.toContain('put /next')
    end(true)
    expect(await next).toBe(true)
    expect(await failing).toMatchObject({ reason: 'DISK_FULL' })
  })

  it('of a read is no damage by itself, and is told', () => {
    db.fails.read = [
      () => {
        throw coded(5)
      },
    ]
    const message = `lmdb: a read in ${directory} failed: text`
    expect(() => store.read('key', NOW)).toThrow(
      expect.objectContaining({ reason: 'DISK_FAILED', message }),
    )
    expect(notedDamage(directory)).toBeUndefined()
  })

  it('that shows damage is noted for all processes, and no write follows it', async () => {
    db.fails.read = [
      () => {
        throw coded(-30796, 'MDB_CORRUPTED')
      },
    ]
    expect(() => store.read('key', NOW)).toThrow(expect.objectContaining({ reason: 'DAMAGED' }))
    expect(notedDamage(directory)).toBe('MDB_CORRUPTED')
    await expect(write('key')).rejects.toMatchObject({
      reason: 'DAMAGED',
      message: 'lmdb: MDB_CORRUPTED',
    })
    expect(db.asked).not.toContain('put /key')
  })

  it('is an entry of something else, which is damage', () => {
    db.entries.set('/key', { bytes: Buffer.from('hello'), version: 1 })
    const text = 'an entry is none of this store'
    const message = `lmdb: ${text}: the database in ${directory} is damaged`
    expect(() => store.read('key', NOW)).toThrow(
      expect.objectContaining({ reason: 'DAMAGED', message }),
    )
    expect(notedDamage(directory)).toBe(text)
  })

  it('to note damage is no other failure', () => {
    rmSync(directory, { recursive: true })
    db.entries.set('/key', { bytes: Buffer.from('hello'), version: 1 })
    expect(() => store.read('key', NOW)).toThrow(expect.objectContaining({ reason: 'DAMAGED' }))
    mkdirSync(directory)
  })
})
