/** The embedded store and PID namespaces: two containers on one volume. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createProcesses, type Processes, type Running } from './processes.ts'

const NOW = 1_800_000_000
let root: string
let processes: Processes
let made = 0

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-namespaces-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(root, { recursive: true })
})

const fresh = (): string => join(root, String(made++))

/** Opens the store, writes to it and stays; or says why it could not. */
const program = (directory: string): string => `
  import { createLmdbStore } from './store/lmdb.js'
  const start = performance.now()
  try {
    const store = await createLmdbStore({ directory: ${JSON.stringify(directory)} })
    const key = String(Math.random())
    await store.write(key, Buffer.alloc(99), { revision: 0, expiresAt: ${NOW + 60} }, ${NOW})
    if (store.read(key, ${NOW}) === undefined) throw new Error('nothing was written')
    console.log('open')
    setInterval(() => store.read(key, ${NOW}), 10)
  } catch (error) {
    console.log(error.reason)
    console.log(performance.now() - start < 20_000 ? 'at once' : 'late')
    console.log(error.message)
  }`

async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** Whether a process has the database open; of one that has not, why. */
async function outcome(running: Running): Promise<string> {
  await expect.poll(running.output).toContain('\n')
  return running.output().split('\n')[0] ?? ''
}

describe('a database that a container has open', () => {
  it.each(['of another container', 'outside'])(
    'is refused at once to a process %s',
    async (where) => {
      const directory = fresh()
      const first = processes.startApart(program(directory))
      await first.line('open')
      const start = where === 'outside' ? processes.start : processes.startApart
      const second = start(program(directory))
      await second.ended
      expect(second.output()).toMatch(/^FOREIGN_PID_NAMESPACE\nat once\n.*share the PID namespace/)
      // Nor has it harmed the first.
      const third = processes.startApart(program(directory))
      expect(await outcome(third)).toBe('FOREIGN_PID_NAMESPACE')
      expect(first.child.exitCode).toBeNull()
      await kill(first)
    },
  )

  it('is refused to a container while a process outside has it open', async () => {
    const directory = fresh()
    const store = await createLmdbStore({ directory })
    expect(await outcome(processes.startApart(program(directory)))).toBe('FOREIGN_PID_NAMESPACE')
    await store.close()
    const next = processes.startApart(program(directory))
    expect(await outcome(next)).toBe('open')
    await kill(next)
  })

  it('is open to the next container once the first was killed', async () => {
    const directory = fresh()
    for (let round = 0; round < 3; round++) {
      const running = processes.startApart(program(directory))
      expect(await outcome(running)).toBe('open')
      await kill(running)
    }
    const store = await createLmdbStore({ directory })
    expect(readdirSync(directory).filter((name) => name.startsWith('in-use-'))).toHaveLength(2)
    await store.close()
    expect(readdirSync(directory).sort()).toEqual(['data.mdb', 'lock.mdb'])
  })

  it('stays refused while one of several processes beside each other lives', async () => {
    const directory = fresh()
    const first = processes.start(program(directory))
    await first.line('open')
    const second = processes.start(program(directory))
    expect(await outcome(second)).toBe('open')
    await kill(first)
    expect(await outcome(processes.startApart(program(directory)))).toBe('FOREIGN_PID_NAMESPACE')
    await kill(second)
    const next = processes.startApart(program(directory))
    expect(await outcome(next)).toBe('open')
    await kill(next)
  })

  it('stays refused while its process is stopped', async () => {
    const directory = fresh()
    const first = processes.start(program(directory))
    await first.line('open')
    first.child.kill('SIGSTOP')
    expect(await outcome(processes.startApart(program(directory)))).toBe('FOREIGN_PID_NAMESPACE')
    first.child.kill('SIGCONT')
    await kill(first)
  })
})

it('lets one of several containers that start at once have the database', async () => {
  for (let round = 0; round < 4; round++) {
    const directory = fresh()
    const running = Array.from({ length: 3 }, () => processes.startApart(program(directory)))
    const outcomes = await Promise.all(running.map(outcome))
    expect(outcomes.sort()).toEqual(['FOREIGN_PID_NAMESPACE', 'FOREIGN_PID_NAMESPACE', 'open'])
    await Promise.all(running.map(kill))
  }
}, 120_000)

it('lets several processes of one namespace that start at once have it together', async () => {
  const directory = fresh()
  const running = Array.from({ length: 4 }, () => processes.start(program(directory)))
  expect(await Promise.all(running.map(outcome))).toEqual(['open', 'open', 'open', 'open'])
  await Promise.all(running.map(kill))
})

it('takes the record of a dead process for what it is, also when its namespace has come again', async () => {
  const directory = fresh()
  const store = await createLmdbStore({ directory })
  const own = readdirSync(directory).find((name) => /^in-use-\d+-[0-9a-f]+$/.test(name)) ?? ''
  await store.close()
  for (const namespace of [own.split('-')[2], '4026599999']) {
    const name = join(directory, `in-use-${namespace}-0123456789abcdef`)
    await abandonSocket(name)
    writeFileSync(`${name}.open`, '')
  }
  const reopened = await createLmdbStore({ directory })
  expect(readdirSync(directory).filter((name) => name.includes('0123456789abcdef'))).toEqual([])
  await reopened.close()
})

it('goes past a dead record that it cannot remove', async () => {
  const directory = fresh()
  mkdirSync(directory)
  const name = join(directory, 'in-use-4026599999-0123456789abcdef')
  mkdirSync(`${name}.open/here`, { recursive: true })
  await abandonSocket(name)
  const store = await createLmdbStore({ directory })
  expect(store.read('key', NOW)).toBeUndefined()
  await store.close()
})

it('finds a record however long the path of the directory is', async () => {
  const directory = join(fresh(), 'long-'.repeat(40))
  const store = await createLmdbStore({ directory })
  expect(await outcome(processes.startApart(program(directory)))).toBe('FOREIGN_PID_NAMESPACE')
  await store.close()
})

/** Leaves a socket that nobody listens to. */
async function abandonSocket(path: string): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(`${path}.tmp`, resolve))
  renameSync(`${path}.tmp`, path)
  await new Promise((resolve) => server.close(resolve))
}
