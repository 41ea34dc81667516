/** How long what is stored stays, and whose session applies. */
import { describe, expect, it } from 'vitest'
import { createSessions } from '../../src/session/sessions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock, START } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'
import { countingStore } from '../support/stores.ts'

/** A header's value as Node hands it over: one character per byte. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1')

const IDLE = 1000
const ABSOLUTE = 5000
async function signIn(store: SessionStore = createMemoryStore(), change: object = {}) {
  const clock = createClock()
  const lifetimes = { idleLifetime: IDLE, absoluteLifetime: ABSOLUTE }
  const sessions = createSessions(store, '__Host-catflap', lifetimes, runtimeAt(clock.now))
  const { setCookie, storeKey } = await sessions.create(
    { ...record, ...change },
    details,
    createRecorder(),
    unlisted,
  )
  return { clock, sessions, storeKey, cookie: setCookie.split(';')[0]! }
}

describe('in the store', () => {
  it('an active session is never kept beyond its absolute end', async () => {
    const store = countingStore()
    const { clock, sessions, storeKey, cookie } = await signIn(store)
    for (let i = 0; i < 8; i++) {
      clock.move(600)
      expect(sessions.read(cookie, undefined)).toBeDefined()
    }
    const entry = await store.read(storeKey, clock.now())
    expect(entry?.expiresAt).toBe(START + ABSOLUTE)
  })

  it('a tombstone stays for an hour: longer than any request is under way', async () => {
    const store = createMemoryStore()
    const { clock, sessions, storeKey, cookie } = await signIn(store)
    await sessions.end(cookie)
    const entry = await store.read(storeKey, clock.now() + 3599)
    expect(entry?.value.byteLength).toBe(0)
  })
})

it('a session ends at its absolute end even in a store that forgets too late', async () => {
  const store = createMemoryStore()
  const late: SessionStore = {
    ...store,
    read: (key) => store.read(key, START),
    write: (key, value, condition) => store.write(key, value, condition, START),
  }
  const { clock, sessions, cookie } = await signIn(late)
  clock.move(ABSOLUTE - 1)
  expect(sessions.read(cookie, undefined)).toBeDefined()
  clock.move(1)
  expect(sessions.read(cookie, undefined)).toBeUndefined()
})

describe('the user that the box names', () => {
  it.each<[string, object, string | undefined, boolean]>([
    ['is not named', { claims: { preferred_username: 'alice@box' } }, undefined, true],
    ['is the same', { claims: { preferred_username: 'alice@box' } }, 'alice', true],
    [
      'is the same with the box',
      { claims: { preferred_username: 'alice@box' } },
      'alice@box',
      true,
    ],
    ['is the same without a box', { claims: { preferred_username: 'alice' } }, 'alice', true],
    ['is the same by UserInfo', { userInfo: { preferred_username: 'alice@box' } }, 'alice', true],
    ['holds an @ itself', { claims: { preferred_username: 'a@b@box' } }, 'a@b', true],
    ['cannot be compared', {}, 'bob', false],
    [
      'cannot be compared with a name that is no text',
      { claims: { preferred_username: 7 } },
      '7',
      false,
    ],
    ['is written in bytes', { claims: { preferred_username: '小猫@box' } }, bytes('小猫'), true],
    ['is in text already', { claims: { preferred_username: '小猫@box' } }, '小猫', true],
    ['is another in bytes', { claims: { preferred_username: '小猫@box' } }, bytes('小狗'), false],
    ['is no UTF-8', { claims: { preferred_username: 'caf\u00e9@box' } }, 'caf\u00e9', true],
    ['was named at the callback', { ingressUser: 'alice' }, 'alice', true],
    ['was named at the callback, in bytes now', { ingressUser: '小猫' }, bytes('小猫'), true],
    ['is not the one of the callback', { ingressUser: 'alice' }, 'bob', false],
    ['is empty, unlike that of the callback', { ingressUser: 'alice' }, '', false],
    [
      'is the one of the callback, whatever the provider calls them',
      { ingressUser: 'alice', claims: { preferred_username: 'cat-7@box' } },
      'alice',
      true,
    ],
    [
      'is the one of the name, but another was named at the callback',
      { ingressUser: 'alice', claims: { preferred_username: 'bob@box' } },
      'bob',
      false,
    ],
    ['is the one of the callback with the box', { ingressUser: 'alice' }, 'alice@box', false],
    ['is empty, as is the local part', { claims: { preferred_username: '@box' } }, '', false],
    ['is another', { claims: { preferred_username: 'alice@box' } }, 'bob', false],
    ['is in other letters', { claims: { preferred_username: 'alice@box' } }, 'Alice', false],
    ['begins alike', { claims: { preferred_username: 'alice@box' } }, 'alic', false],
    ['is shorter, without a box', { claims: { preferred_username: 'alice' } }, 'alic', false],
    ['is empty', { claims: { preferred_username: 'alice@box' } }, '', false],
    ['is empty, as is the name', { claims: { preferred_username: '@box' } }, 'box', false],
    [
      'is another by the ID Token, whatever UserInfo says',
      { claims: { preferred_username: 'alice@box' }, userInfo: { preferred_username: 'bob@box' } },
      'bob',
      false,
    ],
  ])('%s', async (_, change, user, applies) => {
    const { sessions, cookie } = await signIn(createMemoryStore(), change)
    expect((await sessions.read(cookie, user)) !== undefined).toBe(applies)
  })

  it('does not end the session of somebody else', async () => {
    const change = { claims: { preferred_username: 'alice@box' } }
    const { sessions, cookie } = await signIn(createMemoryStore(), change)
    expect(await sessions.read(cookie, 'bob')).toBeUndefined()
    expect(await sessions.read(cookie, 'alice')).toBeDefined()
  })
})
