/** Databases for the tests of damage: in a folder of their own, filled and opened. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLmdbStore, type Recovery } from '../../src/store/lmdb.ts'

export const NOW = 1_800_000_000

export const write = async (store: Awaited<ReturnType<typeof createLmdbStore>>, key: string) =>
  store.write(key, Buffer.alloc(3000, 1), { revision: 0, expiresAt: NOW + 60 }, NOW)

/** Opens a store, and remembers what it tells. */
export async function open(directory: string) {
  const told: Recovery[] = []
  const store = await createLmdbStore({ directory, onRecovery: (recovery) => told.push(recovery) })
  return { store, told }
}

/** What has been set aside in a directory. */
export const folders = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('damaged-'))
    .sort()

export function createDatabases() {
  const root = mkdtempSync(join(tmpdir(), 'catflap-damage-'))
  let made = 0
  const directory = () => join(root, String(made++))
  return {
    /** The path of a directory that is not there yet. */
    directory,
    /** A closed database with entries `key-0`, `key-1` …, and the path of its file. */
    async filled(entries: number): Promise<{ directory: string; file: string }> {
      const path = directory()
      const store = await createLmdbStore({ directory: path })
      await Promise.all(Array.from({ length: entries }, (_, i) => write(store, `key-${i}`)))
      await store.close()
      return { directory: path, file: join(path, 'data.mdb') }
    },
    remove: () => rmSync(root, { recursive: true }),
  }
}
