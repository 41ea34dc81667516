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

/**
 * An entry that a login writes: how its key begins, which has entries of a kind lie together, and its bytes.
 *
 * @typedef {{ readonly prefix: string, readonly bytes: number }} Kind
 */

/** A key as the library makes them: as good as random. @param {string | number} index */
export const keyOf = (index) => createHash('sha256').update(String(index)).digest('base64url')

/** Writes entries that nobody else has. @param {import('catflap').SessionStore} store @param {{ readonly key: string, readonly value: Uint8Array }[]} entries */
async function add(store, entries, { now = NOW, expiresAt = END } = {}) {
  const written = await Promise.all(
    entries.map(({ key, value }) => store.write(key, value, { revision: 0, expiresAt }, now)),
  )
  if (!written.every(Boolean)) throw new Error('an entry was not written')
}

/**
 * A store with so many sessions, and a list of them for every two, as of people with two.
 *
 * @param {number} count
 * @param {readonly Kind[]} kinds - what of a login stays: the session, whose key has no prefix, and the list
 * @param {{ readonly expiresAt?: number }} [more]
 */
export async function filled(count, kinds, { expiresAt = END } = {}) {
  const { directory, remove } = temporaryDirectory()
  const store = await createLmdbStore({ directory, maxSize: 64 * 1024 ** 3 })
  const values = kinds.map(({ prefix, bytes }) => ({ prefix, value: randomBytes(bytes) }))
  const start = performance.now()
  for (let from = 0; from < count; from += TOGETHER) {
    const length = Math.min(TOGETHER, count - from)
    const entries = Array.from({ length }, (_, i) => from + i).flatMap((index) =>
      values
        .filter(({ prefix }) => prefix === '' || index % 2 === 0)
        .map(({ prefix, value }) => ({ key: prefix + keyOf(index), value })),
    )
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
 * @param {readonly Kind[]} kinds - what a login writes
 * @param {{ readonly rounds: number, readonly together: number, readonly now?: number }} how
 */
export async function costOfLogins(store, kinds, { rounds, together, now = NOW }) {
  const values = kinds.map(({ prefix, bytes }) => ({ prefix, value: randomBytes(bytes) }))
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++) {
    const entries = Array.from({ length: together }, () => keyOf(`login ${++logins}`)).flatMap(
      (key) => values.map(({ prefix, value }) => ({ key: prefix + key, value })),
    )
    await add(store, entries, { now })
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (rounds * together)
}
