/** The embedded store, in one process. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLastTxnId } from 'lmdb'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { mapDatabase } from '../../src/store/lmdb-map.ts'
import { type SessionStore, TOMBSTONE } from '../../src/store/store.ts'
import { describeStore } from '../contract/store.ts'

const NOW = 1_800_000_000
const root = mkdtempSync(join(tmpdir(), 'catflap-lmdb-'))
const opened: SessionStore[] = []
let made = 0
const fresh = (): string => join(root, String(made++))

async function open(directory = fresh(), maxSize?: number): Promise<SessionStore> {
  const store = await createLmdbStore({ directory, ...(maxSize !== undefined && { maxSize }) })
  opened.push(store)
  return store
}

const write = async (
  store: SessionStore,
  key: string,
  value: Uint8Array,
  revision = 0,
  now = NOW,
) => store.write(key, value, { revision, expiresAt: now + 60 }, now)

/** A closed store with a hundred entries. */
async function filled(directory = fresh()): Promise<string> {
  const store = await createLmdbStore({ directory })
  const keys = Array.from({ length: 100 }, (_, i) => `key-${i}`)
  await Promise.all(keys.map((key) => write(store, key, Buffer.alloc(3000, 1))))
  await store.close()
  return directory
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()))
  rmSync(root, { recursive: true })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describeStore('LMDB', () => createLmdbStore({ directory: fresh() }))

describe('a value that was read', () => {
  it.each([0, 1, 3000, 100_000])('of %s bytes stays as it was after later writes', async (size) => {
    const store = await open()
    await write(store, 'key', Buffer.alloc(size + 1, 1))
    const entry = await store.read('key', NOW)
    await write(store, 'key', Buffer.alloc(size + 1, 2), 1)
    for (let i = 0; i < 20; i++) await write(store, `other-${i}`, Buffer.alloc(size + 1, 3))
    expect(await store.read('key', NOW)).toMatchObject({ revision: 2 })
    expect(entry?.value.every((byte) => byte === 1)).toBe(true)
    expect(entry?.value.byteLength).toBe(size + 1)
  })

  it('is not copied again for who has it, until something was written', async () => {
    const store = await open()
    await write(store, 'key', Buffer.from('value'))
    const known = await store.read('key', NOW)
    expect(store.read('key', NOW, known)).toBe(known)
    await write(store, 'key', Buffer.from('value'), 1)
    const later = await store.read('key', NOW, known)
    expect(later).not.toBe(known)
    expect(store.read('key', NOW, later)).toBe(later)
  })

  it('is not copied again when something beside it was written, and later changes are seen', async () => {
    const store = await open()
    await write(store, 'key', Buffer.from('value'))
    const known = await store.read('key', NOW)
    for (let i = 0; i < 3; i++) {
      await write(store, `other-${i}`, Buffer.from('value'))
      expect(store.read('key', NOW, known)).toBe(known)
    }
    await write(store, 'key', TOMBSTONE, 1)
    expect((await store.read('key', NOW, known))?.value.byteLength).toBe(0)
  })

  it('is not taken for what another database has under the same key', async () => {
    const [one, other] = [await open(), await open(fresh())]
    await write(one, 'key', Buffer.from('one'))
    await write(other, 'key', Buffer.from('other'))
    const known = await one.read('key', NOW)
    expect(Buffer.from((await other.read('key', NOW, known))!.value).toString()).toBe('other')
  })

  it('lies in a page of which the driver says whether it has changed', async () => {
    const path = fresh()
    mkdirSync(path)
    const db = await mapDatabase(path, 2 ** 20)
    const [key, other] = [Buffer.from('key'), Buffer.from('other')]
    await db.put(key, Buffer.from('value'), 1)
    db.getBinaryFast(key)
    const condition = { ifNotTxnId: getLastTxnId(), transaction: undefined }
    expect(db.getBinaryFast(key, condition)?.length).toBeUndefined()
    await db.put(other, Buffer.from('value'), 1)
    expect(db.getBinaryFast(key, condition)?.length).toBe(5)
    await db.close()
  })

  it('comes at once, without a promise', async () => {
    const store = await open()
    await write(store, 'key', Buffer.from('value'))
    expect(store.read('key', NOW)).not.toBeInstanceOf(Promise)
  })
})

describe('what was written', () => {
  it('is there after closing and opening again', async () => {
    const store = await open(await filled())
    expect(await store.read('key-99', NOW)).toMatchObject({ revision: 1, expiresAt: NOW + 60 })
  })

  it('is seen at once by another store of the same directory', async () => {
    const directory = fresh()
    const [one, other] = [await open(directory), await open(directory)]
    expect(await other.read('key', NOW)).toBeUndefined()
    await write(one, 'key', Buffer.from('value'))
    expect(await other.read('key', NOW)).toMatchObject({ revision: 1 })
    expect(await write(other, 'key', TOMBSTONE, 1)).toBe(true)
    await one.close()
    expect((await other.read('key', NOW))?.value.byteLength).toBe(0)
  })
})

