/** Keys that follow from the secrets, and the one that is made where there is none. */
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { appKeys, createKeyRing } from '../../src/session/key-ring.ts'
import { deriveKey } from '../../src/session/seal.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { asyncStore, breakableStore, countingStore, FAILURES } from '../support/stores.ts'

const { now } = createClock()
const ringOf = (store: SessionStore, ...secrets: readonly string[]) =>
  createKeyRing(store, secrets, now)
const unavailable = refusal('STORE_UNAVAILABLE')
const unreadable = refusal('STORE_UNAVAILABLE', { reason: 'UNREADABLE_ENTRY' })

/** A store without a place for a key, which has this in it. */
async function having(bytes: number): Promise<SessionStore> {
  const store = countingStore()
  const value = new Uint8Array(bytes).fill(7)
  await store.write('store-key', value, { revision: 0, expiresAt: now() + 60 }, now())
  return store
}

describe('the keys of a purpose', () => {
  it('are of the secrets alone, where no key was ever kept, each once and in their order', async () => {
    const ring = ringOf(createMemoryStore(), 'a', 'b')
    const expected = [deriveKey('mail', 'a'), deriveKey('mail', 'b')]
    expect(await ring.current('mail')).toEqual(expected)
    expect(await ring.all('mail')).toEqual(expected)
    expect((await ring.all('post'))[0]).toEqual(deriveKey('post', 'a'))
  })

  it('have the kept one last for what was begun with it, and not for what begins', async () => {
    const store = await having(32)
    const kept = deriveKey('mail', Buffer.alloc(32, 7).toString('base64url'))
    expect(await ringOf(store).current('mail')).toEqual([kept])
    expect(await ringOf(store, 'a').all('mail')).toEqual([deriveKey('mail', 'a'), kept])
    expect(await ringOf(store, 'a').current('mail')).toEqual([deriveKey('mail', 'a')])
  })

  it('of the app’s own stay the same from release to release', async () => {
    const [key] = await appKeys(ringOf(createMemoryStore(), 'a'), '信')
    const own = createHash('sha256').update('catflap of the app\0a').digest()
    expect(key).toEqual(
      createHmac('sha256', own)
        .update(Buffer.from([0xe1, 0x4f]))
        .digest(),
    )
  })
})

describe('the kept key', () => {
  it('lies beside the entries where the store has a place for it, never among them', async () => {
    const store = createMemoryStore()
    const watched = countingStore(store)
    const { keepKey } = store
    const beside: SessionStore = { ...watched, keepKey: (proposed) => keepKey?.(proposed) }
    const keys = await ringOf(beside).current('mail')
    expect([...watched.reads, ...watched.writes]).toEqual([])
    expect(await ringOf(beside).current('mail')).toEqual(keys)
  })

  it('outlives the app, and every clock of it', async () => {
    const store = countingStore()
    const keys = await ringOf(store).current('mail')
    const later = createKeyRing(store, [], () => now() + 50 * 365 * 86_400)
    expect(await later.current('mail')).toEqual(keys)
  })

  it('is asked for once, and again where the store gave no answer', async () => {
    const store = countingStore(breakableStore())
    const broken = breakableStore(store)
    const ring = ringOf(broken)
    for (const [, fail] of FAILURES) {
      broken.fail = fail
      await expect(ring.all('mail')).rejects.toEqual(unavailable)
    }
    broken.fail = undefined
    const keys = await Promise.all(['mail', 'post', 'mail'].map((purpose) => ring.all(purpose)))
    expect(keys[0]).toEqual(keys[2])
    expect([store.reads, store.writes.length]).toEqual([['store-key'], 1])
  })

  it('is the same for all who make it at once', async () => {
    const store = asyncStore(countingStore())
    const all = await Promise.all([1, 2, 3].map(() => ringOf(store).current('mail')))
    expect(new Set(all.map(([key]) => key.toString('hex'))).size).toBe(1)
  })

  it.each([1, 31, 33])('of %i bytes is none, with a secret and without', async (bytes) => {
    const store = await having(bytes)
    await expect(ringOf(store).current('mail')).rejects.toEqual(unreadable)
    await expect(ringOf(store, 'a').all('mail')).rejects.toEqual(unreadable)
    expect(await ringOf(store, 'a').current('mail')).toHaveLength(1)
  })

  it('that a store forgets at once is none', async () => {
    const store: SessionStore = { ...countingStore(), read: () => undefined }
    await expect(ringOf(store).current('mail')).rejects.toEqual(unreadable)
  })
})
