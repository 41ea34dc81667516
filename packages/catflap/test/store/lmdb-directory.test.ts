/** The directory of a database: made for its owner alone, or refused. */
import type * as fs from 'node:fs'
import {
  chmodSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { prepareDirectory } from '../../src/store/lmdb-directory.ts'

/** Whose files are whose (all others are of whoever runs this), and below which directory nothing can be made. */
const disk = vi.hoisted(() => ({ owners: new Map<string, number>(), readOnly: '-', faster: '-' }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    /** As Node 20 to 24 do it on a read-only file system. */
    mkdirSync(path: string, options: { recursive?: boolean }) {
      if (path.startsWith(disk.readOnly)) {
        throw Object.assign(new Error('no'), { code: options.recursive ? 'ENOENT' : 'EROFS' })
      }
      if (path === disk.faster) real.mkdirSync(path, options)
      return real.mkdirSync(path, options)
    },
    lstatSync(path: string, options?: { throwIfNoEntry: boolean }) {
      const status = real.lstatSync(path, options)
      const uid = disk.owners.get(path)
      return uid === undefined ? status : Object.assign(status!, { uid })
    },
  }
})

const SOMEBODY = 12_345
let root: string
let directory: string
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'catflap-directory-')))
})
beforeEach(() => {
  directory = mkdtempSync(join(root, 'store-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  disk.owners.clear()
  Object.assign(disk, { readOnly: '-', faster: '-' })
})
afterAll(() => rmSync(root, { recursive: true }))

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
const reason = (name: string, text: RegExp) =>
  expect.objectContaining({ reason: name, message: expect.stringMatching(text) })
it('is made with all above it, for its owner alone', () => {
  const below = join(directory, 'deep', 'store')
  expect(prepareDirectory(below)).toBe(below)
  expect([mode(below), mode(dirname(below))]).toEqual(['700', '700'])
})

it('tells a file system that is read-only from a directory that cannot be', () => {
  disk.readOnly = directory
  const code = (name: string) => expect.objectContaining({ code: name })
  expect(() => prepareDirectory(join(directory, 'deep', 'store'))).toThrow(code('EROFS'))
  disk.readOnly = '-'
  const nowhere = join(directory, 'nowhere')
  symlinkSync(join(root, 'not-mounted'), nowhere)
  for (const path of [nowhere, join(nowhere, 'store')]) {
    expect(() => prepareDirectory(path)).toThrow(code('EEXIST'))
  }
})

it('may be made by another process in the same moment', () => {
  disk.faster = join(directory, 'store')
  expect(prepareDirectory(disk.faster)).toBe(disk.faster)
})

it('is followed where it is a link', () => {
  const link = join(root, 'link')
  symlinkSync(directory, link)
  expect(prepareDirectory(link)).toBe(directory)
})

it.each(['data.mdb', 'lock.mdb', 'key'])('is closed to others with its %s', (name) => {
  const file = join(directory, name)
  writeFileSync(file, '')
  chmodSync(file, 0o644)
  chmodSync(directory, 0o755)
  prepareDirectory(directory)
  expect([mode(directory), mode(file)]).toEqual(['700', '600'])
})

it('keeps a mode that lets nobody else in', () => {
  writeFileSync(join(directory, 'data.mdb'), '', { mode: 0o400 })
  chmodSync(directory, 0o500)
  prepareDirectory(directory)
  expect([mode(directory), mode(join(directory, 'data.mdb'))]).toEqual(['500', '400'])
})

it('is ours alone with the records and the damage of other times in it', () => {
  for (const name of ['in-use-1-a', '.in-use-7', 'damage.note', 'damaged-2'])
    writeFileSync(join(directory, name), '')
  chmodSync(directory, 0o755)
  prepareDirectory(directory)
  expect(mode(directory)).toBe('700')
})

it('keeps its mode with other things in it, unless every user may write there', () => {
  for (const name of ['data.mdb', 'other']) writeFileSync(join(directory, name), '')
  chmodSync(directory, 0o775)
  prepareDirectory(directory)
  expect(mode(directory)).toBe('775')
  chmodSync(directory, 0o772)
  expect(() => prepareDirectory(directory)).toThrow(
    reason('UNSAFE_DIRECTORY', /writable by every user: choose/),
  )
})

it.each(['data.mdb', 'lock.mdb', 'key'])('is refused with a link in the place of %s', (name) => {
  writeFileSync(join(directory, 'elsewhere'), '')
  symlinkSync(join(directory, 'elsewhere'), join(directory, name))
  expect(() => prepareDirectory(directory)).toThrow(
    reason('UNUSABLE_DIRECTORY', new RegExp(`${name} is not a regular file`)),
  )
})

it('is refused when it is a file', () => {
  const file = join(directory, 'file')
  writeFileSync(file, '')
  expect(() => prepareDirectory(file)).toThrow('EEXIST')
})

describe('of another user', () => {
  beforeEach(() => {
    vi.spyOn(process, 'geteuid').mockReturnValue(SOMEBODY)
    disk.owners.set(directory, SOMEBODY)
  })

  it('is refused, and so is a file in it', () => {
    const wrong = (owner: number) =>
      reason('WRONG_OWNER', new RegExp(`belongs to user ${owner}, not to 12345: choose`))
    const file = join(directory, 'data.mdb')
    writeFileSync(file, '')
    disk.owners.set(file, 7)
    expect(() => prepareDirectory(directory)).toThrow(wrong(7))
    disk.owners.set(directory, 8)
    expect(() => prepareDirectory(directory)).toThrow(wrong(8))
  })

  it('is taken when that is root, as volumes are, and left as it is', () => {
    disk.owners.set(directory, 0)
    chmodSync(directory, 0o775)
    expect(prepareDirectory(directory)).toBe(directory)
    expect(mode(directory)).toBe('775')
    chmodSync(directory, 0o777)
    expect(() => prepareDirectory(directory)).toThrow(reason('UNSAFE_DIRECTORY', /every user/))
  })

  it('is no matter on a system without users', () => {
    writeFileSync(join(directory, 'other'), '')
    chmodSync(directory, 0o777)
    const before = Object.getOwnPropertyDescriptor(process, 'geteuid')!
    Object.defineProperty(process, 'geteuid', { ...before, value: undefined })
    try {
      expect(prepareDirectory(directory)).toBe(directory)
    } finally {
      Object.defineProperty(process, 'geteuid', before)
    }
    expect(mode(directory)).toBe('777')
  })
})
