/** The key beside a database: made once for all processes, for its owner alone, whole or refused. */
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepKeyFile } from '../../src/store/key-file.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'

const disk = vi.hoisted(() => ({
  hasLinks: true,
  before: () => {},
  /** Codes with which a call fails. */
  fails: {} as Partial<Record<'copy' | 'open', string>>,
  /** What was done, in order. */
  done: [] as string[],
}))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  const orFail = (code: string | undefined) => {
    if (code !== undefined) throw Object.assign(new Error(code), { code })
  }
  return {
    ...real,
    linkSync(from: string, to: string) {
      disk.before()
      disk.done.push(`link ${from}`)
      orFail(disk.hasLinks ? undefined : 'EPERM')
      real.linkSync(from, to)
    },
    copyFileSync(from: string, to: string, mode: number) {
      orFail(disk.fails.copy)
      real.copyFileSync(from, to, mode)
    },
    writeFileSync(file: string, text: string, options?: { flush?: boolean }) {
      disk.done.push(`write${options?.flush === true ? ' to the disk' : ''}`)
      real.writeFileSync(file, text, options)
    },
    openSync(file: string, flags: string) {
      orFail(disk.fails.open)
      const descriptor = real.openSync(file, flags)
      disk.done.push(`open ${file} as ${descriptor}`)
      return descriptor
    },
    fsyncSync(descriptor: number) {
      disk.done.push(`sync ${descriptor}`)
      real.fsyncSync(descriptor)
    },
    closeSync(descriptor: number) {
      disk.done.push(`close ${descriptor}`)
      real.closeSync(descriptor)
    },
  }
})

let root: string
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-key-'))
})
afterAll(() => {
  fs.rmSync(root, { recursive: true })
})
afterEach(() => {
  Object.assign(disk, { hasLinks: true, before: () => {}, fails: {}, done: [] })
})

const fresh = (): string => fs.mkdtempSync(join(root, 'store-'))
const hex = (key: Uint8Array | undefined) => key && Buffer.from(key).toString('hex')

describe.each([
  ['with links', true],
  ['without links', false],
])('on a file system %s', (_, possible) => {
  it('the first key that is proposed is kept, in one file for its owner alone', () => {
    disk.hasLinks = possible
    const directory = fresh()
    expect(keepKeyFile(directory)).toBeUndefined()
    const key = randomBytes(32)
    expect(hex(keepKeyFile(directory, key))).toBe(key.toString('hex'))
    expect(hex(keepKeyFile(directory, randomBytes(32)))).toBe(key.toString('hex'))
    expect(hex(keepKeyFile(directory))).toBe(key.toString('hex'))
    expect(fs.readdirSync(directory)).toEqual(['key'])
    expect(fs.statSync(join(directory, 'key')).mode & 0o777).toBe(0o600)
  })

  it('one that comes second by a moment gives way', () => {
    disk.hasLinks = possible
    const directory = fresh()
    const first = randomBytes(32)
    disk.before = () => {
      disk.before = () => {}
      keepKeyFile(directory, first)
    }
    expect(hex(keepKeyFile(directory, randomBytes(32)))).toBe(first.toString('hex'))
    expect(fs.readdirSync(directory)).toEqual(['key'])
  })
})

it('a key is on the disk before it has its name, and its name before it is used', () => {
  const directory = fresh()
  disk.done = []
  keepKeyFile(directory, randomBytes(32))
  const steps = disk.done.map((step) => step.replace(/\d+$/, 'N'))
  expect(steps).toEqual([
    'write to the disk',
    expect.stringMatching(/\/key-\w{6}\/key$/),
    `open ${directory} as N`,
    'sync N',
    'close N',
  ])
  const [opened, ...used] = disk.done.slice(2).map((step) => /\d+$/.exec(step)?.[0])
  expect(used).toEqual([opened, opened])
})

it('a directory that no system can sync, as those of Windows, has its key all the same', () => {
  disk.fails.open = 'EPERM'
  const key = randomBytes(32)
  expect(hex(keepKeyFile(fresh(), key))).toBe(hex(key))
})

it('a key that is there is read, and nothing is written for it', () => {
  const directory = fresh()
  keepKeyFile(directory, randomBytes(32))
  disk.done = []
  keepKeyFile(directory, randomBytes(32))
  expect(disk.done).toEqual([])
})

it('a key that can neither be linked nor copied says why, and leaves nothing', () => {
  const directory = fresh()
  Object.assign(disk, { hasLinks: false, fails: { copy: 'EIO' } })
  const failed = expect.objectContaining({ name: 'StoreError', reason: 'DISK_FAILED' })
  expect(() => keepKeyFile(directory, randomBytes(32))).toThrow(failed)
  expect(fs.readdirSync(directory)).toEqual([])
})

describe('a key file that is damaged', () => {
  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (text) => text.slice(0, 60)],
    [
      'has a letter changed',
      (text) => text.slice(0, 5) + (text[5] === 'A' ? 'B' : 'A') + text.slice(6),
    ],
    ['has more in it', (text) => `${text}x`],
    ['is far too long', (text) => text + 'x'.repeat(1e6)],
  ])('is refused when it %s, and no other key takes its place', (_, damage) => {
    const directory = fresh()
    keepKeyFile(directory, randomBytes(32))
    const file = join(directory, 'key')
    const damaged = damage(fs.readFileSync(file, 'latin1'))
    fs.writeFileSync(file, damaged)
    expect(() => keepKeyFile(directory)).toThrow(`${file} is damaged`)
    expect(() => keepKeyFile(directory)).toThrow(
      expect.objectContaining({ name: 'StoreError', reason: 'KEY_DAMAGED' }),
    )
    expect(() => keepKeyFile(directory, randomBytes(32))).toThrow(`${file} is damaged`)
    expect(fs.readFileSync(file, 'latin1')).toBe(damaged)
  })

  it('is refused unread when it is larger than any text', () => {
    const directory = fresh()
    fs.writeFileSync(join(directory, 'key'), '')
    fs.truncateSync(join(directory, 'key'), 3 * 1024 ** 3)
    expect(() => keepKeyFile(directory)).toThrow(expect.objectContaining({ reason: 'KEY_DAMAGED' }))
    fs.rmSync(join(directory, 'key'))
  })

  it('is refused when it is a link', () => {
    const [directory, elsewhere] = [fresh(), fresh()]
    keepKeyFile(elsewhere, randomBytes(32))
    fs.symlinkSync(join(elsewhere, 'key'), join(directory, 'key'))
    expect(() => keepKeyFile(directory, randomBytes(32))).toThrow('is damaged')
  })
})

it('a key file that cannot be made says why', () => {
  expect(() => keepKeyFile('/dev/null/none', randomBytes(32))).toThrow(
    expect.objectContaining({ name: 'StoreError', reason: 'UNUSABLE_DIRECTORY' }),
  )
  expect(() => keepKeyFile('/nowhere/at/all', randomBytes(32))).toThrow(
    expect.objectContaining({ name: 'StoreError', reason: 'UNKNOWN' }),
  )
})

it('the embedded store closes directory and key to others, when they were open', async () => {
  const directory = fresh()
  const store = await createLmdbStore({ directory })
  await store.keepKey?.(randomBytes(32))
  await store.close()
  const paths = [directory, join(directory, 'key')]
  for (const path of paths) fs.chmodSync(path, 0o755)
  await (await createLmdbStore({ directory })).close()
  expect(paths.map((path) => fs.statSync(path).mode & 0o777)).toEqual([0o700, 0o600])
})
