/** The lists of people's sessions as they lie in the store: where, for how long, and what a write costs. */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { type IndexedSession, packList } from '../../src/session/packed-list.ts'
import { deriveKey, seal } from '../../src/session/seal.ts'
import { createSessionLists, ownersOf, type SessionOwner } from '../../src/session/session-lists.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock, START } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { countingStore } from '../support/stores.ts'

const SECRET = 'a secret of the app'
const ISSUER = 'https://op.example'
const unreadable = refusal('STORE_UNAVAILABLE', { reason: 'UNREADABLE_ENTRY' })

function fixture<T extends SessionStore>(store: T, issuer = ISSUER) {
  const clock = createClock()
  const ring = createKeyRing(store, [SECRET], clock.now)
  return { store, clock, lists: createSessionLists(store, { ring, issuer, now: clock.now }) }
}
const session = (storeKey: string, change: Partial<IndexedSession> = {}): IndexedSession => ({
  id: storeKey,
  storeKey,
  createdAt: START,
  issuedAt: START,
  expiresAt: START + 100,
  browser: '',
  sub: 'u-1',
  sid: 'sid-1',
  ...change,
})
const keys = (sessions: readonly IndexedSession[]) => sessions.map(({ storeKey }) => storeKey)

/** Where a list lies, and what opens it, as every release has had it. */
function placeOf(kind: 'sub' | 'sid', owner: string) {
  const hash = createHmac('sha256', deriveKey('session list name', SECRET))
  const name = `${kind}:${hash.update(`${kind}\0${ISSUER}\0${owner}`).digest('base64url')}`
  return { name, key: deriveKey('session list', SECRET) }
}

async function put(store: SessionStore, kind: 'sub' | 'sid', owner: string, text: string) {
  const { name, key } = placeOf(kind, owner)
  const condition = { revision: 0, expiresAt: START + 100 }
  await store.write(name, seal(key, name, text), condition, START)
}

describe('a list of sessions', () => {
  it.each<['sub' | 'sid', SessionOwner]>([
    ['sub', { sub: 'x' }],
    ['sid', { sid: 'x' }],
  ])('by %s is found where an earlier release has put it', async (kind, owner) => {
    const { store, lists } = fixture(createMemoryStore())
    await put(store, kind, 'x', packList([session('1')]))
    expect(keys(await lists.read(owner))).toEqual(['1'])
    // Not under the same words for somebody else.
    const other = kind === 'sub' ? { sid: 'x' } : { sub: 'x' }
    expect(await lists.read(other)).toEqual([])
    expect(await fixture(store, 'https://op2.example').lists.read(owner)).toEqual([])
  })

  it('has no session beyond its absolute end', async () => {
    const { clock, lists } = fixture(createMemoryStore())
    const long = session('2', { expiresAt: START + 500 })
    await lists.change({ sub: 'u-1' }, () => [session('1'), long])
    clock.move(99)
    expect(keys(await lists.read({ sub: 'u-1' }))).toEqual(['1', '2'])
    clock.move(1)
    expect(keys(await lists.read({ sub: 'u-1' }))).toEqual(['2'])
  })

  it('is kept until the last of its sessions has ended, and no shorter once it is empty', async () => {
    const { store, clock, lists } = fixture(countingStore())
    const long = session('2', { expiresAt: START + 500 })
    await lists.change({ sub: 'u-1' }, () => [session('1'), long])
    await lists.remove([session('1'), long])
    clock.move(499)
    expect(await store.read(placeOf('sub', 'u-1').name, clock.now())).toMatchObject({
      revision: 2,
      expiresAt: START + 500,
    })
  })

  it.each(['{}', '7', '[1]'])('that says %s is not taken for one of no sessions', async (text) => {
    const { store, lists } = fixture(createMemoryStore())
    await put(store, 'sub', 'u-1', text)
    await expect(lists.read({ sub: 'u-1' })).rejects.toEqual(unreadable)
    await expect(lists.change({ sub: 'u-1' }, () => [])).rejects.toEqual(unreadable)
  })

  it('that does not open is not either', async () => {
    const { store, lists } = fixture(createMemoryStore())
    const { name } = placeOf('sub', 'u-1')
    await store.write(name, Buffer.from('[]'), { revision: 0, expiresAt: START + 100 }, START)
    await expect(lists.read({ sub: 'u-1' })).rejects.toEqual(unreadable)
  })
})

