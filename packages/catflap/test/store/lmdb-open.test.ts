/** How a database is opened: alone or beside others, and what becomes of it and of its files when that fails. */
import * as fs from 'node:fs'
import type * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as lmdb from 'lmdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { noteDamage, notedDamage, type Recovery } from '../../src/store/lmdb-damage.ts'
import { type Opened, openDatabase } from '../../src/store/lmdb-open.ts'
import { createRecord } from '../../src/store/lmdb-record.ts'

const system = vi.hoisted(() => ({
  hasSockets: true,
  /** What LMDB's next openings fail with. */
  codes: [] as (number | string)[],
  /** The end of the path that cannot be opened for want of room. */
  full: '',
  /** When the note of damage has just been read, and how often that was. */
  afterNote: (_: number) => {},
  notes: 0,
}))
vi.mock('lmdb', async (original) => {
  const real = await original<typeof lmdb>()
  const open = (options: lmdb.RootDatabaseOptionsWithPath) => {
    const code = system.codes.shift()
    if (code !== undefined) throw Object.assign(new Error(`LMDB says ${code}`), { code })
    // Where LMDB refuses a file by its beginning, lmdb 3.5.6 may end the process: that must not come so far.
    const bytes = fs.readFileSync(join(options.path ?? '', 'data.mdb'))
    if (bytes.length > 0 && bytes.readUInt32LE(24) !== MAGIC) throw new Error('it came to LMDB')
    return real.open(options)
  }
  return { ...real, open }
})
vi.mock('node:net', async (original) => {
  const real = await original<typeof net>()
  return {
    ...real,
    createServer(handle: () => void) {
      const server = real.createServer(handle)
      if (system.hasSockets) return server
      const refuse = () => server.emit('error', Object.assign(new Error('x'), { code: 'EPERM' }))
      return Object.assign(server, { listen: () => process.nextTick(refuse) })
    },
  }
})
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    openSync(path: string, flags: string, mode: number) {
      if (system.full !== '' && path.endsWith(system.full)) {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      }
      return real.openSync(path, flags, mode)
    },
    readFileSync(path: string, encoding: BufferEncoding) {
      const text = real.readFileSync(path, encoding)
      if (path.endsWith('damage.note')) system.afterNote(++system.notes)
      return text
    },
  }
})

