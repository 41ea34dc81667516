/** The store in Redis when the server is away, hangs, dies and comes back. */
import { createServer, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createRedisStore } from '../../src/store/redis.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createRedisServer, type RedisServer } from '../support/redis-server.ts'

const NOW = 1_800_000_000
const PASSWORD = 'correct-horse'
const TIMEOUT = 1
/** Milliseconds that a rejection may take on a busy machine; without a limit of its own it takes ever. */
const IN_TIME = 20_000
let server: RedisServer
let store: SessionStore

beforeEach(async () => {
  server = await createRedisServer({ password: PASSWORD })
  store = createRedisStore({ url: server.url, commandTimeout: TIMEOUT })
})
afterEach(async () => {
  await store.close()
  await server.remove()
})

const read = async (key = 'key') => store.read(key, NOW)
const write = async (key: string, revision: number) =>
  store.write(key, Buffer.from('value'), { revision, expiresAt: NOW + 600 }, NOW)

/** The rejection of an operation; fails when it comes late. */
async function refusal(operation: () => Promise<unknown>): Promise<string> {
  const start = performance.now()
  const error = await operation().then(
    (value) => expect.unreachable(`answered ${inspect(value)}`),
    (reason: unknown) => reason,
  )
  expect(performance.now() - start).toBeLessThan(IN_TIME)
  const text = inspect(error, { depth: 10, showHidden: true })
  expect(text).not.toContain(PASSWORD)
  return text
}

/** Tries until it works, for at most the time that a client waits between two attempts. */
async function eventually<T>(operation: () => Promise<T>): Promise<T> {
  const end = performance.now() + 30_000
  for (;;) {
    try {
      return await operation()
    } catch (error) {
      if (performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

it('rejects in time when there has never been a server, and works when it comes', async () => {
  expect(await refusal(() => read())).toContain('ECONNREFUSED')
  expect(await refusal(() => write('key', 0))).toContain('ECONNREFUSED')
  await server.start()
  expect(await eventually(() => write('key', 0))).toBe(true)
})

it('rejects in time when the server has stopped, and works when it is back', async () => {
  await server.start()
  await write('key', 0)
  await server.stop()
  for (let i = 0; i < 3; i++) {
    await refusal(() => read())
    await refusal(() => write('key', 1))
  }
  await server.start()
  expect(await eventually(() => read())).toMatchObject({ revision: 1 })
  expect(await write('key', 1)).toBe(true)
})

it('stops making requests wait during a long outage', async () => {
  await expect(read()).rejects.toThrow()
  const start = performance.now()
  for (let i = 0; i < 100; i++) await refusal(() => read())
  expect(performance.now() - start).toBeLessThan(TIMEOUT * 100_000)
})

/** A store that waits longer than a server may take to start on a busy machine. */
async function bePatient(): Promise<void> {
  await store.close()
  store = createRedisStore({ url: server.url, commandTimeout: 10 })
}

it('rides out a connection that breaks', async () => {
  await bePatient()
  await server.start()
  await write('key', 0)
  server.command('client', 'kill', 'type', 'normal', 'skipme', 'yes')
  // At once, while the connection is made again, and afterwards.
  for (const wait of [5, 30, 100]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    expect(await read()).toMatchObject({ revision: 1 })
  }
})

it('waits for a server that restarts, also after an outage', async () => {
  await bePatient()
  await refusal(() => read())
  await server.start()
  await eventually(() => write('key', 0))
  await server.stop()
  await new Promise((resolve) => setTimeout(resolve, 20))
  // A server that loads its data answers, but that it does so.
  const reading = read().catch((error) => {
    if (error.reason !== 'STARTING') throw error
    return eventually(() => read())
  })
  await server.start()
  expect(await reading).toMatchObject({ revision: 1 })
})

it('finds everything acknowledged after the server was killed', async () => {
  await server.start()
  for (let i = 0; i < 200; i++) await write(`key-${i}`, 0)
  await server.stop('SIGKILL')
  await server.start()
  for (let i = 0; i < 200; i++) {
    expect(await eventually(() => read(`key-${i}`))).toMatchObject({ revision: 1 })
  }
})

it('rejects in time when the server hangs, and works when it goes on', async () => {
  await server.start()
  await write('key', 0)
  server.signal('SIGSTOP')
  expect(await refusal(() => read())).toContain('no answer in 1 seconds')
  // This time the connection is new, and it is the password that is not answered.
  expect(await refusal(() => write('key', 1))).toContain('no answer in 1 seconds')
  server.signal('SIGCONT')
  expect(await eventually(() => read())).toMatchObject({ revision: 1 })
})

it('gives up a connection that never answers, also while no request waits for it', async () => {
  await refusal(() => read())
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket))
  await new Promise<void>((resolve) => silent.listen(server.port, '127.0.0.1', resolve))
  const connected = () => {
    read().catch(() => undefined)
    return sockets.length
  }
  await expect.poll(connected).toBeGreaterThan(0)
  silent.close()
  await server.start()
  expect(await eventually(() => write('key', 0))).toBe(true)
  for (const socket of sockets) socket.destroy()
})

it.each(['away', 'hanging'])('closes at once while the server is %s', async (state) => {
  await server.start()
  await write('key', 0)
  if (state === 'away') await server.stop()
  else server.signal('SIGSTOP')
  const reading = read().catch(() => 'refused')
  const start = performance.now()
  await store.close()
  expect(performance.now() - start).toBeLessThan(IN_TIME)
  expect(await reading).toBe('refused')
})
