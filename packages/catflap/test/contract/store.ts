/** What every session store must do. Time is moved by the caller; nothing here waits for it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SessionStore, type StoreEntry, TOMBSTONE } from '../../src/store/store.ts'

const NOW = 1_800_000_000
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

/**
 * Runs the suite against stores that `create` makes: empty, and each call a new one.
 *
 * @param create - may wait; what it made is closed after each test
 */
export function describeStore(
  name: string,
  create: () => SessionStore | Promise<SessionStore>,
): void {
  describe(`${name} as a session store`, () => {
    let store: SessionStore
    beforeEach(async () => {
      store = await create()
    })
    afterEach(async () => {
      await store.close()
    })

    const write = async (revision: number, value = bytes(1), expiresAt = NOW + 60, now = NOW) =>
      store.write('key', value, { revision, expiresAt }, now)
    const read = async (now = NOW) => store.read('key', now)

    it('knows nothing at first', async () => {
      expect(await read()).toBeUndefined()
    })

    it('gives back what was written, byte by byte', async () => {
      const value = Uint8Array.from({ length: 4096 }, (_, i) => i % 256)
      expect(await write(0, value)).toBe(true)
      const entry = await read()
      expect(Buffer.from(entry!.value).equals(value)).toBe(true)
      expect([entry?.revision, entry?.expiresAt]).toEqual([1, NOW + 60])
    })

    it('keeps keys apart, also those that begin alike', async () => {
      await store.write('a', bytes(1), { revision: 0, expiresAt: NOW + 60 }, NOW)
      await store.write('ab', bytes(2), { revision: 0, expiresAt: NOW + 60 }, NOW)
      await store.write('spent:a', bytes(3), { revision: 0, expiresAt: NOW + 60 }, NOW)
      const values = ['a', 'ab', 'spent:a', 'A', 'abc', ''].map(async (key) => {
        const entry = await store.read(key, NOW)
        return entry && [...entry.value]
      })
      expect(await Promise.all(values)).toEqual([[1], [2], [3], undefined, undefined, undefined])
    })

    it('keeps the first key that is proposed, where it has a place for one, and in no entry', async () => {
      const [first, second] = [bytes(...Array(32).keys()), bytes(...Array(32).fill(7))]
      expect(await store.keepKey?.()).toBeUndefined()
      const kept = await store.keepKey?.(first)
      if (kept !== undefined) expect([...kept]).toEqual([...first])
      expect(await store.keepKey?.(second)).toEqual(await store.keepKey?.())
      expect(await store.read('key', NOW)).toBeUndefined()
      expect(await store.read('store-key', NOW)).toBeUndefined()
    })

    it('counts the writes of a key', async () => {
      for (let revision = 0; revision < 5; revision++) {
        expect(await write(revision, bytes(revision))).toBe(true)
        expect(await read()).toMatchObject({ revision: revision + 1 })
      }
      expect([...(await read())!.value]).toEqual([4])
    })

    it.each([
      ['a first write when there is an entry', 1, 0],
      ['a write of an old revision', 3, 2],
      ['a write of a revision that never was', 1, 2],
      ['a later write when there is no entry', 0, 1],
    ])('refuses %s, and changes nothing', async (_, writes, revision) => {
      for (let i = 0; i < writes; i++) await write(i, bytes(7))
      expect(await write(revision, bytes(9), NOW + 999)).toBe(false)
      const entry = await read()
      expect(entry && [...entry.value, entry.revision, entry.expiresAt]).toEqual(
        writes === 0 ? undefined : [7, writes, NOW + 60],
      )
    })

    it('lets exactly one of a thousand writers win', async () => {
      for (let revision = 0; revision < 2; revision++) {
        const writers = Array.from({ length: 1000 }, (_, i) => write(revision, bytes(1, i % 256)))
        const winners = (await Promise.all(writers)).flatMap((won, i) => (won ? [i] : []))
        expect(winners).toHaveLength(1)
        expect([...(await read())!.value]).toEqual([1, winners[0]! % 256])
      }
    })

    it('forgets an entry at its expiry, not before', async () => {
      await write(0)
      expect(await read(NOW + 59)).toBeDefined()
      expect(await read(NOW + 60)).toBeUndefined()
    })

    it('takes the expiry of the last write', async () => {
      await write(0)
      await write(1, bytes(1), NOW + 10)
      expect(await read(NOW + 10)).toBeUndefined()
    })

    it('moves an expiry out', async () => {
      await write(0)
      await write(1, bytes(1), NOW + 600)
      expect(await read(NOW + 599)).toMatchObject({ revision: 2 })
    })

    it('starts over at revision 1 when an entry has expired', async () => {
      await write(0)
      await write(1)
      expect(await write(2, bytes(1), NOW + 200, NOW + 60)).toBe(false)
      expect(await write(0, bytes(5), NOW + 200, NOW + 60)).toBe(true)
      expect(await read(NOW + 61)).toMatchObject({ revision: 1, expiresAt: NOW + 200 })
    })

    it('keeps a tombstone readable, and lets no write follow it', async () => {
      await write(0)
      expect(await write(1, TOMBSTONE)).toBe(true)
      const entry = await read()
      expect([entry?.value.byteLength, entry?.revision]).toEqual([0, 2])
      for (const revision of [0, 1, 2, 3]) expect(await write(revision)).toBe(false)
      expect(await write(2, TOMBSTONE)).toBe(false)
    })

    it('forgets a tombstone at its expiry', async () => {
      await write(0, TOMBSTONE)
      expect(await read(NOW + 60)).toBeUndefined()
      expect(await write(0, bytes(1), NOW + 200, NOW + 60)).toBe(true)
    })

    describe('asked with what an earlier read gave', () => {
      const again = async (known: StoreEntry | undefined, now = NOW) =>
        store.read('key', now, known)
      const told = (entry: StoreEntry | undefined) =>
        entry && [...entry.value, entry.revision, entry.expiresAt]

      it('says the same while nothing was written', async () => {
        await write(0, bytes(7))
        const known = await read()
        for (let i = 0; i < 3; i++) expect(told(await again(known))).toEqual([7, 1, NOW + 60])
      })

      it.each<[string, number, Uint8Array, number, unknown]>([
        ['other bytes', 1, bytes(8), 60, [8, 2, NOW + 60]],
        ['the same bytes with a later expiry', 1, bytes(7), 90, [7, 2, NOW + 90]],
        ['a tombstone', 1, TOMBSTONE, 60, [2, NOW + 60]],
      ])('gives %s that came meanwhile', async (_, revision, value, lifetime, expected) => {
        await write(0, bytes(7))
        const known = await read()
        await write(revision, value, NOW + lifetime)
        expect(told(await again(known))).toEqual(expected)
        // And not for once only.
        expect(told(await again(known))).toEqual(expected)
      })

      it('gives nothing at its expiry, and then its successor of the same revision', async () => {
        await write(0, bytes(7))
        const known = await read()
        expect(await again(known, NOW + 60)).toBeUndefined()
        await write(0, bytes(9), NOW + 200, NOW + 60)
        expect(told(await again(known, NOW + 61))).toEqual([9, 1, NOW + 200])
      })

      it('does not give what was read under another key', async () => {
        await write(0, bytes(7))
        const known = await read()
        await store.write('other', bytes(1), { revision: 0, expiresAt: NOW + 60 }, NOW)
        expect(told(await store.read('other', NOW, known))).toEqual([1, 1, NOW + 60])
        expect(await store.read('nowhere', NOW, known)).toBeUndefined()
      })
    })

    it('stays the same after many other entries came and went', async () => {
      await write(0, bytes(42), NOW + 100_000)
      for (let i = 0; i < 500; i++) {
        await store.write(`other-${i}`, bytes(1), { revision: 0, expiresAt: NOW + i + 1 }, NOW + i)
      }
      expect([...(await read(NOW + 500))!.value]).toEqual([42])
      expect(await store.read('other-0', NOW + 500)).toBeUndefined()
    })
  })
}
