/** The store in Redis, against a real server. */
import { type AddressInfo, createServer } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisStore } from '../../src/store/redis.ts'
import type { MaybePromise, SessionStore } from '../../src/store/store.ts'
import { describeStore } from '../contract/store.ts'
import { createRedisServer, type RedisServer } from '../support/redis-server.ts'

const NOW = 1_800_000_000
const PASSWORD = 'correct-horse'
let server: RedisServer
const stores: SessionStore[] = []

function open(options: { prefix?: string; database?: number } = {}): SessionStore {
  const { database = 0, ...rest } = options
  const store = createRedisStore({ url: `${server.url}/${database}`, ...rest })
  stores.push(store)
  return store
}

const write = async (store: SessionStore, key: string, revision: number, lifetime = 60) =>
  store.write(key, Buffer.from('value'), { revision, expiresAt: NOW + lifetime }, NOW)

beforeAll(async () => {
  server = await createRedisServer({ password: PASSWORD })
  await server.start()
})
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await server.remove()
})

let made = 0
describeStore('Redis', () => open({ prefix: `contract-${made++}:` }))

describe('the Redis store', () => {
  it('lets each revision be won once, by two clients that race a thousand times', async () => {
    const [one, other] = [open(), open()]
    const wins = { one: 0, other: 0 }
    for (let revision = 0; revision < 1000; revision++) {
      const won = await Promise.all([write(one, 'race', revision), write(other, 'race', revision)])
      expect(won.filter(Boolean)).toHaveLength(1)
      if (won[0]) wins.one++
      else wins.other++
    }
    expect(await one.read('race', NOW)).toMatchObject({ revision: 1000 })
    expect(wins.one + wins.other).toBe(1000)
  })

  it('tells the server when to drop an entry', async () => {
    await write(open(), 'dropped', 0, 90)
    const left = Number(server.command('pttl', 'catflap:dropped'))
    expect(left).toBeGreaterThan(80_000)
    expect(left).toBeLessThanOrEqual(90_000)
  })

  it('lets the server drop what has expired', async () => {
    const store = open()
    await write(store, 'brief', 0, 0.05)
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(server.command('exists', 'catflap:brief')).toBe('0')
    await write(store, 'never', 0, 0)
    expect(server.command('exists', 'catflap:never')).toBe('0')
  })

  it('keeps prefixes and databases apart', async () => {
    await write(open({ prefix: 'one:' }), 'key', 0)
    expect(server.command('exists', 'one:key')).toBe('1')
    expect(await open({ prefix: 'two:' }).read('key', NOW)).toBeUndefined()
    expect(await open({ prefix: 'one:', database: 3 }).read('key', NOW)).toBeUndefined()
    await write(open({ prefix: 'one:', database: 3 }), 'third', 0)
    expect(server.command('-n', '3', 'exists', 'one:third')).toBe('1')
  })

  it('loads its script again when the server has forgotten it', async () => {
    const store = open()
    await write(store, 'script', 0)
    server.command('script', 'flush')
    expect(await write(store, 'script', 1)).toBe(true)
  })

  it('refuses what is not an entry, on reading and on writing', async () => {
    const store = open()
    server.command('set', 'catflap:foreign', 'hello')
    await expect(store.read('foreign', NOW)).rejects.toThrow('something else than an entry')
    await expect(write(store, 'foreign', 0)).rejects.toThrow('not an entry')
    expect(server.command('get', 'catflap:foreign')).toBe('hello')
  })

  it('does not connect before its first use, and not after it is closed', async () => {
    const before = server.command('client', 'list').split('\n').length
    const store = open()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.command('client', 'list').split('\n')).toHaveLength(before)
    await Promise.all([store.close(), store.close()])
    await expect(store.read('key', NOW)).rejects.toThrow('closed')
  })

  it('waits for what is under way when it is closed', async () => {
    const store = open()
    const writing = write(store, 'last', 0)
    await store.close()
    expect(await writing).toBe(true)
  })

  it.each([
    ['no URL', 'nonsense'],
    ['another protocol', `http://:${PASSWORD}@127.0.0.1:1`],
    ['a bad port', `redis://:${PASSWORD}@127.0.0.1:99999999`],
    ['a bad escape', `redis://:${PASSWORD}%zz@127.0.0.1:1`],
    ['a bad database', `redis://:${PASSWORD}@127.0.0.1:1/first`],
  ])('refuses %s, without quoting it', (_, url) => {
    const error = errorOf(() => createRedisStore({ url }))
    expect(error).toBeInstanceOf(TypeError)
    expect(inspect(error, { depth: 10 })).not.toContain(PASSWORD)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a timeout of %s', (seconds) => {
    expect(() => createRedisStore({ url: server.url, commandTimeout: seconds })).toThrow(TypeError)
  })

  it.each([
    ['the password is wrong', (url: string) => url.replace(PASSWORD, 'wrong-battery'), 'WRONGPASS'],
    ['there is no such database', (url: string) => `${url}/99`, 'DB index is out of range'],
  ])('says that %s, without quoting a password', async (_, change, reason) => {
    const store = createRedisStore({ url: change(server.url), commandTimeout: 0.5 })
    const error = await rejection(store.read('key', NOW))
    await expect(write(store, 'elsewhere', 0)).rejects.toThrow(reason)
    await store.close()
    const text = inspect(error, { depth: 10, showHidden: true })
    expect(text).toContain(reason)
    expect(text).not.toMatch(/wrong-battery|correct-horse/)
    expect(server.command('exists', 'catflap:elsewhere')).toBe('0')
  })
})

it('quotes no password that a server repeats', async () => {
  // As Redis and its relatives do with commands that are renamed or unknown to them.
  const parrot = createServer((socket) => {
    socket
      .on('error', () => socket.destroy())
      .on('data', (data) => {
        const [name, ...rest] = [...String(data).matchAll(/\$\d+\r\n([^\r]*)/g)].map(
          ([, text]) => text,
        )
        socket.write(
          `-ERR unknown command '${name}', with args beginning with: ${rest.join(' ')}\r\n`,
        )
      })
  })
  await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve))
  const { port } = parrot.address() as AddressInfo
  const url = `redis://reader:correct%20horse@127.0.0.1:${port}`
  const store = createRedisStore({ url, commandTimeout: 0.5 })
  const error = await rejection(store.read('key', NOW))
  await store.close()
  parrot.close()
  const text = inspect(error, { depth: 10, showHidden: true })
  expect(text).toContain('unknown command')
  expect(text).not.toContain('correct horse')
})

function errorOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

async function rejection(promise: MaybePromise<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  )
}
