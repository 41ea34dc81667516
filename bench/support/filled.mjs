/**
 * Stores filled with sessions, nobody of whom has signed in, and what writing to them costs.
 */
import { createHash, randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createLmdbStore } from 'catflap/lmdb'
import { temporaryDirectory } from './stores.mjs'

/** Writes under way while a store is filled; they share one commit. */
const TOGETHER = 4000
export const [NOW, END] = [1_700_000_000, 1_800_000_000]

/** A key as the library makes them: as good as random. @param {string | number} index */
export const keyOf = (index) => createHash('sha256').update(String(index)).digest('base64url')

/** Writes entries that nobody else has. @param {import('catflap').SessionStore} store @param {{ readonly key: string, readonly value: Uint8Array }[]} entries */
async function add(store, entries, { now = NOW, expiresAt = END } = {}) {
  const written = await Promise.all(
    entries.map(({ key, value }) => store.write(key, value, { revision: 0, expiresAt }, now)),
  )
  if (!written.every(Boolean)) throw new Error('an entry was not written')
}

/** A store with so many entries. @param {number} count @param {number} bytes - of each @param {{ readonly expiresAt?: number }} [more] */
export async function filled(count, bytes, { expiresAt = END } = {}) {
  const { directory, remove } = temporaryDirectory()
  const store = await createLmdbStore({ directory, maxSize: 64 * 1024 ** 3 })
  const value = randomBytes(bytes)
  const start = performance.now()
  for (let from = 0; from < count; from += TOGETHER) {
    const length = Math.min(TOGETHER, count - from)
    const entries = Array.from({ length }, (_, i) => ({ key: keyOf(from + i), value }))
    await add(store, entries, { expiresAt })
  }
  const seconds = (performance.now() - start) / 1000
  return {
    ...{ count, store, remove, seconds },
    size: () => statSync(join(directory, 'data.mdb')).size,
  }
}

let logins = 0

/**
 * Microseconds of processor time that what a login writes costs, `together` of them at once, each of
 * somebody else.
 *
 * @param {import('catflap').SessionStore} store
 * @param {readonly number[]} sizes - bytes of each entry that a login writes
 * @param {{ readonly rounds: number, readonly together: number, readonly now?: number }} how
 */
export async function costOfLogins(store, sizes, { rounds, together, now = NOW }) {
  const values = sizes.map((size) => randomBytes(size))
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++) {
    const entries = Array.from({ length: together }, () => ++logins).flatMap((login) =>
      values.map((value, i) => ({ key: keyOf(`login ${login}, entry ${i}`), value })),
    )
    await add(store, entries, { now })
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (rounds * together)
}
