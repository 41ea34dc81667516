/** Why a real Redis server gives no answer: one reason per row, and never a password. */
import { rmSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StoreFailure } from '../../src/errors.ts'
import { STORE_TEXTS } from '../../src/pages/store-texts.ts'
import { createRedisStore } from '../../src/store/redis.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { createRedisServer, freePort, type RedisServer } from '../support/redis-server.ts'

const NOW = 1_800_000_000
const PASSWORD = 'correct-horse'
let server: RedisServer
let store: SessionStore | undefined

beforeEach(async () => {
  server = await createRedisServer({ password: PASSWORD })
  await server.start()
})
afterEach(async () => {
  await store?.close()
  await server.remove()
})

/** Why a write fails, or a read when the write does not. */
async function failure(url: string): Promise<StoreFailure | undefined> {
  const opened = createRedisStore({ url, commandTimeout: 1 })
  store = opened
  const condition = { revision: 0, expiresAt: NOW + 60 }
  try {
    await opened.write('key', Buffer.from('value'), condition, NOW)
    await opened.read('key', NOW)
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError)
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/correct-horse|battery/)
    return (error as StoreError).reason
  }
}

const settings = (...lines: readonly string[]) => {
  for (const line of lines) expect(server.command(...line.split(' '))).toBe('OK')
}

it.each<[StoreFailure, string, () => string | Promise<string>]>([
  ['AUTHENTICATION_REQUIRED', 'no password is given', () => server.url.replace(/:[^/]*@/, '')],
  ['WRONG_PASSWORD', 'it is another', () => server.url.replace(PASSWORD, 'wrong-battery')],
  ['WRONG_PASSWORD', 'the user is unknown', () => server.url.replace('//:', '//nobody-battery:')],
  ['WRONG_DATABASE', 'there is no such database', () => `${server.url}/99`],
  [
    'NOT_PERMITTED',
    'the user may not run scripts',
    () => {
      settings('acl setuser app on >staple-battery ~catflap:* +get +select')
      return server.url.replace(`:${PASSWORD}`, 'app:staple-battery')
    },
  ],
  [
    'NOT_PERMITTED',
    'the user may not write',
    () => {
      settings('acl setuser app on >staple-battery ~catflap:* +get +eval +evalsha')
      return server.url.replace(`:${PASSWORD}`, 'app:staple-battery')
    },
  ],
  [
    'READ_ONLY',
    'it is a replica',
    () => {
      settings('replicaof 127.0.0.1 1')
      return server.url
    },
  ],
  [
    'OUT_OF_MEMORY',
    'its memory is used up',
    () => {
      settings('config set maxmemory-policy noeviction', 'config set maxmemory 1')
      return server.url
    },
  ],
  [
    'CANNOT_PERSIST',
    'it cannot save to its disk',
    async () => {
      settings('config set appendonly no')
      expect(server.command('config', 'set', 'save', '3600 1')).toBe('OK')
      rmSync(server.directory, { recursive: true })
      server.command('bgsave')
      const persistence = () => server.command('info', 'persistence')
      await expect.poll(persistence).toContain('rdb_last_bgsave_status:err')
      return server.url
    },
  ],
  [
    'CANNOT_PERSIST',
    'its replicas are away',
    () => {
      settings('config set min-replicas-to-write 1')
      return server.url
    },
  ],
  [
    'UNREADABLE_ENTRY',
    'something else lies in the place of an entry',
    () => {
      settings('set catflap:key hello')
      return server.url
    },
  ],
  [
    'UNREADABLE_ENTRY',
    'a list lies there',
    () => {
      server.command('rpush', 'catflap:key', 'x')
      return server.url
    },
  ],
  [
    'NO_ANSWER',
    'it hangs',
    () => {
      server.signal('SIGSTOP')
      return server.url
    },
  ],
  [
    'UNREACHABLE',
    'nothing listens',
    async () => `redis://:${PASSWORD}@127.0.0.1:${await freePort()}`,
  ],
  ['UNREACHABLE', 'there is no such host', () => `redis://:${PASSWORD}@no-such-host.invalid:1`],
  ['NO_ANSWER', 'its port speaks no TLS', () => server.url.replace('redis:', 'rediss:')],
])('says %s when %s', async (reason, _, prepare) => {
  expect(await failure(await prepare())).toBe(reason)
})

it('says STARTING while the server reads its data', async () => {
  settings('config set appendonly no', 'config set rdbcompression no')
  const fill = "for i = 1, 500 do redis.call('set', i, string.rep('x', 10000)) end"
  server.command('eval', fill, '0')
  settings('save')
  await server.stop('SIGKILL')
  const slowly = ['--key-load-delay', '20000', '--loading-process-events-interval-bytes', '1024']
  await server.start('--appendonly', 'no', ...slowly)
  expect(await failure(server.url)).toBe('STARTING')
})

it('works for a user with the rights that the remedy for NOT_PERMITTED names', async () => {
  const [rights] = /~catflap:.*?(?= \(| *\.$)/.exec(STORE_TEXTS.en.NOT_PERMITTED.fix) ?? []
  settings(`acl setuser app on >staple-battery ${rights}`)
  expect(await failure(server.url.replace(`:${PASSWORD}`, 'app:staple-battery'))).toBeUndefined()
})

it('says CLOSED once it is closed', async () => {
  const closed = createRedisStore({ url: server.url })
  await closed.close()
  await expect(closed.read('key', NOW)).rejects.toMatchObject({ reason: 'CLOSED' })
})
