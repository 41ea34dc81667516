/**
 * A word that all processes remember together, such as the way a client was authenticated. It saves a
 * request and decides nothing, so a store that fails costs no more than that request.
 */
import { createHash } from 'node:crypto'
import type { SessionStore } from '../store/store.ts'

/** Seconds for which a word is remembered. */
const KEPT = 30 * 86_400

/** Neither rejects: what cannot be read is not remembered. */
export interface Remembered {
  read(): Promise<string | undefined>
  write(word: string): Promise<void>
}

/**
 * Makes the memory of one word, which is no secret.
 *
 * @param about - what the word is about, by public names; the store sees a hash of them
 * @param now - seconds since the epoch
 */
export function createRemembered(
  store: SessionStore,
  about: readonly string[],
  now: () => number,
): Remembered {
  const hash = createHash('sha256').update(JSON.stringify(about)).digest('base64url')
  const key = `remembered:${hash}`
  return {
    async read() {
      try {
        const entry = await store.read(key, now())
        return entry && Buffer.from(entry.value).toString('utf8')
      } catch {
        return undefined
      }
    },
    async write(word) {
      try {
        const revision = (await store.read(key, now()))?.revision ?? 0
        const condition = { revision, expiresAt: now() + KEPT }
        await store.write(key, Buffer.from(word), condition, now())
      } catch {
        // The next process finds out by itself.
      }
    },
  }
}