it('closes once, and refuses afterwards', async () => {
  const store = await open()
  await write(store, 'key', Buffer.from('value'))
  const writing = write(store, 'key', Buffer.from('last'), 1)
  await Promise.all([store.close(), store.close()])
  expect(await writing).toBe(true)
  expect(() => store.read('key', NOW)).toThrow('the store is closed')
  await expect(write(store, 'key', Buffer.from('value'), 2)).rejects.toThrow('the store is closed')
})

describe('the directory', () => {
  it('is made for us alone', async () => {
    const directory = join(fresh(), 'deep/with.dots')
    await filled(directory)
    expect([directory, join(directory, 'data.mdb'), join(directory, 'lock.mdb')].map(mode)).toEqual(
      ['700', '600', '600'],
    )
  })

  it('is closed to others when it was not', async () => {
    const directory = await filled()
    const paths = [directory, join(directory, 'data.mdb'), join(directory, 'lock.mdb')]
    for (const path of paths) chmodSync(path, 0o777)
    await open(directory)
    expect(paths.map(mode)).toEqual(['700', '600', '600'])
  })

  it('keeps its mode when there are other things in it', async () => {
    const directory = fresh()
    mkdirSync(directory)
    chmodSync(directory, 0o755)
    writeFileSync(join(directory, 'other'), '')
    await open(directory)
    expect([mode(directory), mode(join(directory, 'data.mdb'))]).toEqual(['755', '600'])
  })

  it('may be reached by a symbolic link', async () => {
    const link = fresh()
    symlinkSync(await filled(), link)
    expect((await open(link)).read('key-0', NOW)).toBeDefined()
  })

  it.each<[string, RegExp, (directory: string) => unknown]>([
    ['is below a file', /ENOTDIR/, (path) => writeFileSync(join(path, '..'), '')],
    ['is a file', /EEXIST/, (path) => writeFileSync(path, '')],
    ['belongs to somebody else', /belongs to user/, (path) => giveAway(mkdir(path))],
    [
      'is shared with every user',
      /writable by every user/,
      (path) => {
        writeFileSync(join(mkdir(path), 'other'), '')
        chmodSync(path, 0o777)
      },
    ],
    [
      'has a link in place of the database',
      /not a regular file/,
      async (path) => {
        await filled(path)
        renameSync(join(path, 'data.mdb'), `${path}.mdb`)
        symlinkSync(`${path}.mdb`, join(path, 'data.mdb'))
      },
    ],
  ])('is refused when it %s', async (_, reason, prepare) => {
    const parent = fresh()
    const below = reason.source === 'ENOTDIR'
    if (!below) mkdirSync(parent)
    const directory = join(parent, 'store')
    if (below) writeFileSync(parent, '')
    else await prepare(directory)
    await expect(open(directory)).rejects.toThrow(reason)
    await expect(open(directory)).rejects.toThrow(`lmdb: cannot open the store in ${directory}`)
  })
})

describe('a database', () => {
  it('is made anew when its file is empty', async () => {
    const directory = mkdir(fresh())
    writeFileSync(join(directory, 'data.mdb'), '')
    expect(await write(await open(directory), 'key', Buffer.from('value'))).toBe(true)
  })

  it('does not need its lock file', async () => {
    const directory = await filled()
    writeFileSync(join(directory, 'lock.mdb'), randomBytes(8192))
    expect((await open(directory)).read('key-0', NOW)).toBeDefined()
  })
})

describe('a full store', () => {
  const value = Buffer.alloc(3000, 1)
  const MAX_SIZE = 2 ** 20

  it('refuses new sessions, reads on, ends sessions, and recovers', async () => {
    const directory = fresh()
    const store = await open(directory, MAX_SIZE)
    let count = 0
    const fill = async () => {
      for (;;) if (await write(store, `key-${count}`, value)) count++
    }
    await expect(fill()).rejects.toThrow(/full: the sessions in .* take 1048576 bytes/)
    expect(count).toBeGreaterThan(200)
    expect(await store.read('key-0', NOW)).toBeDefined()
    expect(await write(store, 'key-0', value, 1)).toBe(true)
    expect(await write(store, 'key-1', TOMBSTONE, 1)).toBe(true)
    // Every refused write collects a few, so that it does not stay full.
    const later = NOW + 100
    const writes = []
    for (let i = 0; i < 100; i++) {
      writes.push(await write(store, `new-${i}`, value, 0, later).catch(() => false))
    }
    expect(writes.at(-1)).toBe(true)
    expect(statSync(join(directory, 'data.mdb')).size).toBeLessThan(2 * MAX_SIZE)
  })
})

/** Makes the directory another user's; who is not root cannot, and becomes another user. */
function giveAway(path: string): void {
  if (process.geteuid?.() === 0) chownSync(path, 1234, 1234)
  else vi.spyOn(process, 'geteuid').mockReturnValue(1234)
}

function mkdir(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}
