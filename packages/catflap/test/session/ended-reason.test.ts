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
import { seal } from '../../src/session/seal.ts'
import {
  createCookieValue,
  type SessionKeys,
  sessionKeys,
} from '../../src/session/session-cookie.ts'
import { type SessionRecord, sealSession, splitSession } from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { START } from '../support/clock.ts'
import { details, record as plain, sealedTrace } from '../support/session.ts'
import { breakableStore } from '../support/stores.ts'

const failure = new LoginError('ID_TOKEN_INVALID', 'ID Token: unacceptable "sub"', {
  parameter: 'sub',
  expected: 'text of 1 to 255 characters',
  seen: '4711-of-alice',
  said: 'alice is disabled',
})
const newKeys = () => sessionKeys(createCookieValue())!
const record: SessionRecord = { ...plain, createdAt: START, expiresAt: START + 60 }
/** A session as it lay in the store. */
const stored = (keys: SessionKeys, about: SessionRecord = record) => ({
  storeKey: keys.storeKey,
  value: sealSession(keys, { record: about, details, sealedTrace }),
})
const take = (store: SessionStore, keys: SessionKeys, user?: string) =>
  takeReason(store, keys, START, user)

/** A session, its person as the ingress names them, and others. */
const PEOPLE: readonly (readonly [SessionRecord, string | undefined, readonly string[]])[] = [
  [{ ...record, ingressUser: 'alice' }, 'alice', ['bob', 'u-1']],
  [{ ...record, claims: { preferred_username: 'alice@box' } }, 'alice', ['bob', 'box']],
  [{ ...record, userInfo: { preferred_username: 'alice@box' } }, 'alice', ['bob']],
  // The ingress says nothing of a request on a public path: then the cookie alone counts.
  [{ ...record, ingressUser: 'alice' }, undefined, ['bob']],
]

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
    await keepReason(store, { keys, record }, failure, START)
    expect(await take(store, newKeys())).toBeUndefined()
    const { code, parameter, expected, seen, said } = failure
    const told = { code, parameter, expected, seen, said }
    expect(await take(store, keys)).toMatchObject(told)
    expect(await take(store, keys)).toBeUndefined()
  })

  it('is sealed: of the person it tells nothing to whoever reads the store', async () => {
    const { store, written } = observed()
    await keepReason(store, { keys: newKeys(), record }, failure, START)
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
    expect(await take(store, keys)).toBeUndefined()
    // Nor one that belongs to another session.
    const moved = newKeys()
    await keepReason(store, { keys: others, record }, failure, START)
    const entry = await store.read(`ended:${others.storeKey}`, START)
    await store.write(`ended:${moved.storeKey}`, entry!.value, condition, START)
    expect(await take(store, moved)).toBeUndefined()
  })

  it.each<EndedBy>(['back-channel-logout', 'ended-elsewhere'])(
    '%s is told once, and names nobody to whoever reads the store',
    async (by) => {
      const { store, written } = observed()
      const keys = newKeys()
      await keepEndedBy(store, stored(keys, { ...record, ingressUser: 'alice' }), by, START)
      const text = written.map(([key, value]) => key + Buffer.from(value).toString('latin1')).join()
      expect([written.length, /alice|u-1|accessToken/.test(text)]).toEqual([1, false])
      expect(await take(store, newKeys())).toBeUndefined()
      const told = await take(store, keys)
      expect(told).toMatchObject({ code: 'SESSION_ENDED', seen: by })
      const texts = (['en', 'zh'] as const).map((language) => errorText(told!, language, undefined))
      expect(new Set(texts.flatMap(({ causes }) => causes)).size).toBe(2)
      expect(await take(store, keys)).toBeUndefined()
    },
  )

  it.each(['a renewal', 'somebody elsewhere'])(
    'by %s is told to the person whose session it was, and to nobody else at the same browser',
    async (by) => {
      for (const [about, own, other] of PEOPLE) {
        const { store } = observed()
        const keys = newKeys()
        if (by === 'a renewal') await keepReason(store, { keys, record: about }, failure, START)
        else await keepEndedBy(store, stored(keys, about), 'ended-elsewhere', START)
        for (const user of [...other, '']) {
          expect([user, await take(store, keys, user)]).toEqual([user, undefined])
        }
        // It has waited for its own person.
        expect(await take(store, keys, own)).toBeInstanceOf(LoginError)
        expect(await take(store, keys, own)).toBeUndefined()
      }
    },
  )

  it('is told to nobody by name, where it is not known whose session it was', async () => {
    const { store } = observed()
    const keys = newKeys()
    await keepReason(store, { keys, record: undefined }, failure, START)
    expect(await take(store, keys, 'alice')).toBeUndefined()
    expect(await take(store, keys)).toBeInstanceOf(LoginError)
  })

  const NAME = 'catflap ended reason'
  const left = async (keys: SessionKeys, value: Uint8Array) => {
    const { store } = observed()
    const condition = { revision: 0, expiresAt: START + 60 }
    await store.write(`ended:${keys.storeKey}`, value, condition, START)
    return take(store, keys)
  }

  it.each([0, 3, 9])('that is byte %i, of nobody, is not told', async (byte) => {
    const keys = newKeys()
    const own = splitSession(stored(keys).value).record
    expect(await left(keys, Buffer.from([byte]))).toBeUndefined()
    expect(await left(keys, Buffer.concat([Buffer.of(byte), own]))).toBeUndefined()
    expect(await left(keys, Buffer.concat([Buffer.of(1), own]))).toBeInstanceOf(LoginError)
    expect(await left(keys, Buffer.concat([Buffer.of(1), own.subarray(1)]))).toBeUndefined()
  })

  it('is told as well where its sealed bytes happen to begin like those of an end from elsewhere', async () => {
    const keys = newKeys()
    const text = JSON.stringify({ facts: { code: 'RENEWAL_REFUSED', said: 'no' } })
    let value = seal(keys.sealKey, NAME, text)
    while (value[0] !== 1) value = seal(keys.sealKey, NAME, text)
    expect(await left(keys, value)).toMatchObject({ code: 'RENEWAL_REFUSED', said: 'no' })
  })

  it.each([
    ...['null', '{}', '{"facts":7}', '{"facts":{}}', '{"facts":{"code":"LATER"}}'],
    ...['{"facts":{"code":["SESSION_ENDED"]}}', '{"facts":{"code":{"toString":1}}}'],
  ])('in the words of a later release, %s, is not told', async (text) => {
    const keys = newKeys()
    expect(await left(keys, seal(keys.sealKey, NAME, text))).toBeUndefined()
  })

  it('of a later release is told without what is no text', async () => {
    const keys = newKeys()
    const facts = { code: 'RENEWAL_REFUSED', expected: { least: 7 }, seen: 7, said: 'no' }
    const told = await left(keys, seal(keys.sealKey, NAME, JSON.stringify({ facts })))
    const { expected, seen, said } = told!
    expect({ expected, seen, said }).toEqual({ said: 'no' })
  })

  it('waits for a week', async () => {
    const keys = newKeys()
    for (const [age, told] of [
      [604_799, true],
      [604_800, false],
    ] as const) {
      const { store } = observed()
      await keepReason(store, { keys, record }, failure, START)
      const found = await takeReason(store, keys, START + age, undefined)
      expect([age, found !== undefined]).toEqual([age, told])
    }
  })

  it('is told once to two that ask at the same time', async () => {
    const { store } = observed()
    const keys = newKeys()
    await keepReason(store, { keys, record }, failure, START)
    const told = await Promise.all([take(store, keys), take(store, keys)])
    expect(told.filter((one) => one !== undefined)).toHaveLength(1)
  })

  it('is kept by nobody while the store is away, and nothing fails by that', async () => {
    const store = breakableStore()
    const keys = newKeys()
    store.fail = () => Promise.reject(new Error('away'))
    await expect(keepReason(store, { keys, record }, failure, START)).resolves.toBeUndefined()
    await expect(take(store, keys)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    store.fail = undefined
    expect(await take(store, keys)).toBeUndefined()
  })
})
