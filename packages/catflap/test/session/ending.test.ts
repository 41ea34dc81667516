/** The end of one session: for good in the store, then out of its lists. */
import { describe, expect, it } from 'vitest'
import { createEnding } from '../../src/session/ending.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { sealSession } from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createClock } from '../support/clock.ts'
import { details, record as plain, sealedTrace } from '../support/session.ts'

const { now } = createClock()
const record = { ...plain, sid: 'sid-1', createdAt: now(), expiresAt: now() + 60 }

async function ended(change: (value: Uint8Array) => Uint8Array) {
  const store = createMemoryStore()
  const keys = sessionKeys(createCookieValue())!
  const value = change(sealSession(keys, { record, details, sealedTrace }))
  await store.write(keys.storeKey, value, { revision: 0, expiresAt: now() + 60 }, now())
  const forgotten: unknown[] = []
  const forget = async (...all: unknown[]) => void forgotten.push(all)
  const end = createEnding(store, { forget }, now)
  const [first, again] = [await end(keys), await end(keys)]
  const left = await store.read(keys.storeKey, now())
  return { keys, first, again, forgotten, left: left?.value.byteLength }
}

describe('a session that ends', () => {
  it('tells what it held, and leaves its lists, once', async () => {
    const { keys, first, again, forgotten, left } = await ended((value) => value)
    const { ingressUser: _, renewAt: __, renewBy: ___, ...held } = record
    expect(first).toMatchObject({ id: keys.id, record: held, details: { idToken: 'i' } })
    expect(forgotten).toEqual([[keys.storeKey, expect.objectContaining({ sid: 'sid-1' })]])
    expect([again, left]).toEqual([undefined, 0])
  })

  it('ends when nobody can open it, too, and its lists are left to themselves', async () => {
    const { keys, first, forgotten, left } = await ended(() => new Uint8Array(100))
    expect(first).toEqual({ id: keys.id, record: undefined, details: undefined })
    expect([forgotten, left]).toEqual([[], 0])
  })
})
