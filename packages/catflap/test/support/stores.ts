/** Stores that count, wait or fail, around the one that works. */
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'

export interface CountingStore extends SessionStore {
  readonly reads: string[]
  readonly writes: { readonly key: string; readonly value: Uint8Array; readonly done: boolean }[]
}

/** Answers at once, and remembers every call. */
export function countingStore(store: SessionStore = createMemoryStore()): CountingStore {
  const reads: string[] = []
  const writes: { key: string; value: Uint8Array; done: boolean }[] = []
  return {
    reads,
    writes,
    read(key, now, known) {
      reads.push(key)
      return store.read(key, now, known)
    },
    write(key, value, condition, now) {
      const done = store.write(key, value, condition, now)
      writes.push({ key, value, done: done === true })
      return done
    },
    close: () => store.close(),
  }
}

/** Answers later, as one over a network does. */
export function asyncStore(store: SessionStore = createMemoryStore()): SessionStore {
  const later = () => new Promise((resolve) => setImmediate(resolve))
  return {
    read: async (key, now) => {
      await later()
      return store.read(key, now)
    },
    write: async (key, value, condition, now) => {
      await later()
      return store.write(key, value, condition, now)
    },
    close: async () => store.close(),
  }
}

/** Two ways to be out of order: throwing at once, and rejecting later. */
export const FAILURES: readonly (readonly [string, () => never | Promise<never>])[] = [
  [
    'throws at once',
    () => {
      throw new Error('disk full')
    },
  ],
  ['rejects later', () => Promise.reject(new Error('connection lost'))],
]

/** A store that can be broken and mended. */
export function breakableStore(
  store: SessionStore = createMemoryStore(),
): SessionStore & { fail: (() => never | Promise<never>) | undefined } {
  const breakable: ReturnType<typeof breakableStore> = {
    fail: undefined,
    read: (key, now) => breakable.fail?.() ?? store.read(key, now),
    write: (key, value, condition, now) =>
      breakable.fail?.() ?? store.write(key, value, condition, now),
    close: () => store.close(),
  }
  return breakable
}
