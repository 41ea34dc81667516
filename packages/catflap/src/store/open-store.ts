/**
 * The store that the configuration names, opened at its first use: a driver that is not used is not
 * loaded, and a store that cannot be opened yet is tried again.
 */
import { createMemoryStore } from './memory.ts'
import type { SessionStore } from './store.ts'

/** Where sessions live. A Redis address may hold a password. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'lmdb'; readonly directory: string }
  | { readonly kind: 'redis'; readonly url: string }

/** Makes the store of an address; its methods reject while it cannot be opened. */
export function openStore(address: StoreAddress): SessionStore {
  switch (address.kind) {
    case 'memory':
      return createMemoryStore()
    case 'lmdb':
      return createLazyStore(async () => {
        const { createLmdbStore } = await import('./lmdb.ts')
        return createLmdbStore({ directory: address.directory })
      })
    case 'redis':
      return createLazyStore(async () => {
        const { createRedisStore } = await import('./redis.ts')
        return createRedisStore({ url: address.url })
      })
  }
}

/** A store that opens at its first use, and from then on answers as directly as the real one. */
export function createLazyStore(load: () => Promise<SessionStore>): SessionStore {
  let store: SessionStore | undefined
  let loading: Promise<SessionStore> | undefined

  function loaded(): Promise<SessionStore> {
    loading ??= load().then(
      (opened) => {
        store = opened
        return opened
      },
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }

  return {
    read: (key, now) =>
      store === undefined ? loaded().then((one) => one.read(key, now)) : store.read(key, now),
    write: (key, value, condition, now) =>
      store === undefined
        ? loaded().then((one) => one.write(key, value, condition, now))
        : store.write(key, value, condition, now),
    async close() {
      await (await loading?.catch(() => undefined))?.close()
    },
  }
}
