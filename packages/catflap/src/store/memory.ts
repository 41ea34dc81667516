/**
 * Sessions in this process's memory: gone at a restart, and not seen by other processes.
 */
import type { SessionStore, StoreEntry } from './store.ts'

/** How many entries each write looks at to drop the expired ones. */
const SLICE = 8

/** Makes an empty store. */
export function createMemoryStore(): SessionStore {
  const entries = new Map<string, StoreEntry>()
  let key: Uint8Array | undefined
  let sweep = entries.entries()

  function collect(now: number): void {
    for (let i = 0; i < SLICE; i++) {
      const next = sweep.next()
      if (next.done) {
        sweep = entries.entries()
        return
      }
      const [key, entry] = next.value
      if (entry.expiresAt <= now) entries.delete(key)
    }
  }

  function read(key: string, now: number): StoreEntry | undefined {
    const entry = entries.get(key)
    return entry !== undefined && entry.expiresAt > now ? entry : undefined
  }

  return {
    read,
    write(key, value, { revision, expiresAt }, now) {
      collect(now)
      const current = read(key, now)
      if ((current?.revision ?? 0) !== revision || current?.value.byteLength === 0) return false
      entries.set(key, { value, revision: revision + 1, expiresAt })
      return true
    },
    keepKey: (proposed) => (key ??= proposed),
    close: () => entries.clear(),
  }
}
