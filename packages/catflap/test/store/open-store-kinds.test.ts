/** What the store of each kind of address is, and what becomes of it without its driver. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { clients, driver, forget } from './fake-redis.ts'

vi.mock('@redis/client', () => ({ ...driver }))

const NOW = 1_800_000_000
let directory: string
const told: unknown[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-kinds-'))
  forget()
})
afterEach(() => {
  told.splice(0)
  rmSync(directory, { recursive: true })
})

const write = async (store: SessionStore) =>
  store.write('key', Buffer.from('value'), { revision: 0, expiresAt: NOW + 60 }, NOW)

it('in memory answers at once, and forgets', () => {
  const store = openStore({ kind: 'memory' })
  const condition = { revision: 0, expiresAt: NOW + 60 }
  expect(store.write('key', Buffer.from('value'), condition, NOW)).toBe(true)
  expect(store.read('key', NOW)).toMatchObject({ revision: 1 })
  expect(openStore({ kind: 'memory' }).read('key', NOW)).toBeUndefined()
})

describe('in a directory', () => {
  const address = () => ({ kind: 'lmdb', directory: join(directory, 'store') }) as const

  it('is made at the first use, and keeps what is written', async () => {
    const store = openStore(address())
    expect(existsSync(address().directory)).toBe(false)
    expect(await write(store)).toBe(true)
    await store.close()
    const again = openStore(address())
    expect(await again.read('key', NOW)).toMatchObject({ revision: 1 })
    await again.close()
  })

  it.each([true, false])(
    'begins anew when it is damaged, and tells who asks for it: %s',
    async (asks) => {
      const first = openStore(address())
      await write(first)
      await first.close()
      writeFileSync(join(address().directory, 'data.mdb'), 'x')
      const store = asks ? openStore(address(), (one) => told.push(one)) : openStore(address())
      expect(await store.read('key', NOW)).toBeUndefined()
      await store.close()
      const folder = readdirSync(address().directory).find((name) => name.startsWith('damaged-'))
      expect(told).toEqual(asks ? [{ setAside: folder, removed: [] }] : [])
      expect(folder).toBeDefined()
    },
  )
})

it('in Redis asks the server of the address, once it is used', async () => {
  const url = 'redis://:hush@127.0.0.1:1'
  const store = openStore({ kind: 'redis', url })
  await new Promise((resolve) => setImmediate(resolve))
  expect(clients).toEqual([])
  const reading = store.read('key', NOW)
  await vi.waitFor(() => expect(clients).toHaveLength(1))
  expect(clients[0]?.options).toMatchObject({ url })
  clients[0]?.answers.push(() => null)
  clients[0]?.becomeReady()
  expect(await reading).toBeUndefined()
  await store.close()
})

it.each([
  ['lmdb', '../../src/store/lmdb-store.ts', 'lmdb'],
  ['the Redis client', '@redis/client', 'redis'],
] as const)('without %s says so each time, and throws nothing before', async (_, module, kind) => {
  vi.doMock(module, () => {
    throw new Error('Cannot find package')
  })
  const store = openStore(
    kind === 'lmdb' ? { kind, directory } : { kind, url: 'redis://127.0.0.1:1' },
  )
  // What nobody waits for yet must not end the process.
  await new Promise((resolve) => setTimeout(resolve, 10))
  for (let i = 0; i < 2; i++) {
    await expect(store.read('key', NOW)).rejects.toMatchObject({ reason: 'DRIVER_MISSING' })
  }
  if (kind === 'lmdb') vi.doUnmock(module)
  else vi.doMock(module, () => ({ ...driver }))
})
