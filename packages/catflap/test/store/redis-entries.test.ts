/** Options, entries and the end of the store in Redis, against a client of the test's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clients, forget, NOW, open, opened, settled } from './fake-redis.ts'

beforeEach(() => {
  forget()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('an option', () => {
  it.each([0, -1, Number.NaN, 2 ** 21])(
    'that is no time for a command is refused: %s',
    (seconds) => {
      expect(() => open({ commandTimeout: seconds })).toThrow('"commandTimeout" is not a number')
    },
  )

  it.each([0.001, 2 ** 21 - 1])('of %s seconds is one', (seconds) => {
    expect(open({ commandTimeout: seconds })).toBeDefined()
  })

  it('that is no URL is refused without quoting it', () => {
    const url = 'http://:hush@x'
    expect(() => open({ url })).toThrow(
      new TypeError('redis: "url" is not a redis:// or rediss:// URL'),
    )
  })
})

describe('an entry', () => {
  const ENTRY = Buffer.from('7 1800000060.5\nvalue')

  it('is a line with revision and expiry, and the value', async () => {
    const { store, client } = await opened({ prefix: 'mine:' })
    client.answers.push(() => ENTRY)
    const [entry] = await Promise.all([store.read('key', NOW), settled()])
    expect(entry).toMatchObject({ revision: 7, expiresAt: NOW + 60.5 })
    expect(Buffer.from(entry!.value).toString()).toBe('value')
    expect(client.asked).toEqual([['get', 'mine:key']])
  })

  it('is given again to who has it while its bytes are the same, and not when it is over', async () => {
    const { store, client } = await opened()
    const read = async (known?: Awaited<ReturnType<typeof store.read>>, now = NOW) => {
      const [entry] = await Promise.all([store.read('key', now, known), settled()])
      return entry
    }
    client.answers.push(
      () => ENTRY,
      () => Buffer.from(ENTRY),
      () => Buffer.from('8 1800000060.5\nvalue'),
    )
    const known = await read()
    expect(await read(known)).toBe(known)
    const later = await read(known)
    expect([later === known, later?.revision]).toEqual([false, 8])
    client.answers.push(
      () => ENTRY,
      () => ENTRY,
      () => ENTRY,
    )
    expect(await read(known, NOW + 60.5)).toBeUndefined()
    expect(await read(known, NOW + 60)).toBe(known)
    expect(await read({ value: Buffer.from('v'), revision: 7, expiresAt: NOW })).toMatchObject({
      revision: 7,
    })
  })

  it.each(['', 'hello', '7\nvalue', '7 x\nvalue', 'x7 1\nvalue', '7 1 \nvalue', '-7 1\nv'])(
    'is none of ours: %j',
    async (text) => {
      const { store, client } = await opened()
      client.answers.push(() => Buffer.from(text))
      const reading = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
      await settled()
      expect(await reading).toMatchObject({ reason: 'UNREADABLE_ENTRY' })
    },
  )

  it('is written with the revision after, and the milliseconds that it lives, rounded up', async () => {
    const { store, client } = await opened()
    client.answers.push(() => true)
    const condition = { revision: 7, expiresAt: NOW + 1.0004 }
    expect(await store.write('key', Buffer.from('value'), condition, NOW)).toBe(true)
    const entry = Buffer.from('8 1800000001.0004\nvalue')
    expect(client.asked).toEqual([['write', 'catflap:key', '7', String(NOW), entry, '1001']])
  })
})

describe('closing', () => {
  it('waits for what is under way, is done once, and then refuses', async () => {
    const { store, client } = await opened()
    let answer = (_: boolean) => {}
    client.answers.push(() => new Promise<boolean>((resolve) => (answer = resolve)))
    const writing = store.write('key', Buffer.from('v'), { revision: 0, expiresAt: NOW + 1 }, NOW)
    await settled()
    const closing = [store.close(), store.close()]
    await settled()
    expect(client.destroyed).toBe(0)
    answer(true)
    await Promise.all(closing)
    expect([await writing, client.destroyed]).toEqual([true, 1])
    const late = Promise.resolve(store.read('key', NOW)).catch((error: unknown) => error)
    await settled()
    expect(await late).toMatchObject({ reason: 'CLOSED', message: 'redis: the store is closed' })
  })

  it('makes no client', async () => {
    await open().close()
    expect(clients).toEqual([])
  })
})
