/** What the list of a person's sessions tells, what of full lists is remembered, and lists that others write as well. */
import { expect, it } from 'vitest'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { createSessionIndex } from '../../src/session/session-index.ts'
import { createSessionLists, type IndexedSession } from '../../src/session/session-lists.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock, START } from '../support/clock.ts'
import { countingStore } from '../support/stores.ts'

const IDLE = 1000
const MAX = 100

function fixture<T extends SessionStore>(store: T) {
  const clock = createClock()
  const ring = createKeyRing(store, ['a secret of the app'], clock.now)
  const runtime = { ring, issuer: 'https://op.example', now: clock.now }
  const index = createSessionIndex(store, IDLE, runtime)
  return { store, clock, index, lists: createSessionLists(store, runtime) }
}
const session = (id: string, change: Partial<IndexedSession> = {}): IndexedSession => ({
  id,
  storeKey: `session ${id}`,
  createdAt: START,
  issuedAt: START,
  expiresAt: START + 5000,
  browser: 'Firefox, Linux',
  sub: 'u-1',
  sid: undefined,
  ...change,
})

async function store(to: SessionStore, { storeKey }: IndexedSession, expiresAt = START + IDLE) {
  await to.write(storeKey, new Uint8Array([1]), { revision: 0, expiresAt }, START)
}

it('a session is told with its times, the last use by its idle end, and nothing that opens it', async () => {
  const { store: memory, index } = fixture(createMemoryStore())
  await store(memory, session('new'))
  await store(memory, session('used'), START + IDLE + 70)
  await store(memory, session('short'), START + 400)
  for (const id of ['new', 'used', 'short']) await index.add(session(id))
  const told = { createdAt: START, expiresAt: START + 5000, browser: 'Firefox, Linux' }
  expect(await index.list({ sub: 'u-1' })).toEqual([
    { id: 'short', ...told, lastSeenAt: START, idleEndsAt: START + 400 },
    { id: 'used', ...told, lastSeenAt: START + 70, idleEndsAt: START + IDLE + 70 },
    { id: 'new', ...told, lastSeenAt: START, idleEndsAt: START + IDLE },
  ])
})

it('of a thousand full lists it is remembered that their sessions live, and of no more', async () => {
  const { store: counting, index, lists } = fixture(countingStore())
  const shared = Array.from({ length: MAX - 2 }, (_, i) => session(`${i}`))
  for (const one of shared) await store(counting, one)
  /** What a login costs somebody with a full list, of which two belong to nobody else. */
  async function first(sub: string): Promise<number> {
    const own = [session(`${sub} 1`), session(`${sub} 2`)]
    for (const one of own) await store(counting, one)
    await lists.change({ sub }, () => [...shared, ...own])
    return another(sub)
  }
  async function another(sub: string): Promise<number> {
    counting.reads.splice(0)
    await index.add(session(`new of ${sub}`, { sub }))
    return counting.reads.length
  }
  for (const sub of ['a', 'b']) expect(await first(sub)).toBeGreaterThan(MAX)
  expect(await another('a')).toBeLessThan(10)
  for (let i = 2; i <= 1000; i++) await first(`${i}`)
  expect(await another('1000')).toBeLessThan(10)
  expect(await another('b')).toBeGreaterThan(MAX)
})
