import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createMemoryStore } from '../../src/store/memory.ts'
import { describeStore } from '../contract/store.ts'
import { asyncStore } from '../support/stores.ts'

describeStore('memory', createMemoryStore)
describeStore('memory behind promises', () => asyncStore())

const MEBIBYTE = 1_048_576
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Bytes of array buffers that something still holds. */
function held(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

it('memory lets go of what has expired, next to what has not', async () => {
  const store = createMemoryStore()
  const before = held()
  const put = (key: string, expiresAt: number, now: number) =>
    void store.write(key, new Uint8Array(4096), { revision: 0, expiresAt }, now)
  for (let i = 0; i < 500; i++) put(`kept-${i}`, 1e9, 0)
  for (let now = 1; now <= 20_000; now++) put(`key-${now}`, now + 100, now)
  // 80 MiB went through; 500 entries live on, 100 are not expired yet, and few await their turn.
  await expect.poll(() => (held() - before) / MEBIBYTE).toBeLessThan(6)
  expect(store.read('kept-0', 20_000)).toBeDefined()
  expect(store.read('key-20000', 20_000)).toBeDefined()
})

it('memory has a place for a key, and the first one stays', () => {
  const store = createMemoryStore()
  const key = new Uint8Array(32)
  expect([store.keepKey?.(), store.keepKey?.(key), store.keepKey?.(new Uint8Array(32))]).toEqual([
    undefined,
    key,
    key,
  ])
  expect(store.keepKey?.()).toBe(key)
})

it('memory that is closed holds nothing', () => {
  const store = createMemoryStore()
  void store.write('key', new Uint8Array(1), { revision: 0, expiresAt: 60 }, 0)
  void store.close()
  expect(store.read('key', 0)).toBeUndefined()
})
