/**
 * The store that the configuration names, opened at its first use: a driver that is not used is not
 * loaded, and a store that cannot be opened yet is tried again. The driver is loaded at once.
 */
import { createLazyStore } from './lazy-store.ts'
import type { Recovery } from './lmdb-damage.ts'
import { createMemoryStore } from './memory.ts'
import type { SessionStore } from './store.ts'
import { withoutDriver } from './store-error.ts'

/** Where sessions live. A Redis address may hold a password. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'lmdb'; readonly directory: string }
  | { readonly kind: 'redis'; readonly url: string }

/**
 * Makes the store of an address; its methods reject while it cannot be opened.
 *
 * @param onRecovery - told when a damaged database has been set aside
 */
export function openStore(
  address: StoreAddress,
  onRecovery?: (recovery: Recovery) => void,
): SessionStore {
  switch (address.kind) {
    case 'memory':
      return createMemoryStore()
    case 'lmdb': {
      const driver = ahead(import('./lmdb-store.ts').catch(withoutDriver))
      return createLazyStore(async () => {
        const { openLmdbStore } = await driver
        return openLmdbStore({
          directory: address.directory,
          ...(onRecovery !== undefined && { onRecovery }),
        })
      })
    }
    case 'redis': {
      // Bundlers would fail where the package is not installed: webpack heeds the comment, esbuild a
      // `catch` in this very place.
      const driver = ahead(import(/* webpackIgnore: true */ '@redis/client').catch(withoutDriver))
      return createLazyStore(async () => {
        const { openRedisStore } = await import('./redis-store.ts')
        return openRedisStore(await driver, { url: address.url })
      })
    }
  }
}

/**
 * A driver that loads while the process starts, most of what the first request would wait for. No more
 * than that: builds, tests and scripts evaluate modules that make a login, and must leave no trace.
 *
 * It is loaded once: asked again for a module that has failed, webpack hands it out half made.
 */
function ahead<T>(driver: Promise<T>): Promise<T> {
  // A failure is told where the store is used.
  driver.catch(() => undefined)
  return driver
}
