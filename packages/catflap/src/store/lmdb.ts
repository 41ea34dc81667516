/**
 * The embedded store, as an app opens it by itself.
 */
import { createLazyStore } from './lazy-store.ts'
import type { Recovery } from './lmdb-damage.ts'
import { type LmdbStoreOptions, openLmdbStore } from './lmdb-store.ts'
import type { SessionStore } from './store.ts'

export type { LmdbStoreOptions, Recovery }

/**
 * Opens the store in a directory. A database that turns out damaged while it is open is closed, and
 * set aside at the next use.
 *
 * @throws StoreError saying why it cannot be opened
 */
export async function createLmdbStore(options: LmdbStoreOptions): Promise<SessionStore> {
  const store = createLazyStore(async () => openLmdbStore(options))
  await store.open()
  return store
}
