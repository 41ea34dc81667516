/** A store that opens at its first use, is let go when it is spent, and is not tried all the time while it cannot be opened. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { StoreFailure } from '../../src/errors.ts'
import { createLazyStore } from '../../src/store/lazy-store.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { StoreError } from '../../src/store/store-error.ts'

const NOW = 1_800_000_000
const CONDITION = { revision: 0, expiresAt: NOW + 60 }
const VALUE = Buffer.from('v')

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a store that is not open yet', () => {
  it('opens once, at its first use, and answers as directly as the real one from then on', async () => {
    let opened = 0
    const real = createMemoryStore()
    const store = createLazyStore(async () => {
      opened++
      return real
    })
    expect(opened).toBe(0)
    const [written, nothing] = await Promise.all([
      store.write('key', VALUE, CONDITION, NOW),
      store.read('other', NOW),
    ])
    expect([written, nothing, opened]).toEqual([true, undefined, 1])
    expect(store.read('key', NOW)).toBe(real.read('key', NOW))
    expect(store.write('key', VALUE, CONDITION, NOW)).toBe(false)
    expect(await store.open()).toBeUndefined()
    expect(opened).toBe(1)
  })

  it('hands on what an earlier read gave', async () => {
    const asked: unknown[] = []
    const store = createLazyStore(async () => ({
      ...createMemoryStore(),
      read: (...all: unknown[]) => void asked.push(all),
    }))
    const known = { value: VALUE, revision: 1, expiresAt: NOW }
    await store.read('key', NOW, known)
    await store.read('key', NOW + 1, known)
    expect(asked).toEqual([
      ['key', NOW, known],
      ['key', NOW + 1, known],
    ])
  })

  it('keeps a key where the real one does, and answers nothing where it has no place for it', async () => {
    const store = createLazyStore(async () => createMemoryStore())
    const key = Buffer.alloc(32, 7)
    expect(await store.keepKey?.(key)).toBe(key)
    expect(await store.keepKey?.()).toBe(key)
    const { keepKey, ...without } = createMemoryStore()
    expect(await createLazyStore(async () => without).keepKey?.(key)).toBeUndefined()
  })

  it('closes what it has opened, and opens nothing for that', async () => {
    let [opened, closed] = [0, 0]
    const load = async () => {
      opened++
      return { ...createMemoryStore(), close: () => void closed++ }
    }
    await createLazyStore(load).close()
    expect([opened, closed]).toEqual([0, 0])
    const store = createLazyStore(load)
    const reading = store.read('key', NOW)
    await store.close()
    expect([opened, closed, await reading]).toEqual([1, 1, undefined])
  })
})

describe('a store that cannot be opened', () => {
  /** A store that fails to open after some milliseconds by a clock of the test's, and what was tried. */
  function failing(milliseconds: number) {
    const state = { time: 1000, tries: 0, fails: true }
    vi.spyOn(performance, 'now').mockImplementation(() => state.time)
    const store = createLazyStore(async () => {
      state.tries++
      state.time += milliseconds
      if (state.fails) throw new Error(`try ${state.tries}`)
      return createMemoryStore()
    })
    return { store, state }
  }

  it('says why, to all who wait, and again without a try for ten times as long as that took', async () => {
    const { store, state } = failing(50)
    const tried = [store.read('key', NOW), store.write('key', VALUE, CONDITION, NOW), store.open()]
    for (const one of await Promise.allSettled(tried)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'try 1' } })
    }
    state.time += 499
    await expect(store.open()).rejects.toThrow('try 1')
    expect(state.tries).toBe(1)
    state.time += 1
    await expect(store.open()).rejects.toThrow('try 2')
    expect(state.tries).toBe(2)
  })

  it('waits for a minute at most', async () => {
    const { store, state } = failing(30_000)
    await expect(store.open()).rejects.toThrow('try 1')
    state.time += 59_999
    await expect(store.open()).rejects.toThrow('try 1')
    state.time += 1
    state.fails = false
    await store.open()
    expect([state.tries, store.read('key', NOW)]).toEqual([2, undefined])
  })

  it('closes without a word', async () => {
    const { store } = failing(1)
    const opening = store.open().catch((error: Error) => error.message)
    await store.close()
    expect(await opening).toBe('try 1')
  })
})

