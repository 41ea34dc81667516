/** Keys for purposes of the app's own: the same in every process, another one for each purpose and secret. */
import { expect, it } from 'vitest'
import { createLogin } from '../../src/login.ts'
import { deriveKey } from '../../src/session/seal.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { ENVIRONMENT } from '../support/provider.ts'
import { refusal } from '../support/refusal.ts'
import { breakableStore } from '../support/stores.ts'

const [OLD, NEW] = ['the secret before', 'the secret to come']

const keysOf = async (
  purpose: string,
  secrets: readonly string[],
  store: SessionStore = createMemoryStore(),
): Promise<readonly string[]> => {
  const login = createLogin({ environment: ENVIRONMENT, session: { store, secrets } })
  const keys = await login.deriveKeys(purpose)
  return keys.map((key) => Buffer.from(key).toString('hex'))
}

it('follow from the secrets, in their order, in whatever process', async () => {
  const [old] = await keysOf('mail', [OLD])
  const [fresh] = await keysOf('mail', [NEW])
  expect(old).toMatch(/^[0-9a-f]{64}$/)
  expect(await keysOf('mail', [NEW, OLD])).toEqual([fresh, old])
  expect(new Set([old, fresh, ...(await keysOf('post', [OLD]))]).size).toBe(3)
})

it('are none of the library’s own, whatever the purpose', async () => {
  for (const own of ['session list', 'session list name', 'login attempts', 'login transaction']) {
    expect(await keysOf(own, [OLD])).not.toContain(deriveKey(own, OLD).toString('hex'))
  }
})

it('are others for each purpose, of whatever characters, and the caller’s to wipe', async () => {
  const { deriveKeys } = createLogin({
    environment: ENVIRONMENT,
    session: { store: createMemoryStore(), secrets: [OLD] },
  })
  const [key] = await deriveKeys('mail')
  const kept = Buffer.from(key)
  key.fill(0)
  expect(Buffer.from((await deriveKeys('mail'))[0])).toEqual(kept)
  const names = ['\ud800', '\udfff', '\ufffd', 'a\0', 'a']
  expect(new Set((await Promise.all(names.map((name) => keysOf(name, [OLD])))).flat()).size).toBe(5)
  // A secret is no part of the text that it is hashed with.
  expect(await keysOf('x\0aaaa', [NEW])).not.toEqual(await keysOf('x', [`aaaa\0${NEW}`]))
})

it('follow from a secret once, however often it is named', async () => {
  expect(await keysOf('mail', [OLD, NEW, OLD])).toEqual(await keysOf('mail', [OLD, NEW]))
})

it('follow from the key of the store without a secret, and no longer with one', async () => {
  const store = createMemoryStore()
  const kept = await keysOf('mail', [], store)
  expect(kept).toHaveLength(1)
  expect(await keysOf('mail', [], store)).toEqual(kept)
  expect(await keysOf('mail', [], createMemoryStore())).not.toEqual(kept)
  // Whoever has read it out of a store signs nothing any more that others believe.
  expect(await keysOf('mail', [NEW], store)).toEqual(await keysOf('mail', [NEW]))
})

it('cannot be told while the store that has the key is away, and can afterwards', async () => {
  const store = breakableStore()
  const { deriveKeys } = createLogin({ environment: ENVIRONMENT, session: { store, secrets: [] } })
  store.fail = () => {
    throw new Error('disk full')
  }
  await expect(deriveKeys('mail')).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
  store.fail = undefined
  await expect(deriveKeys('mail')).resolves.toHaveLength(1)
})
