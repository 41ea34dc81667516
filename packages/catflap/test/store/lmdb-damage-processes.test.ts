/** A damaged database that several processes have, or that a full disk keeps from being mended. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabases, folders, NOW, open, write } from './databases.ts'
import { createProcesses, type Processes } from './processes.ts'

const PAGE = 4096
let databases: ReturnType<typeof createDatabases>
let processes: Processes
/** A closed database with an entry, and the path of its file. */
const filled = () => databases.filled(1)

beforeAll(() => {
  databases = createDatabases()
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  databases.remove()
})

it('stays where it is while other processes have it open, and is set aside after them', async () => {
  const { directory, file } = await filled()
  const other = processes.start(`
    import { createLmdbStore } from './store/lmdb.js'
    const store = await createLmdbStore({ directory: ${JSON.stringify(directory)} })
    console.log('open')
    setInterval(() => {}, 1000)`)
  await other.line('open')
  truncateSync(file, PAGE)
  await expect(open(directory)).rejects.toEqual(
    expect.objectContaining({ reason: 'DAMAGED', message: expect.stringContaining('restart') }),
  )
  expect(folders(directory)).toEqual([])
  other.child.kill('SIGKILL')
  await other.ended
  const { store, told } = await open(directory)
  expect(told).toHaveLength(1)
  await store.close()
})

it('is set aside once by several processes that start at once', async () => {
  const { directory, file } = await filled()
  writeFileSync(file, randomBytes(65_536))
  const program = `
    import { createLmdbStore } from './store/lmdb.js'
    const directory = ${JSON.stringify(directory)}
    const onRecovery = () => console.log('recovered')
    const store = await createLmdbStore({ directory, onRecovery })
    const condition = { revision: 0, expiresAt: ${NOW + 60} }
    await store.write('key' + process.pid, Buffer.from('value'), condition, ${NOW})
    console.log('key' + process.pid)
    await store.close()`
  const running = Array.from({ length: 4 }, () => processes.start(program))
  await Promise.all(running.map(({ ended }) => ended))
  const lines = running.flatMap((one) => one.output().trim().split('\n'))
  expect(lines.filter((line) => line === 'recovered')).toHaveLength(1)
  expect(folders(directory)).toHaveLength(1)
  const { store } = await open(directory)
  const keys = lines.filter((line) => line.startsWith('key'))
  expect(keys.map((key) => store.read(key, NOW) === undefined)).toEqual([
    false,
    false,
    false,
    false,
  ])
  await store.close()
})

it('puts the files back where no empty database can be made: a full disk', async () => {
  const { directory, file } = await filled()
  writeFileSync(file, 'x')
  mkdirSync(join(directory, 'damaged-0'))
  mkdirSync(join(directory, 'damaged-1'))
  const program = `
    import { createLmdbStore } from './store/lmdb.js'
    await createLmdbStore({ directory: ${JSON.stringify(directory)} }).catch((error) => {
      console.log(error.reason)
    })`
  const { output } = processes.run(program, { fileSize: 4 })
  expect(output).toMatch(/^DISK_(FULL|FAILED)\n$/)
  expect(readFileSync(file, 'utf8')).toBe('x')
  expect(folders(directory)).toEqual(['damaged-0', 'damaged-1'])
})

it('leaves nothing of a new database that a full disk stops', async () => {
  const directory = databases.directory()
  const program = `
    import { createLmdbStore } from './store/lmdb.js'
    await createLmdbStore({ directory: ${JSON.stringify(directory)} }).catch((error) => {
      console.log(error.reason)
    })`
  expect(processes.run(program, { fileSize: 4 }).output).toMatch(/^DISK_(FULL|FAILED)\n$/)
  const { store, told } = await open(directory)
  expect([told, await write(store, 'key')]).toEqual([[], true])
  await store.close()
})