it.each([
  ['sub', undefined],
  ['sub,sid', 'undefined'],
])('a session is in lists by %s whose sid is %j', (kinds, sid) => {
  const owners = ownersOf({ sub: 'u-1', sid })
  expect(owners.flatMap((owner) => Object.keys(owner)).join()).toBe(kinds)
})

describe('a change of a list', () => {
  it('that changes nothing writes nothing', async () => {
    const { store, lists } = fixture(countingStore())
    await lists.change({ sub: 'u-1' }, () => [session('1')])
    await lists.change({ sub: 'u-1' }, (sessions) => sessions)
    await lists.remove([session('2'), session('3', { sub: 'u-2', sid: undefined })])
    await lists.remove([])
    expect(store.writes).toHaveLength(1)
  })

  it('outlasts 49 writes of others, each time on what they have made of it, and not fifty', async () => {
    const memory = createMemoryStore()
    let others = 49
    const store = countingStore({
      ...memory,
      write: (...args) => (others-- > 0 ? false : memory.write(...args)),
    })
    const { lists } = fixture(store)
    let edits = 0
    const edit = () => [session(`${++edits}`)]
    await lists.change({ sub: 'u-1' }, edit)
    expect([edits, keys(await lists.read({ sub: 'u-1' }))]).toEqual([50, ['50']])
    others = 50
    const contention = refusal('STORE_UNAVAILABLE', { reason: 'CONTENTION' })
    await expect(lists.change({ sub: 'u-1' }, edit)).rejects.toEqual(contention)
    expect(store.writes).toHaveLength(100)
  })

  it('takes those out that have ended, from all of their lists, and leaves the others', async () => {
    const { store, lists } = fixture(countingStore())
    const all = [session('1'), session('2'), session('3')]
    for (const owner of [{ sub: 'u-1' }, { sid: 'sid-1' }]) await lists.change(owner, () => all)
    store.writes.splice(0)
    await lists.remove([session('1'), session('3')])
    expect(store.writes).toHaveLength(2)
    expect(keys(await lists.read({ sub: 'u-1' }))).toEqual(['2'])
    expect(keys(await lists.read({ sid: 'sid-1' }))).toEqual(['2'])
  })

  it.each<[SessionOwner, readonly string[], readonly string[]]>([
    [{ sub: 'u-1' }, ['1', '2'], ['2']],
    [{ sid: 'sid-1' }, ['2'], ['1', '2']],
  ])('leaves lists of the kind of %j alone, where it is told to', async (except, bySub, bySid) => {
    const { lists } = fixture(createMemoryStore())
    const all = [session('1'), session('2')]
    for (const owner of [{ sub: 'u-1' }, { sid: 'sid-1' }]) await lists.change(owner, () => all)
    await lists.remove([session('1')], except)
    expect(keys(await lists.read({ sub: 'u-1' }))).toEqual(bySub)
    expect(keys(await lists.read({ sid: 'sid-1' }))).toEqual(bySid)
  })

  it('that fails for one list is made in the others', async () => {
    const store = createMemoryStore()
    const { lists } = fixture({
      ...store,
      write: (key, ...rest) =>
        key.startsWith('sub:') && rest[1].revision > 0
          ? Promise.reject(new Error('away'))
          : store.write(key, ...rest),
    })
    for (const owner of [{ sub: 'u-1' }, { sid: 'sid-1' }]) {
      await lists.change(owner, () => [session('1')])
    }
    await lists.remove([session('1')])
    expect(keys(await lists.read({ sub: 'u-1' }))).toEqual(['1'])
    expect(await lists.read({ sid: 'sid-1' })).toEqual([])
  })
})
