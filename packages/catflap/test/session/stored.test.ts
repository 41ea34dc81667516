/** What a failing store is told as, and how long what has ended stays ended. */
import { describe, expect, it } from 'vitest'
import { attempt, contended, endStored, unreadable } from '../../src/session/stored.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { createClock } from '../support/clock.ts'
import { failureOf, refusal } from '../support/refusal.ts'

describe('what a store throws', () => {
  it('is told with its reason and words when it is ours', async () => {
    const cause = new StoreError('READ_ONLY', 'redis: a replica')
    const failure = await failureOf(() => attempt(() => Promise.reject(cause)))
    expect([failure.code, failure.reason]).toEqual(['STORE_UNAVAILABLE', 'READ_ONLY'])
    expect(failure.message).toBe('store: READ_ONLY: redis: a replica')
    expect(failure.cause).toBe(cause)
  })

  it('is told without its words when it is of the app’s own: they may hold anything', async () => {
    const cause = new Error('postgres://me:hush@db failed')
    const failure = await failureOf(() => attempt(() => Promise.reject(cause)))
    expect([failure.reason, failure.message]).toEqual(['UNKNOWN', 'store: UNKNOWN'])
    expect(failure.cause).toBe(cause)
  })

  it('has a reason, too, where others keep writing, and where an entry is none of ours', () => {
    expect(contended()).toEqual(refusal('STORE_UNAVAILABLE', { reason: 'CONTENTION' }))
    expect(unreadable('x')).toEqual(refusal('STORE_UNAVAILABLE', { reason: 'UNREADABLE_ENTRY' }))
    expect([contended().message, unreadable('x').message]).toEqual([
      'store: CONTENTION',
      'store: UNREADABLE_ENTRY: x',
    ])
  })
})

describe('a tombstone', () => {
  async function ended(lifetime: number) {
    const store = createMemoryStore()
    const { now } = createClock()
    const value = new Uint8Array([1, 2])
    await store.write('key', value, { revision: 0, expiresAt: now() + lifetime }, now())
    expect(await endStored(store, 'key', now)).toEqual(value)
    return (await store.read('key', now()))!.expiresAt - now()
  }

  it('stays until its session would have ended anyway, and for an hour at least', async () => {
    expect(await ended(100_000)).toBe(100_000)
    expect(await ended(3599)).toBe(3600)
  })

  it('is put there once: what has ended, and what never was, does not end', async () => {
    const store = createMemoryStore()
    const { now } = createClock()
    expect(await endStored(store, 'key', now)).toBeUndefined()
    const condition = { revision: 0, expiresAt: now() + 60 }
    await store.write('key', new Uint8Array([1]), condition, now())
    expect(await endStored(store, 'key', now, () => false)).toBeUndefined()
    expect(await endStored(store, 'key', now, ([first]) => first === 1)).toHaveLength(1)
    expect(await endStored(store, 'key', now)).toBeUndefined()
  })

  it('is not put over what somebody else has made of the session meanwhile, if that is not meant', async () => {
    const store = createMemoryStore()
    const { now } = createClock()
    const condition = { revision: 0, expiresAt: now() + 60 }
    await store.write('key', new Uint8Array([1]), condition, now())
    let first = true
    const contested: SessionStore = {
      ...store,
      write(key, value, known, at) {
        const other = { ...known, revision: 1 }
        if (first) void store.write(key, new Uint8Array([2]), other, at)
        first = false
        return store.write(key, value, known, at)
      },
    }
    expect(await endStored(contested, 'key', now, ([byte]) => byte === 1)).toBeUndefined()
    expect((await store.read('key', now()))?.value).toEqual(new Uint8Array([2]))
  })
})
