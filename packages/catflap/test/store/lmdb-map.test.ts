/** LMDB as it is opened: what is tried first, so that no failure of the system ends the process. */
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as lmdb from 'lmdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mapDatabase } from '../../src/store/lmdb-map.ts'

const system = vi.hoisted(() => ({
  /** What a call of the file system fails with, by the end of the path. */
  fails: {} as Record<string, string>,
  open: 0,
  /** Modes and sizes of the files that were written. */
  written: [] as { readonly size: number; readonly mode: number }[],
  /** How often LMDB was asked to open, what its first read does instead, and whether it was closed. */
  opened: 0,
  read: undefined as (() => unknown) | undefined,
  closed: false,
}))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  const look = (path: string) => {
    const code = Object.entries(system.fails).find(([end]) => path.includes(end))?.[1]
    if (code !== undefined) throw Object.assign(new Error(code), { code })
  }
  return {
    ...real,
    openSync(path: string, flags: string, mode: number) {
      look(path)
      const descriptor = real.openSync(path, flags, mode)
      system.open++
      return descriptor
    },
    closeSync(descriptor: number) {
      system.open--
      real.closeSync(descriptor)
    },
    writeFileSync(path: string, data: Buffer, options: fs.WriteFileOptions) {
      look(path)
      real.writeFileSync(path, data, options)
      const { size, mode } = real.statSync(path)
      system.written.push({ size, mode: mode & 0o777 })
    },
  }
})
vi.mock('lmdb', async (original) => {
  const real = await original<typeof lmdb>()
  const open = (options: lmdb.RootDatabaseOptionsWithPath) => {
    system.opened++
    const db = real.open<Buffer, Buffer>(options)
    const { read } = system
    if (read === undefined) return db
    const close = async () => {
      await db.close()
      await new Promise((resolve) => setImmediate(resolve))
      system.closed = true
    }
    return { getBinaryFast: read, close }
  }
  return { ...real, open }
})

const SIZE = 2 ** 20
let root: string
let directory: string
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-map-'))
})
beforeEach(() => {
  directory = fs.mkdtempSync(join(root, 'store-'))
  Object.assign(system, { fails: {}, open: 0, written: [], opened: 0, read: undefined })
  system.closed = false
})
afterEach(() => {
  system.fails = {}
})
afterAll(() => fs.rmSync(root, { recursive: true }))

/** A database with nothing in it, closed again. */
async function made(): Promise<void> {
  await (await mapDatabase(directory, SIZE)).close()
  Object.assign(system, { written: [], opened: 0 })
}
const mode = (name: string) => fs.statSync(join(directory, name)).mode & 0o777

describe('a new database', () => {
  it('is for us alone, and nothing else is left beside it', async () => {
    const db = await mapDatabase(directory, SIZE)
    expect(await db.put(Buffer.from('/key'), Buffer.from('value'), 1)).toBe(true)
    expect(db.getBinary(Buffer.from('/key'))?.toString()).toBe('value')
    await db.close()
    expect(fs.readdirSync(directory).sort()).toEqual(['data.mdb', 'lock.mdb'])
    expect([mode('data.mdb'), mode('lock.mdb'), system.open]).toEqual([0o600, 0o600, 0])
  })

  it('is begun only where the bytes that it begins with are to be had', async () => {
    system.fails = { '.in-use-': 'ENOSPC' }
    await expect(mapDatabase(directory, SIZE)).rejects.toThrow('ENOSPC')
    expect(system.opened).toBe(0)
    system.fails = {}
    await made()
    expect(fs.readdirSync(directory).sort()).toEqual(['data.mdb', 'lock.mdb'])
  })

  it('is tried by a file of its first pages and its table of readers, which nobody else may read', async () => {
    const db = await mapDatabase(directory, SIZE)
    expect(system.written).toEqual([{ size: 0x8000 + 64_000, mode: 0o600 }])
    await db.close()
  })
})

describe('a database that is there', () => {
  it('takes no more room, so it opens on a full disk', async () => {
    await made()
    system.fails = { '.in-use-': 'ENOSPC' }
    const db = await mapDatabase(directory, SIZE)
    expect(system.written).toEqual([])
    await db.close()
  })

  it.each(['data.mdb', 'lock.mdb'])(
    'is not handed to LMDB where %s cannot be opened',
    async (name) => {
      await made()
      system.fails = { [name]: 'EACCES' }
      await expect(mapDatabase(directory, SIZE)).rejects.toThrow('EACCES')
      expect([system.opened, system.open]).toEqual([0, 0])
    },
  )
})

it('what fails at the first read has closed the database before it is told', async () => {
  const error = new Error('too many readers')
  system.read = () => {
    throw error
  }
  await expect(mapDatabase(directory, SIZE)).rejects.toBe(error)
  expect(system.closed).toBe(true)
})