describe('a store that is spent', () => {
  const spent = new StoreError('DAMAGED', 'x')
  const failing = () => {
    throw spent
  }

  it.each(['DAMAGED', 'LOCKS_LOST'] as const)(
    'by %s is closed, and opened anew',
    async (reason) => {
      const closed: number[] = []
      let opened = 0
      const store = createLazyStore(async () => {
        const number = ++opened
        const close = () => void closed.push(number)
        const error = new StoreError(reason, 'x')
        const read = () => Promise.reject(error)
        return { ...createMemoryStore(), close, ...(number === 1 && { write: read }) }
      })
      await expect(store.write('key', Buffer.from('v'), CONDITION, NOW)).rejects.toThrow('x')
      expect(await store.write('key', Buffer.from('v'), CONDITION, NOW)).toBe(true)
      expect([opened, closed]).toEqual([2, [1]])
      await store.close()
      expect(closed).toEqual([1, 2])
    },
  )

  it('is opened anew only once, however many requests meet it', async () => {
    let opened = 0
    const store = createLazyStore(async () => {
      return { ...createMemoryStore(), ...(++opened === 1 && { read: failing }) }
    })
    await store.open()
    expect(() => store.read('key', NOW)).toThrow(spent)
    const reads = Array.from({ length: 10 }, () => store.read('key', NOW))
    expect(await Promise.all(reads)).toEqual(Array.from({ length: 10 }, () => undefined))
    expect(opened).toBe(2)
  })

  it('stays open at every other failure', async () => {
    let opened = 0
    const store = createLazyStore(async () => {
      opened++
      const full = () => Promise.reject(new StoreError('DISK_FULL', 'x'))
      return { ...createMemoryStore(), write: full }
    })
    for (let i = 0; i < 3; i++) {
      await expect(store.write('key', Buffer.from('v'), CONDITION, NOW)).rejects.toThrow('x')
    }
    expect(opened).toBe(1)
  })

  it.each<[string, (store: SessionStore) => unknown]>([
    ['a read', (store) => store.read('key', NOW)],
    ['a write', (store) => store.write('key', VALUE, CONDITION, NOW)],
  ])('is opened anew only when the old one is closed: %s', async (_, use) => {
    const steps: string[] = []
    let finish = () => {}
    const store = createLazyStore(async () => {
      steps.push('open')
      const close = async () => {
        await new Promise<void>((resolve) => (finish = resolve))
        steps.push('closed')
        throw new Error('closing failed')
      }
      return steps.length === 1
        ? { ...createMemoryStore(), close, read: failing, write: () => Promise.reject(spent) }
        : createMemoryStore()
    })
    await store.open()
    await expect((async () => use(store))()).rejects.toBe(spent)
    const next = store.read('key', NOW)
    await new Promise(setImmediate)
    expect(steps).toEqual(['open'])
    finish()
    expect(await next).toBeUndefined()
    expect(steps).toEqual(['open', 'closed', 'open'])
  })

  it('lets go of that one alone: what fails of it later leaves its successor', async () => {
    let opened = 0
    let failLate = () => {}
    const late = new Promise<boolean>((_, reject) => (failLate = () => reject(spent)))
    const store = createLazyStore(async () =>
      ++opened === 1
        ? { ...createMemoryStore(), write: () => late, read: failing }
        : createMemoryStore(),
    )
    await store.open()
    const writing = store.write('key', VALUE, CONDITION, NOW)
    expect(() => store.read('key', NOW)).toThrow(spent)
    expect(await store.write('key', VALUE, CONDITION, NOW)).toBe(true)
    failLate()
    await expect(writing).rejects.toBe(spent)
    expect(store.read('key', NOW)).toMatchObject({ revision: 1 })
    expect(opened).toBe(2)
  })

  it('is waited for by whoever closes', async () => {
    let finish = () => {}
    const close = () => new Promise<void>((resolve) => (finish = resolve))
    const store = createLazyStore(async () => ({ ...createMemoryStore(), close, read: failing }))
    await store.open()
    expect(() => store.read('key', NOW)).toThrow(spent)
    let closed = false
    const closing = Promise.resolve(store.close()).then(() => (closed = true))
    await new Promise(setImmediate)
    expect(closed).toBe(false)
    finish()
    await closing
    expect(closed).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an error of a plain kind', new Error('DAMAGED')],
    ['a refusal of another kind', new StoreError('CLOSED' satisfies StoreFailure, 'x')],
  ])('is not one by %s, on a read either', async (_, error) => {
    let opened = 0
    const read = () => {
      throw error
    }
    const store = createLazyStore(async () => {
      opened++
      return { ...createMemoryStore(), read }
    })
    await store.open()
    for (let i = 0; i < 2; i++) expect(() => store.read('key', NOW)).toThrow(error as Error)
    expect(opened).toBe(1)
  })
})
