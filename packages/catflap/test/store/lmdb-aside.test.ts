/** Damaged files as they are set aside, brought back and thrown away; the store around it is in lmdb-damage.test.ts. */
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  damagedFolders,
  isDamageName,
  noteDamage,
  notedDamage,
  setAside,
} from '../../src/store/lmdb-damage.ts'

const disk = vi.hoisted(() => ({ moved: [] as string[], keeps: '' }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    renameSync(from: string, to: string) {
      disk.moved.push(from)
      real.renameSync(from, to)
    },
    rmSync(path: string, options: object) {
      if (disk.keeps !== '' && path.endsWith(disk.keeps)) throw new Error('EACCES')
      real.rmSync(path, options)
    },
  }
})

const TIME = Date.UTC(2027, 0, 2, 3, 4, 5, 6)
const FOLDER = 'damaged-2027-01-02T03-04-05-006Z'
let root: string
let directory: string
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-aside-'))
})
beforeEach(() => {
  directory = fs.mkdtempSync(join(root, 'store-'))
  for (const name of ['data.mdb', 'lock.mdb']) fs.writeFileSync(join(directory, name), name)
  disk.moved = []
})
afterEach(() => {
  disk.keeps = ''
})
afterAll(() => fs.rmSync(root, { recursive: true }))

const names = (...below: readonly string[]) => fs.readdirSync(join(directory, ...below)).sort()
const movedNames = () => disk.moved.map((path) => basename(path))

describe('a note of damage', () => {
  it('is there for every process, and for no other user', () => {
    expect(notedDamage(directory)).toBeUndefined()
    noteDamage(directory, 'page 7 makes no sense')
    expect(notedDamage(directory)).toBe('page 7 makes no sense')
    expect(fs.statSync(join(directory, 'damage.note')).mode & 0o777).toBe(0o600)
  })
})

describe('damaged files', () => {
  it('lie in a folder named after the time, for their owner alone; the note went last', () => {
    noteDamage(directory, 'x')
    expect(setAside(directory, TIME).folder).toBe(FOLDER)
    expect(names()).toEqual([FOLDER])
    expect(names(FOLDER)).toEqual(['damage.note', 'data.mdb', 'lock.mdb'])
    expect(fs.statSync(join(directory, FOLDER)).mode & 0o777).toBe(0o700)
    expect(movedNames()).toEqual(['lock.mdb', 'data.mdb', 'damage.note'])
  })

  it('of one moment lie in folders of their own', () => {
    const folders = [1, 2, 3].map(() => setAside(directory, TIME).folder)
    expect(folders).toEqual([FOLDER, `${FOLDER}-1`, `${FOLDER}-2`])
    expect(damagedFolders(directory)).toEqual(folders)
  })

  it('come back the other way round, and their folder is gone', () => {
    noteDamage(directory, 'x')
    const aside = setAside(directory, TIME)
    disk.moved = []
    aside.undo()
    expect(movedNames()).toEqual(['damage.note', 'data.mdb', 'lock.mdb'])
    expect(names()).toEqual(['damage.note', 'data.mdb', 'lock.mdb'])
    expect(fs.readFileSync(join(directory, 'data.mdb'), 'utf8')).toBe('data.mdb')
  })

  it('are kept twice: the newest, and the newest before it', () => {
    for (const name of ['damaged-2', 'damaged-1', 'damaged-3']) fs.mkdirSync(join(directory, name))
    fs.writeFileSync(join(directory, 'damaged-1', 'data.mdb'), 'x')
    const aside = setAside(directory, TIME)
    expect(aside.prune()).toEqual(['damaged-1', 'damaged-2'])
    expect(names()).toEqual([FOLDER, 'damaged-3'])
    expect(aside.prune()).toEqual([])
  })

  it('that may not be removed are kept, and not said to be gone', () => {
    for (const name of ['damaged-0', 'damaged-1', 'damaged-2']) fs.mkdirSync(join(directory, name))
    disk.keeps = 'damaged-0'
    expect(setAside(directory, TIME).prune()).toEqual(['damaged-1'])
    expect(names()).toEqual(['damaged-0', 'damaged-2', FOLDER].sort())
  })
})

it('names of damage are told from others', () => {
  const all = [
    'damage.note',
    'damaged-',
    FOLDER,
    'damaged',
    'undamaged-1',
    'damage.note2',
    'data.mdb',
  ]
  expect(all.filter(isDamageName)).toEqual(['damage.note', 'damaged-', FOLDER])
  fs.mkdirSync(join(directory, 'undamaged-1'))
  expect(damagedFolders(directory)).toEqual([])
})
