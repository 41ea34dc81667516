/** The request path, guarded by counting. */
import { expect, it } from 'vitest'
import { createSessions } from '../../src/session/sessions.ts'
import { createClock } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record } from '../support/session.ts'
import { countingStore } from '../support/stores.ts'

async function fixture() {
  const store = countingStore()
  const clock = createClock()
  const lifetimes = { idleLifetime: 1000, absoluteLifetime: 5000 }
  const sessions = createSessions(store, true, lifetimes, runtimeAt(clock.now))
  const { setCookie } = await sessions.create(record, details)
  store.writes.splice(0)
  return { store, clock, sessions, cookie: setCookie.split(';')[0]! }
}

it.each([
  ['no cookie header', undefined],
  ['an empty header', ''],
  ['cookies of others', 'a=b; __Host-catflap-login-x=y; catflap=1'],
  ['a cookie that we did not make', '__Host-catflap=stranger'],
  ['a cookie of another version', `__Host-catflap=2${'A'.repeat(43)}`],
])('%s costs no store read', async (_, header) => {
  const { store, sessions } = await fixture()
  expect(sessions.read(header)).toBeUndefined()
  expect(store.reads).toEqual([])
})

it('a good session costs one store read, no write, and no waiting', async () => {
  const { store, sessions, cookie } = await fixture()
  expect(sessions.read(`x=y; ${cookie}`)).toMatchObject({ sub: 'u-1' })
  expect(store.reads).toHaveLength(1)
  expect(store.writes).toEqual([])
})

it('a session that is due to be prolonged costs one read and one write', async () => {
  const { store, clock, sessions, cookie } = await fixture()
  clock.move(500)
  expect(sessions.read(cookie)).toBeDefined()
  expect([store.reads.length, store.writes.length]).toEqual([1, 1])
})

it('an ended session costs one read and nothing else', async () => {
  const { store, clock, sessions, cookie } = await fixture()
  await sessions.end(cookie)
  store.reads.splice(0)
  store.writes.splice(0)
  clock.move(500)
  expect(sessions.read(cookie)).toBeUndefined()
  expect([store.reads.length, store.writes.length]).toEqual([1, 0])
})