const PAGE = 4096
const MAGIC = 0xbeefc0de
let root: string
let directory: string
let file: string
const told: Recovery[] = []
const opened: Opened[] = []
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-opening-'))
})
beforeEach(() => {
  directory = fs.mkdtempSync(join(root, 'store-'))
  file = join(directory, 'data.mdb')
})
afterEach(async () => {
  Object.assign(system, { hasSockets: true, codes: [], full: '', notes: 0 })
  system.afterNote = () => {}
  told.splice(0)
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(() => fs.rmSync(root, { recursive: true }))

async function open() {
  const onRecovery = (recovery: Recovery) => told.push(recovery)
  const one = await openDatabase({ directory, mapSize: 2 ** 20, onRecovery })
  opened.push(one)
  return one
}
const close = async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
}
const put = async ({ db }: Opened, key = '/key') =>
  db.put(Buffer.from(key), Buffer.alloc(3000, 1), 1)
const has = ({ db }: Opened, key = '/key') => db.getBinary(Buffer.from(key)) !== undefined

/** A closed database with an entry. */
async function filled() {
  await put(await open())
  await close()
}
/** Zeros in a page that holds a value: the tree makes no sense any more, and LMDB never looks there unasked. */
function spoilPage() {
  const bytes = fs.readFileSync(file)
  const pages = Array.from({ length: bytes.length / PAGE }, (_, i) => i)
  const page = pages.findLast((i) => i > 1 && (bytes.readUInt16LE(i * PAGE + 18) & 4) !== 0)
  if (page === undefined) throw new Error('no value has a page of its own')
  const descriptor = fs.openSync(file, 'r+')
  fs.writeSync(descriptor, Buffer.alloc(PAGE), 0, PAGE, page * PAGE)
  fs.closeSync(descriptor)
}
/** The first page is none of LMDB's. */
function spoilBeginning() {
  const descriptor = fs.openSync(file, 'r+')
  fs.writeSync(descriptor, Buffer.alloc(8), 0, 8, 24)
  fs.closeSync(descriptor)
}
const names = () => fs.readdirSync(directory)
const records = () => names().filter((name) => name.startsWith('in-use-'))
const folders = () => names().filter((name) => name.startsWith('damaged-'))
const refusal = (reason: string, message = '') =>
  expect.objectContaining({ reason, message: expect.stringContaining(message) })

describe('whoever is alone', () => {
  it('opens what is there, and leaves no record behind when it closes', async () => {
    await filled()
    const one = await open()
    expect([has(one), told, records().length]).toEqual([true, [], 2])
    expect(one.path).toBe(fs.realpathSync(directory))
    await close()
    expect(records()).toEqual([])
  })

  it.each([
    ['pages that make no sense', spoilPage, /^page \d+ of data\.mdb/],
    ['another beginning', spoilBeginning, /does not begin like/],
    ['damage that somebody has noted', () => noteDamage(directory, 'seen before'), /^seen before$/],
  ])('sets aside what has %s, and begins anew', async (_, spoil, what) => {
    await filled()
    spoil()
    const one = await open()
    expect(has(one)).toBe(false)
    expect(told).toEqual([{ setAside: folders()[0], removed: [] }])
    const note = join(directory, folders()[0] ?? '', 'damage.note')
    expect(fs.readFileSync(note, 'utf8')).toMatch(what)
    expect([records().length, notedDamage(directory)]).toEqual([2, undefined])
  })

  it('begins anew when nobody wants to be told, or who is told throws', async () => {
    for (const onRecovery of [undefined, () => expect.fail('a log that is broken')]) {
      await filled()
      spoilBeginning()
      const one = await openDatabase({ directory, mapSize: 2 ** 20, onRecovery })
      expect(await put(one)).toBe(true)
      await one.close()
    }
    expect(folders()).toHaveLength(2)
  })

  it('finds the damaged files in their place again where no empty database can be made', async () => {
    await filled()
    spoilBeginning()
    const damaged = fs.readFileSync(file)
    system.codes = ['ENOSPC']
    await expect(open()).rejects.toEqual(refusal('DISK_FULL', 'LMDB says ENOSPC'))
    expect([folders(), records(), told]).toEqual([[], [], []])
    expect(fs.readFileSync(file).equals(damaged)).toBe(true)
  })

  it('is told the first failure, and has the database as it was', async () => {
    await filled()
    system.codes = ['EMFILE']
    await expect(open()).rejects.toEqual(refusal('UNKNOWN', 'LMDB says EMFILE'))
    expect([records(), notedDamage(directory)]).toEqual([[], undefined])
    expect(has(await open())).toBe(true)
  })

  it.each([
    ['LMDB cannot be opened', { codes: ['ENOSPC'] }],
    ['there is no room for the second file', { full: 'lock.mdb' }],
  ])('finds nothing of a new database where %s', async (_, change) => {
    Object.assign(system, change)
    await expect(open()).rejects.toEqual(refusal('DISK_FULL'))
    expect(names()).toEqual([])
  })

  it('notes damage that LMDB alone finds, and sets it aside at the next try', async () => {
    await filled()
    system.codes = [-30796]
    await expect(open()).rejects.toEqual(refusal('DAMAGED', 'LMDB says -30796'))
    expect(notedDamage(directory)).toBe('LMDB says -30796')
    expect(has(await open())).toBe(false)
    expect(told).toHaveLength(1)
  })
})

describe('beside others', () => {
  it('opens what they have, which may not be judged while they write', async () => {
    await put(await open())
    spoilPage()
    const other = await open()
    expect([records().length, folders()]).toEqual([4, []])
    await put(other, '/other')
    expect(has(opened[0]!, '/other')).toBe(true)
  })

  it.each([
    ['a beginning that makes no sense', spoilBeginning, 'cannot be opened; it is in use by other'],
    [
      'damage that one has noted',
      () => noteDamage(directory, 'seen'),
      'seen; it is in use by other',
    ],
  ])('opens nothing with %s, and leaves it where it is', async (_, spoil, what) => {
    await put(await open())
    spoil()
    await expect(open()).rejects.toEqual(refusal('DAMAGED', what))
    expect([folders(), records().length, told]).toEqual([[], 2, []])
  })

  it('is told the first failure, and no file of theirs is touched', async () => {
    await put(await open())
    system.codes = ['ENOSPC']
    await expect(open()).rejects.toEqual(refusal('DISK_FULL', 'LMDB says ENOSPC'))
    expect([names().includes('data.mdb'), records().length]).toEqual([true, 2])
    expect(has(await open())).toBe(true)
  })

  it.each([
    [4, true],
    [5, false],
  ])('tries five times: mended after %i, it is opened: %s', async (times, isOpened) => {
    await put(await open())
    noteDamage(directory, 'seen before')
    system.afterNote = (count) => {
      if (count === times) fs.rmSync(join(directory, 'damage.note'))
    }
    const outcome = await open().then(
      (one) => has(one),
      (error) => error.reason,
    )
    expect(outcome).toBe(isOpened ? true : 'DAMAGED')
    expect(system.notes).toBe(times)
  })

  it('of another PID namespace, opens nothing and says so', async () => {
    // No PID namespace has a number as low.
    const rival = createRecord(directory, '7')
    await rival.show()
    rival.markOpen()
    await expect(open()).rejects.toEqual(refusal('FOREIGN_PID_NAMESPACE', 'another container'))
    expect([names().includes('data.mdb'), records().length]).toEqual([false, 2])
    rival.remove()
  })

  it('opens nothing where it can leave no record for them', async () => {
    await put(await open())
    system.hasSockets = false
    await expect(open()).rejects.toEqual(refusal('DAMAGED', 'in use by other processes'))
    expect(records()).toHaveLength(2)
  })
})

describe('where others cannot be found out', () => {
  beforeEach(async () => {
    await filled()
    system.hasSockets = false
  })

  it('opens what is there without a record, and does not judge what others may be writing', async () => {
    spoilPage()
    const one = await open()
    await put(one, '/other')
    expect([has(one, '/other'), records()]).toEqual([true, []])
    await close()
    expect(folders()).toEqual([])
  })

  it('leaves a damaged database to the owner', async () => {
    spoilBeginning()
    await expect(open()).rejects.toEqual(refusal('DAMAGED', 'remove it, or bring it back'))
    expect([folders(), notedDamage(directory)]).toEqual([[], undefined])
  })

  it('notes no damage, since nobody could set it aside', async () => {
    system.codes = [-30796]
    await expect(open()).rejects.toEqual(refusal('DAMAGED', 'LMDB says -30796'))
    expect([notedDamage(directory), names().includes('data.mdb')]).toEqual([undefined, true])
  })
})
