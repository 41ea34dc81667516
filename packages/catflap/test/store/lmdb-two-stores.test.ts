/** An entry that the caller has already: it counts for the database that gave it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openLmdbStore } from '../../src/store/lmdb-store.ts'

const NOW = 1_800_000_000

async function storeWith(value: string) {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-known-'))
  const store = await openLmdbStore({ directory })
  onTestFinished(async () => {
    await store.close()
    rmSync(directory, { recursive: true })
  })
  await store.write('key', Buffer.from(value), { revision: 0, expiresAt: NOW + 60 }, NOW)
  return store
}

it('an entry of another store is not taken for the one that is asked for', async () => {
  const [one, other] = [await storeWith('one'), await storeWith('other')]
  const known = await one.read('key', NOW)
  expect(Buffer.from((await one.read('key', NOW, known))!.value).toString()).toBe('one')
  expect(Buffer.from((await other.read('key', NOW, known))!.value).toString()).toBe('other')
})
