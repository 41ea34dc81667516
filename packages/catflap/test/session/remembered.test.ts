/** A word that all processes remember, which a store that fails costs no more than that word. */
import { describe, expect, it } from 'vitest'
import { createRemembered } from '../../src/session/remembered.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock } from '../support/clock.ts'
import { breakableStore, countingStore, FAILURES } from '../support/stores.ts'

const { now } = createClock()
const about = (store: SessionStore, ...names: readonly string[]) =>
  createRemembered(store, names, now)

describe('a remembered word', () => {
  it('is known to every process, as it was last', async () => {
    const store = createMemoryStore()
    expect(await about(store, 'issuer', 'client').read()).toBeUndefined()
    for (const word of ['猫 basic', 'post']) {
      await about(store, 'issuer', 'client').write(word)
      expect(await about(store, 'issuer', 'client').read()).toBe(word)
    }
  })

  it('is about what it was said of, and nothing else', async () => {
    const store = createMemoryStore()
    await about(store, 'a', 'b').write('word')
    for (const names of [['a', 'c'], ['ab'], ['a,b'], ['a', 'b', ''], ['b', 'a']]) {
      expect(await about(store, ...names).read(), names.join()).toBeUndefined()
    }
  })

  it('is kept for thirty days, under a name that does not say what it is about', async () => {
    const store = countingStore()
    await about(store, 'https://op.example').write('word')
    expect(store.writes[0]?.key).toMatch(/^remembered:[\w-]{43}$/)
    const key = store.writes[0]!.key
    expect(await store.read(key, now() + 30 * 86_400 - 1)).toBeDefined()
    expect(await store.read(key, now() + 30 * 86_400)).toBeUndefined()
  })

  it.each(FAILURES)(
    'is not known while the store %s, and nobody fails by that',
    async (_, fail) => {
      const store = breakableStore()
      const memory = about(store, 'a')
      await memory.write('word')
      store.fail = fail
      expect(await memory.read()).toBeUndefined()
      await expect(memory.write('other')).resolves.toBeUndefined()
      store.fail = undefined
      expect(await memory.read()).toBe('word')
    },
  )
})
