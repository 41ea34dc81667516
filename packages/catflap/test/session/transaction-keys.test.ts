/** The keys that seal login transactions. */
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { createLoginTransactions } from '../../src/session/transactions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { asyncStore, breakableStore, countingStore, FAILURES } from '../support/stores.ts'

const PREFIX = '__Host-catflap-login-'
const SECRET = 'a secret of the app'

function fixture(secrets: readonly string[] = [SECRET], store: SessionStore = createMemoryStore()) {
  const clock = createClock()
  return {
    clock,
    store,
    transactions: createLoginTransactions(
      createKeyRing(store, secrets, clock.now),
      PREFIX,
      clock.now,
    ),
  }
}
const pairOf = (setCookie: string) => setCookie.split(';')[0]!
const nameOf = (setCookie: string) => setCookie.split('=')[0]!
/** Splits what `begin` sets into the new cookie and the removals. */
function _split(setCookies: readonly string[]) {
  const removed = setCookies.filter((cookie) => cookie.includes('Max-Age=0'))
  const [set, ...more] = setCookies.filter((cookie) => !cookie.includes('Max-Age=0'))
  expect(more).toEqual([])
  return { set: set!, removed: removed.map(nameOf) }
}

describe('the secrets of the configuration', () => {
  const oldSecret = 'the secret before'

  it('all open, the first seals', async () => {
    const before = fixture([oldSecret]).transactions
    const { state, setCookies } = await before.begin(undefined, '/')
    const cookie = pairOf(setCookies[0]!)
    const both = fixture([SECRET, oldSecret]).transactions
    await expect(both.find(cookie, state)).resolves.toBeTruthy()

    const fresh = await both.begin(undefined, '/')
    const freshCookie = pairOf(fresh.setCookies[0]!)
    await expect(
      fixture([SECRET]).transactions.find(freshCookie, fresh.state),
    ).resolves.toBeTruthy()
    await expect(before.find(freshCookie, fresh.state)).rejects.toEqual(
      refusal('LOGIN_TRANSACTION_EXPIRED'),
    )
  })

  it('leave the store alone', async () => {
    const store = countingStore()
    const { transactions } = fixture([SECRET], store)
    await transactions.begin(undefined, '/')
    expect([...store.reads, ...store.writes]).toEqual([])
  })
})

describe('without a configured secret', () => {
  it('the key is made once, even by two instances at the same time', async () => {
    const store = asyncStore()
    const [one, other] = [fixture([], store).transactions, fixture([], store).transactions]
    const [a, b] = await Promise.all([one.begin(undefined, '/'), other.begin(undefined, '/')])
    await expect(other.find(pairOf(a.setCookies[0]!), a.state)).resolves.toBeTruthy()
    await expect(one.find(pairOf(b.setCookies[0]!), b.state)).resolves.toBeTruthy()
  })

  it('the store is asked for the key once', async () => {
    const store = countingStore()
    const { transactions } = fixture([], store)
    for (let i = 0; i < 5; i++) await transactions.begin(undefined, '/')
    expect([store.reads.length, store.writes.length]).toEqual([1, 1])
  })

  it('the key outlives a restart of the app', async () => {
    const { store, transactions, clock } = fixture([])
    const { state, setCookies } = await transactions.begin(undefined, '/')
    const restarted = createLoginTransactions(
      createKeyRing(store, [], clock.now),
      PREFIX,
      clock.now,
    )
    await expect(restarted.find(pairOf(setCookies[0]!), state)).resolves.toBeTruthy()
  })

  it.each(FAILURES)(
    'nothing begins while the store %s, and all is well afterwards',
    async (_, fail) => {
      const store = breakableStore()
      const { transactions } = fixture([], store)
      store.fail = fail
      await expect(transactions.begin(undefined, '/')).rejects.toEqual(refusal('STORE_UNAVAILABLE'))
      store.fail = undefined
      await expect(transactions.begin(undefined, '/')).resolves.toBeTruthy()
    },
  )

  it('nothing begins when the store forgets at once', async () => {
    const { keepKey: _, ...memory } = createMemoryStore()
    const store: SessionStore = { ...memory, read: () => undefined }
    await expect(fixture([], store).transactions.begin(undefined, '/')).rejects.toEqual(
      refusal('STORE_UNAVAILABLE'),
    )
  })
})
