/** What a reader knows of an entry against what lies in the database, while pages are split, emptied and used again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import type { SessionStore, StoreEntry } from '../../src/store/store.ts'
import { createProcesses, type Processes } from './processes.ts'

const NOW = 1_800_000_000
/** Entries within a page of the tree and beside it. */
const SIZES = [1, 300, 1500, 3000, 9000]
const KEYS = Array.from({ length: 60 }, (_, i) => `key-${i}`)
let root: string
let processes: Processes
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-known-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(root, { recursive: true })
})

/** Another process, which writes twenty times at once: entries that live on, that end, and that are soon over. */
const writer = (directory: string, round: number): string => `
  import { createLmdbStore } from './store/lmdb.js'
  const store = await createLmdbStore({ directory: ${JSON.stringify(directory)} })
  let seed = ${round + 1}
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below
  for (let i = 0; i < 8; i++) {
    const now = ${NOW + round} + i / 8
    const writes = Array.from({ length: 20 }, () => {
      const key = 'key-' + random(${KEYS.length})
      const revision = store.read(key, now)?.revision ?? 0
      const size = ${JSON.stringify(SIZES)}[random(${SIZES.length})]
      const value = Buffer.alloc(random(8) === 0 ? 0 : size, random(256))
      return store.write(key, value, { revision, expiresAt: now + 0.3 + random(20) / 10 }, now)
    })
    await Promise.all(writes)
  }
  await store.close()`

it('is the same at each moment, whatever another process has written', async () => {
  const directory = join(root, 'store')
  const store: SessionStore = await createLmdbStore({ directory })
  const known = new Map<string, StoreEntry | undefined>()
  let kept = 0
  for (let round = 0; round < 3; round++) {
    expect(processes.run(writer(directory, round)).status).toBe(0)
    for (const now of [NOW + round + 0.9, NOW + round + 1.5]) {
      for (const key of KEYS) {
        const before = known.get(key)
        const [after, fresh] = [await store.read(key, now, before), await store.read(key, now)]
        expect(after, key).toEqual(fresh && { ...fresh, page: expect.any(Number) })
        if (after !== undefined && after === before) kept++
        // What is gone is remembered as it was, too: it may come again.
        known.set(key, after ?? before)
      }
    }
  }
  // Else nothing was tried.
  expect(kept).toBeGreaterThan(50)
  await store.close()
})
