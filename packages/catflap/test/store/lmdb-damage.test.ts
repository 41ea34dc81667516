/** A damaged database: its files are set aside, and an empty one begins. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLmdbStore, type Recovery } from '../../src/store/lmdb.ts'
import { createDatabases, folders, NOW, open, write } from './databases.ts'

const PAGE = 4096
let databases: ReturnType<typeof createDatabases>
/** A closed database with some hundred entries, and the path of its file. */
const filled = () => databases.filled(300)

beforeAll(() => {
  databases = createDatabases()
})
afterAll(() => databases.remove())

/** Writes over all pages but the first two, or over some of them. */
function overwrite(file: string, make: () => Buffer, from = 2, step = 1): void {
  const descriptor = openSync(file, 'r+')
  const pages = statSync(file).size / PAGE
  for (let i = from; i < pages; i += step) writeSync(descriptor, make(), 0, PAGE, i * PAGE)
}

const zeros = () => Buffer.alloc(PAGE)
const garbage = () => randomBytes(PAGE)

describe('a damaged database', () => {
  it.each<[string, (file: string) => void]>([
    ['random bytes', (file) => writeFileSync(file, randomBytes(65_536))],
    ['a few bytes', (file) => writeFileSync(file, 'x')],
    ['zeros', (file) => writeFileSync(file, Buffer.alloc(65_536))],
    ['half of it', (file) => truncateSync(file, statSync(file).size / 2)],
    ['its first page', (file) => truncateSync(file, PAGE)],
    ['without its last page', (file) => truncateSync(file, statSync(file).size - PAGE)],
    ['with zeros in all its pages', (file) => overwrite(file, zeros)],
    ['with garbage in all its pages', (file) => overwrite(file, garbage)],
    ['with zeros in every third page', (file) => overwrite(file, zeros, 2, 3)],
    ['with garbage in every third page', (file) => overwrite(file, garbage, 4, 3)],
  ])('is set aside, and an empty one begins: %s', async (_, damage) => {
    const { directory, file } = await filled()
    damage(file)
    const damaged = readFileSync(file)
    const { store, told } = await open(directory)
    expect(await store.read('key-0', NOW)).toBeUndefined()
    expect(await write(store, 'key-0')).toBe(true)
    await store.close()
    const [folder = ''] = folders(directory)
    expect(told).toEqual([{ setAside: folder, removed: [] }])
    expect(folder).toMatch(/^damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/)
    const kept = readFileSync(join(directory, folder, 'data.mdb')).subarray(0, damaged.length)
    expect(kept.equals(damaged)).toBe(true)
    expect(readFileSync(join(directory, folder, 'damage.note'), 'utf8')).toMatch(/data\.mdb/)
    const again = await open(directory)
    expect([again.told, await again.store.read('key-0', NOW)]).toMatchObject([[], { revision: 1 }])
    await again.store.close()
  })

  it('is found while it is open, tells that it cannot tell, and is set aside at the next use', async () => {
    const { directory, file } = await filled()
    const { store, told } = await open(directory)
    expect(await store.read('key-0', NOW)).toBeDefined()
    overwrite(file, zeros)
    const seen = []
    for (let i = 0; i < 300; i++) {
      seen.push(
        await Promise.resolve()
          .then(() => store.read(`key-${i}`, NOW))
          .catch(reasonOf),
      )
    }
    expect(seen[0]).toBe('DAMAGED')
    expect(seen.slice(1)).toEqual(Array.from({ length: 299 }, () => undefined))
    expect(told).toHaveLength(1)
    expect(await write(store, 'key-0')).toBe(true)
    await store.close()
  })

  it('is let go by every process once one has noted it', async () => {
    const { directory, file } = await filled()
    const one = await open(directory)
    const other = await open(directory)
    overwrite(file, zeros)
    expect(() => one.store.read('key-0', NOW)).toThrow(
      expect.objectContaining({ reason: 'DAMAGED' }),
    )
    expect(await reasonFrom(() => one.store.read('key-0', NOW))).toBe('DAMAGED')
    expect(await reasonFrom(() => write(other.store, 'key-1'))).toBe('DAMAGED')
    await expect.poll(() => reasonFrom(() => one.store.read('key-0', NOW))).toBeUndefined()
    expect(await write(one.store, 'new')).toBe(true)
    expect(await other.store.read('new', NOW)).toMatchObject({ revision: 1 })
    expect([...one.told, ...other.told]).toHaveLength(1)
    await Promise.all([one.store.close(), other.store.close()])
  })
})

it('keeps two damaged databases, and tells which it removes for a third', async () => {
  const { directory, file } = await filled()
  const told: Recovery[] = []
  for (let i = 0; i < 4; i++) {
    writeFileSync(file, `damage ${i}`)
    const opened = await open(directory)
    told.push(...opened.told)
    await opened.store.close()
  }
  const names = told.map(({ setAside }) => setAside)
  expect(told.map(({ removed }) => removed)).toEqual([[], [], [names[0]], [names[1]]])
  expect(folders(directory)).toEqual(names.slice(2))
  expect(readFileSync(join(directory, names[3] ?? '', 'data.mdb'), 'utf8')).toBe('damage 3')
})

it('keeps the mode of a directory with nothing but damaged databases beside', async () => {
  const { directory, file } = await filled()
  writeFileSync(file, 'x')
  await (await open(directory)).store.close()
  chmodSync(directory, 0o755)
  await (await open(directory)).store.close()
  expect(statSync(directory).mode & 0o777).toBe(0o700)
})

it('goes on with the empty database when whoever is told of it throws', async () => {
  const { directory, file } = await filled()
  writeFileSync(file, 'x')
  const onRecovery = () => {
    throw new Error('a log that is broken')
  }
  const store = await createLmdbStore({ directory, onRecovery })
  expect(await write(store, 'key')).toBe(true)
  await store.close()
  expect(folders(directory)).toHaveLength(1)
  const again = await open(directory)
  expect(await again.store.read('key', NOW)).toMatchObject({ revision: 1 })
  await again.store.close()
})

describe('what is no damage', () => {
  it('never sets aside what it may not read', async () => {
    const { directory } = await filled()
    rmSync(join(directory, 'data.mdb'))
    mkdirSync(join(directory, 'data.mdb'))
    expect(await reasonFrom(() => open(directory))).toBe('UNUSABLE_DIRECTORY')
    expect(folders(directory)).toEqual([])
  })
})

const reasonOf = (error: { readonly reason?: unknown }): unknown => error.reason

/** Why an operation fails; `undefined` when it does not. */
async function reasonFrom(operation: () => unknown): Promise<unknown> {
  try {
    await operation()
    return undefined
  } catch (error) {
    return reasonOf(error as { reason?: unknown })
  }
}
