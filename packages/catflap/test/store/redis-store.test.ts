/** The client of the store in Redis: what it is made with, how long it waits, and when it is replaced. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  BLOB,
  type Client,
  clients,
  forget,
  NOW,
  open,
  opened,
  settled,
  URL,
} from './fake-redis.ts'

beforeEach(() => {
  forget()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a client', () => {
  it('is made at the first use, once, and answers by bytes, without a queue of its own', async () => {
    const store = open({ commandTimeout: 3 })
    expect(clients).toEqual([])
    const both = [store.read('a', NOW), store.read('b', NOW)]
    await settled()
    expect(clients).toHaveLength(1)
    expect(clients[0]).toMatchObject({ connects: 1, asked: [] })
    expect(clients[0]?.options).toMatchObject({
      url: URL,
      RESP: 2,
      disableClientInfo: true,
      disableOfflineQueue: true,
      maintNotifications: 'disabled',
      commandOptions: { timeout: 0, typeMapping: { [BLOB]: Buffer } },
      socket: { connectTimeout: 3000 },
    })
    expect(clients[0]?.getMaxListeners()).toBe(0)
    clients[0]?.answers.push(
      () => null,
      () => null,
    )
    clients[0]?.becomeReady()
    expect(await Promise.all(both)).toEqual([undefined, undefined])
    expect(clients[0]?.asked).toEqual([
      ['get', 'catflap:a'],
      ['get', 'catflap:b'],
    ])
  })

  it('writes by a script, of one key and the rest, that says 1 of what it has done', async () => {
    const { client } = await opened()
    const { write } = client.options.scripts
    const pushed: unknown[] = []
    const parser = {
      pushKey: (key: string) => pushed.push({ key }),
      push: (...all: string[]) => pushed.push(...all),
    }
    write.parseCommand(parser, 'key', '7', '8')
    expect(pushed).toEqual([{ key: 'key' }, '7', '8'])
    expect([1, 0, '1', null].map(write.transformReply)).toEqual([true, false, false, false])
  })

  it('waits twice as long before each attempt to connect, at most two seconds, and begins anew when one succeeds', async () => {
    const { client } = await opened()
    const { reconnectStrategy } = client.options.socket
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const delays = Array.from({ length: 8 }, () => reconnectStrategy())
    expect(delays).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000])
    client.becomeReady()
    vi.spyOn(Math, 'random').mockReturnValue(0)
    expect(reconnectStrategy()).toBe(25)
  })

  it('that does not connect lets requests wait at first, and none after four attempts', async () => {
    const store = open()
    const first = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await settled()
    const [client] = clients
    client?.emit('error', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    for (let i = 0; i < 3; i++) client?.options.socket.reconnectStrategy()
    const second = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await settled()
    client?.options.socket.reconnectStrategy()
    const third = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await settled()
    await settled()
    expect(await third).toMatchObject({
      reason: 'UNREACHABLE',
      message: 'redis: not connected: refused',
    })
    await vi.advanceTimersByTimeAsync(2000)
    for (const one of [await first, await second]) {
      expect(one).toMatchObject({ message: 'redis: no answer in 2 seconds: refused' })
    }
  })

  it('says why without a cause where none is known', async () => {
    const store = open()
    const read = () => Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    const first = read()
    await vi.advanceTimersByTimeAsync(2000)
    expect(await first).toMatchObject({
      reason: 'NO_ANSWER',
      message: 'redis: no answer in 2 seconds',
    })
    const second = read()
    await settled()
    for (let i = 0; i < 4; i++) clients.at(-1)?.options.socket.reconnectStrategy()
    const third = read()
    await settled()
    await settled()
    expect(await third).toMatchObject({ reason: 'UNREACHABLE', message: 'redis: not connected' })
    await vi.advanceTimersByTimeAsync(2000)
    await second
  })

  it('that does not answer in time is replaced, and the next request has another', async () => {
    const { store, client } = await opened()
    const reading = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1999)
    expect(client.destroyed).toBe(0)
    await vi.advanceTimersByTimeAsync(2)
    expect(await reading).toMatchObject({ reason: 'NO_ANSWER' })
    expect([client.destroyed, clients.length]).toEqual([1, 1])
    const next = store.read('key', NOW)
    await settled()
    clients[1]?.answers.push(() => null)
    clients[1]?.becomeReady()
    expect([await next, clients.length]).toEqual([undefined, 2])
  })

  it('that is given up late leaves its successor', async () => {
    const { store, client } = await opened()
    const read = () => Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    const first = read()
    await vi.advanceTimersByTimeAsync(1000)
    const second = read()
    await vi.advanceTimersByTimeAsync(1001)
    await first
    const third = store.read('key', NOW)
    await settled()
    const [, successor] = clients
    await vi.advanceTimersByTimeAsync(1000)
    await second
    expect(client.destroyed).toBe(2)
    successor?.answers.push(() => null)
    successor?.becomeReady()
    expect(await third).toBeUndefined()
    const last = store.read('key', NOW)
    successor?.answers.push(() => null)
    await settled()
    expect([await last, clients.length]).toEqual([undefined, 2])
  })

  it('that has answered in time stays', async () => {
    const { store, client } = await opened()
    client.answers.push(() => null)
    await Promise.all([store.read('key', NOW), settled()])
    await vi.advanceTimersByTimeAsync(10_000)
    expect([client.destroyed, clients.length]).toEqual([0, 1])
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    ['is ready', (client: Client) => client.becomeReady()],
    ['fails', (client: Client) => client.emit('error', new Error('x'))],
    ['ends', (client: Client) => client.emit('end')],
  ])('has as long to greet as a command, unless it %s', async (_, end) => {
    const { client } = await opened()
    client.emit('connect')
    await vi.advanceTimersByTimeAsync(1999)
    end(client)
    await vi.advanceTimersByTimeAsync(10)
    expect(client.destroyed).toBe(0)
    client.emit('connect')
    await vi.advanceTimersByTimeAsync(2000)
    expect(client.destroyed).toBe(1)
  })

  it('forgets a failure once it is ready', async () => {
    const { store, client } = await opened()
    client.emit('error', new Error('OOM x'))
    client.becomeReady()
    const reading = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await reading).toMatchObject({
      reason: 'NO_ANSWER',
      message: 'redis: no answer in 2 seconds',
    })
  })

  it('that refuses a command says why, and repeats no password', async () => {
    const { store, client } = await opened()
    const fails = (error: Error) => {
      client.answers.push(() => Promise.reject(error))
      return Promise.resolve(
        store.write('key', Buffer.from('v'), { revision: 0, expiresAt: NOW + 1 }, NOW),
      ).catch((reason: unknown) => reason)
    }
    expect(await fails(new Error('OOM used up'))).toMatchObject({
      reason: 'OUT_OF_MEMORY',
      message: 'redis: the command failed: OOM used up',
    })
    client.answers.push(() => Promise.reject(undefined))
    const silent = Promise.resolve(store.read('key', NOW)).catch((reason: unknown) => reason)
    await settled()
    expect(await silent).toMatchObject({ reason: 'UNKNOWN', message: 'redis: the command failed' })
    const told = (await fails(new Error('ERR unknown, with args hush'))) as Error
    expect(told.message).toBe('redis: ERR unknown')
  })
})
