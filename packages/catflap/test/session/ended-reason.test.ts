/** Why a session ended, as it waits in the store for its person. */
import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { errorText } from '../../src/pages/error-texts.ts'
import {
  type EndedBy,
  keepEndedBy,
  keepReason,
  takeReason,
} from '../../src/session/ended-reason.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { START } from '../support/clock.ts'

const failure = new LoginError('ID_TOKEN_INVALID', 'ID Token: unacceptable "sub"', {
  parameter: 'sub',
  expected: 'text of 1 to 255 characters',
  seen: '4711-of-alice',
  said: 'alice is disabled',
})
const newKeys = () => sessionKeys(createCookieValue())!

/** A store, and every byte that it was ever given. */
function observed() {
  const store = createMemoryStore()
  const written: [string, Uint8Array][] = []
  const watching: SessionStore = {
    ...store,
    write(key, value, condition, now) {
      written.push([key, value])
      return store.write(key, value, condition, now)
    },
  }
  return { store: watching, written }
}

describe('the reason for which a session ended', () => {
  it('is told once, to whoever has its cookie', async () => {
    const { store } = observed()
    const keys = newKeys()
    await keepReason(store, keys, failure, START)
    expect(await takeReason(store, newKeys(), START)).toBeUndefined()
    const { code, parameter, expected, seen, said } = failure
    const told = { code, parameter, expected, seen, said }
    expect(await takeReason(store, keys, START)).toMatchObject(told)
    expect(await takeReason(store, keys, START)).toBeUndefined()
  })

  it('is sealed: of the person it tells nothing to whoever reads the store', async () => {
    const { store, written } = observed()
    await keepReason(store, newKeys(), failure, START)
    const text = written.map(([key, value]) => key + Buffer.from(value).toString('latin1')).join()
    expect(written).toHaveLength(1)
    expect(text).not.toMatch(/ID_TOKEN_INVALID|4711-of-alice|disabled|parameter|characters/)
  })

  it('that somebody else has put there is not told', async () => {
    const { store } = observed()
    const [keys, others] = [newKeys(), newKeys()]
    const forged = Buffer.from(JSON.stringify({ code: 'RENEWAL_REFUSED', seen: 'call 555-1234' }))
    const condition = { revision: 0, expiresAt: START + 60 }
    await store.write(`ended:${keys.storeKey}`, forged, condition, START)
    expect(await takeReason(store, keys, START)).toBeUndefined()
    // Nor one that belongs to another session.
    const moved = newKeys()
    await keepReason(store, others, failure, START)
    const entry = await store.read(`ended:${others.storeKey}`, START)
    await store.write(`ended:${moved.storeKey}`, entry!.value, condition, START)
    expect(await takeReason(store, moved, START)).toBeUndefined()
  })

  it.each<EndedBy>(['back-channel-logout', 'ended-elsewhere'])(
    '%s is one byte without a name of anybody, and told once',
    async (by) => {
      const { store, written } = observed()
      const keys = newKeys()
      await keepEndedBy(store, keys.storeKey, by, START)
      expect(written.map(([, value]) => value.byteLength)).toEqual([1])
      expect(await takeReason(store, newKeys(), START)).toBeUndefined()
      const told = await takeReason(store, keys, START)
      expect(told).toMatchObject({ code: 'SESSION_ENDED', seen: by })
      const texts = (['en', 'zh'] as const).map((language) => errorText(told!, language, undefined))
      expect(new Set(texts.flatMap(({ causes }) => causes)).size).toBe(2)
      expect(await takeReason(store, keys, START)).toBeUndefined()
    },
  )

  it('that is a byte of nobody is not told', async () => {
    const { store } = observed()
    const keys = newKeys()
    const condition = { revision: 0, expiresAt: START + 60 }
    await store.write(`ended:${keys.storeKey}`, new Uint8Array([9]), condition, START)
    expect(await takeReason(store, keys, START)).toBeUndefined()
  })
})
