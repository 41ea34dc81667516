/** The embedded store, used by several processes at once, some of which die. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepKeyFile } from '../../src/store/key-file.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createProcesses, type Processes } from './processes.ts'

const NOW = 1_800_000_000
const VALUE = Buffer.alloc(3000, 1)
let root: string
let processes: Processes
let made = 0

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-lmdb-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(root, { recursive: true })
})

const fresh = (): string => join(root, String(made++))

/** A program with a store of a directory, and what the tests write. */
const program = (directory: string, body: string): string => `
  import { createLmdbStore } from './store/lmdb.js'
  const NOW = ${NOW}, VALUE = Buffer.alloc(3000, 1)
  const store = await createLmdbStore({ directory: ${JSON.stringify(directory)} })
  const write = (key, revision, value = VALUE, now = NOW) =>
    store.write(key, value, { revision, expiresAt: now + 60 }, now)
  ${body}`

describe('a write of another process', () => {
  it('is seen by the very next read, within one turn of the event loop', async () => {
    const directory = fresh()
    const store = await createLmdbStore({ directory })
    const condition = { revision: 0, expiresAt: NOW + 60 }
    await store.write('key', VALUE, condition, NOW)
    const ended = program(directory, `await write('key', 1, Buffer.alloc(0)); await store.close()`)
    const before = await store.read('key', NOW)
    const { status } = processes.run(ended)
    const after = store.read('key', NOW, before)
    await store.close()
    expect(status).toBe(0)
    expect(before).toMatchObject({ revision: 1 })
    expect(after).toMatchObject({ revision: 2, value: Buffer.alloc(0) })
  })

  it('never wins the same revision twice, with four processes on one key', async () => {
    const directory = fresh()
    const hammer = program(
      directory,
      `let wins = 0
       while (wins < 100) {
         const revision = store.read('key', NOW)?.revision ?? 0
         if (await write('key', revision)) { console.log('won ' + (revision + 1)); wins++ }
       }
       await store.close()`,
    )
    const runners = Array.from({ length: 4 }, () => processes.start(hammer))
    await Promise.all(runners.map(({ ended }) => ended))
    const won = runners.flatMap((runner) => runner.output().match(/\d+/g) ?? []).map(Number)
    expect(won.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  })
})

describe('a killed process', () => {
  it('leaves everything acknowledged, and a store that others go on with', async () => {
    const directory = fresh()
    const store = await createLmdbStore({ directory })
    const writer = program(
      directory,
      `const series = async (name) => {
         for (let i = 0; ; i++) { await write(name + i, 0); console.log(name + i) }
       }
       for (let i = 0; i < 20; i++) series('writer-' + i + '-')`,
    )
    for (let round = 0; round < 3; round++) {
      const running = processes.start(writer.replaceAll('writer-', `writer-${round}-`))
      await running.line(`writer-${round}-0-100`)
      running.child.kill('SIGKILL')
      await running.ended
      const lines = running.output().split('\n').slice(0, -1)
      expect(lines.length).toBeGreaterThan(1000)
      expect(lines.filter((key) => store.read(key, NOW) === undefined)).toEqual([])
      const condition = { revision: 0, expiresAt: NOW + 60 }
      expect(await store.write(`after-${round}`, VALUE, condition, NOW)).toBe(true)
    }
    await store.close()
    const reopened = await createLmdbStore({ directory })
    expect(await reopened.read('after-2', NOW)).toBeDefined()
    expect(await reopened.read('writer-0-0-100', NOW)).toBeDefined()
    await reopened.close()
  })
})

it('rejects a write in time while another process has stopped inside its own', async () => {
  const directory = fresh()
  const store = await createLmdbStore({ directory })
  const condition = { revision: 0, expiresAt: NOW + 60 }
  await store.write('key', VALUE, condition, NOW)
  const holder = processes.start(`
    import { open } from 'lmdb'
    import { writeSync } from 'node:fs'
    const db = open(${JSON.stringify(directory)}, { noSubdir: false, overlappingSync: false })
    db.transactionSync(() => { writeSync(1, 'holding\\n'); for (;;); })`)
  await holder.line('holding')
  await expect(store.write('other', VALUE, condition, NOW)).rejects.toThrow('in 5 seconds')
  // The next does not wait: it would take a thread from the pool that the process shares.
  await expect(store.write('third', VALUE, condition, NOW)).rejects.toThrow('earlier write')
  expect(store.read('key', NOW)).toBeDefined()
  holder.child.kill('SIGKILL')
  await holder.ended
  await expect.poll(() => store.write('key', VALUE, { ...condition, revision: 1 }, NOW)).toBe(true)
  await store.close()
})

it('processes that propose a key at the same moment all get the same', async () => {
  const directory = fresh()
  mkdirSync(directory)
  const go = join(root, 'go')
  const program = `
    import { randomBytes } from 'node:crypto'
    import { existsSync } from 'node:fs'
    import { keepKeyFile } from './store/key-file.js'
    console.log('ready')
    while (!existsSync(${JSON.stringify(go)}));
    console.log(keepKeyFile(${JSON.stringify(directory)}, randomBytes(32)).toString('hex'))`
  const running = Array.from({ length: 6 }, () => processes.start(program))
  await Promise.all(running.map((one) => one.line('ready')))
  writeFileSync(go, '')
  await Promise.all(running.map((one) => one.ended))
  const keys = running.map((one) => one.output().trim().split('\n')[1])
  expect(new Set(keys)).toEqual(new Set([Buffer.from(keepKeyFile(directory)!).toString('hex')]))
}, 60_000)

describe('without a crash', () => {
  it('rejects writes on a full disk, reads on, and recovers when entries expire', () => {
    const { output, errors, status, signal } = processes.run(
      program(
        fresh(),
        `const count = async (name, now) => {
           const reasons = new Set()
           let written = 0
           const one = (i) =>
             write(name + i, 0, VALUE, now).then(() => written++, (e) => reasons.add(e.message))
           // A few at a time, so that a failed transaction has few of them, however slow the machine is.
           for (let i = 0; i < 400; i += 4) await Promise.all([0, 1, 2, 3].map((j) => one(i + j)))
           return { written, reasons: [...reasons] }
         }
         const first = await count('key-', NOW)
         const read = Array.from({ length: 400 }, (_, i) => store.read('key-' + i, NOW))
         const later = await count('new-', NOW + 100)
         await store.close()
         const found = read.filter((entry) => entry !== undefined).length
         console.log(JSON.stringify({ first, found, later }))`,
      ),
      { fileSize: 1024 },
    )
    expect([status, signal]).toEqual([0, null])
    const { first, found, later } = JSON.parse(output)
    expect(first.written).toBeGreaterThan(150)
    expect(first.written).toBeLessThan(300)
    expect(first.reasons.join()).toMatch(
      /lmdb: a write in .* failed: .*(File too large|Input\/output error)/,
    )
    expect(found).toBe(first.written)
    expect(later.written).toBeGreaterThan(150)
    expect(errors).not.toContain('UnhandledPromiseRejection')
  })
})
