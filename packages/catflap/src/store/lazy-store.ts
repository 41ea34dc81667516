/**
 * A store that opens at its first use, and from then on answers as directly as the real one; and that
 * is opened anew when it is of no use any more.
 */
import type { StoreFailure } from '../errors.ts'
import type { SessionStore } from './store.ts'
import { StoreError } from './store-error.ts'

/** Reasons for which a store that is open is closed, and opened anew at its next use. */
const SPENT: readonly StoreFailure[] = ['DAMAGED', 'LOCKS_LOST']
/** How many times as long as an opening took to fail, the next one waits. */
const REST = 10
/** Milliseconds that it waits at most. */
const LONGEST_REST = 60_000

/** A {@link SessionStore} that may not be open yet. */
export interface LazyStore extends SessionStore {
  /** Opens it now. */
  open(): Promise<void>
}

/** Makes a store of what `load` opens; its methods reject with what `load` rejects with. */
export function createLazyStore(load: () => Promise<SessionStore>): LazyStore {
  let store: SessionStore | undefined
  let loading: Promise<SessionStore> | undefined
  let closing: Promise<unknown> = Promise.resolve()
  let failed: { readonly error: unknown; readonly until: number } | undefined

  async function begin(): Promise<SessionStore> {
    // An opening that waits for seconds, and blocks the process meanwhile, must not be all it does.
    if (failed !== undefined && performance.now() < failed.until) throw failed.error
    await closing
    const start = performance.now()
    try {
      store = await load()
      return store
    } catch (error) {
      const end = performance.now()
      failed = { error, until: end + Math.min((end - start) * REST, LONGEST_REST) }
      throw error
    }
  }

  function loaded(): Promise<SessionStore> {
    loading ??= begin().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  /** Lets go of the store when it has failed for good. */
  function settle(used: SessionStore, error: unknown): never {
    if (used === store && error instanceof StoreError && SPENT.includes(error.reason)) {
      store = undefined
      loading = undefined
      closing = Promise.resolve(used.close()).catch(() => undefined)
    }
    throw error
  }

  const lazy: LazyStore = {
    async open() {
      await loaded()
    },
    read(key, now, known) {
      if (store === undefined) return loaded().then(() => lazy.read(key, now, known))
      try {
        return store.read(key, now, known)
      } catch (error) {
        return settle(store, error)
      }
    },
    write(key, value, condition, now) {
      if (store === undefined) return loaded().then(() => lazy.write(key, value, condition, now))
      const used = store
      const done = used.write(key, value, condition, now)
      return done instanceof Promise ? done.catch((error) => settle(used, error)) : done
    },
    keepKey: async (proposed) => (await loaded()).keepKey?.(proposed),
    async close() {
      await (await loading?.catch(() => undefined))?.close()
      await closing
    },
  }
  return lazy
}
