/** The embedded store when it cannot read: too many readers, and locks that somebody has taken away. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createProcesses, type Processes } from './processes.ts'

const NOW = 1_800_000_000
const CONDITION = { revision: 0, expiresAt: NOW + 60 }
let root: string
let processes: Processes
let made = 0

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-readers-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(root, { recursive: true })
})

const fresh = (): string => join(root, String(made++))

/** Uses the database by itself: without a record, and with room for one reader. */
const outsider = (directory: string): string => `
  import { open } from 'lmdb'
  const options = { noSubdir: false, overlappingSync: false, maxReaders: 1, useVersions: true }
  const db = open(${JSON.stringify(directory)}, options).openDB('sessions', { encoding: 'binary' })
  await db.put('x', Buffer.from('x'), 1)
  db.get('x')
  console.log('open')
  setInterval(() => {}, 1000)`

it('says that there are too many readers, and works when there is room', async () => {
  const directory = fresh()
  const running = processes.start(outsider(directory))
  await running.line('open')
  const full = expect.objectContaining({ reason: 'TOO_MANY_READERS' })
  for (let i = 0; i < 3; i++) await expect(createLmdbStore({ directory })).rejects.toEqual(full)
  running.child.kill('SIGKILL')
  await running.ended
  const store = await createLmdbStore({ directory })
  expect(await store.write('key', Buffer.from('value'), CONDITION, NOW)).toBe(true)
  await store.close()
})

it('outlives a read that its lock was taken away from, and reads again', async () => {
  const directory = fresh()
  const store = await createLmdbStore({ directory })
  await store.write('key', Buffer.from('value'), CONDITION, NOW)
  clearReaders(join(directory, 'lock.mdb'))
  const lost = expect.objectContaining({ reason: 'LOCKS_LOST' })
  expect(() => store.read('key', NOW)).toThrow(lost)
  expect(await store.read('key', NOW)).toMatchObject({ revision: 1 })
  clearReaders(join(directory, 'lock.mdb'))
  await expect(store.write('key', Buffer.from('x'), CONDITION, NOW)).rejects.toEqual(lost)
  expect(await store.read('key', NOW)).toMatchObject({ revision: 1 })
  await store.close()
})

it('outlives a program of another namespace that takes its locks without a record', async () => {
  const directory = fresh()
  const running = processes.startApart(outsider(directory))
  await running.line('open')
  const user = processes.startApart(`
    import { createLazyStore } from './store/lazy-store.js'
    import { openLmdbStore } from './store/lmdb-store.js'
    const directory = ${JSON.stringify(directory)}
    const store = createLazyStore(() => openLmdbStore({ directory }))
    const tell = (error) => console.log(error.reason)
    for (let i = 0; i < 20; i++) await Promise.resolve(store.read('key', ${NOW})).catch(tell)
    await new Promise((resolve) => setTimeout(resolve, 100))
    console.log('alive')
    process.exit()`)
  await user.ended
  // The first try blocks for ten seconds inside lmdb; those after it do not.
  expect(user.output()).toBe(`${'LOCKS_LOST\n'.repeat(20)}alive\n`)
  running.child.kill('SIGKILL')
  await running.ended
}, 120_000)

/** Empties the places of this process in the table of readers. */
function clearReaders(file: string): void {
  const table = readFileSync(file)
  const descriptor = openSync(file, 'r+')
  for (let at = 64; at + 4 <= table.length; at += 4) {
    if (table.readUInt32LE(at) === process.pid) writeSync(descriptor, Buffer.alloc(4), 0, 4, at)
  }
  closeSync(descriptor)
}
