import { describe, expect, it } from 'vitest'
import { openSession, sealSession, sessionFor } from '../../src/session/session.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { createClock, START } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'

const record = {
  sub: 'u-1',
  sid: undefined,
  claims: {},
  userInfo: {},
  createdAt: START,
  expiresAt: START + 100,
  attempt: 'a',
  returnTo: '/',
  ingressUser: undefined,
  renewAt: undefined,
  renewBy: undefined,
}
const details = {
  accessToken: 'access',
  idToken: 'id',
  refreshToken: undefined,
  accessTokenExpiresAt: START + 60,
  checks: [],
  steps: [],
  startedAt: START,
}
const keys = sessionKeys(createCookieValue())!
const clock = createClock()
const session = (change: object, more: object = {}, now = clock.now) =>
  sessionFor(
    openSession(
      keys,
      sealSession(keys, { record: { ...record, ...change }, details: { ...details, ...more } }),
    ),
    runtimeAt(now),
  )

describe('groups', () => {
  it.each<[string, readonly string[], object]>([
    ['of the ID Token', ['a'], { claims: { groups: ['a'] }, userInfo: { groups: ['b'] } }],
    ['of UserInfo when the ID Token has none', ['b'], { userInfo: { groups: ['b'] } }],
    [
      'of UserInfo when those of the ID Token are no list',
      ['b'],
      { claims: { groups: 'a' }, userInfo: { groups: ['b'] } },
    ],
    ['none when an entry is no text', [], { claims: { groups: ['a', 1] } }],
    ['none when there are none', [], {}],
    [
      'an empty list when the ID Token says so',
      [],
      { claims: { groups: [] }, userInfo: { groups: ['b'] } },
    ],
  ])('are %s', (_, groups, change) => {
    expect(session(change).groups).toEqual(groups)
  })
})

describe('the access token', () => {
  it('is given while it lives', async () => {
    const time = createClock()
    const live = session({}, {}, time.now)
    time.move(59)
    expect(await live.accessToken()).toBe('access')
    time.move(1)
    await expect(live.accessToken()).rejects.toEqual(
      refusal('ACCESS_TOKEN_EXPIRED', { seen: 'one that ended 0 seconds ago' }),
    )
  })

  it('is given when the provider did not say how long it lives', async () => {
    expect(await session({}, { accessTokenExpiresAt: undefined }).accessToken()).toBe('access')
  })
})

it('a record and its details cannot stand in for each other', () => {
  const sealed = Buffer.from(sealSession(keys, { record, details }))
  const end = 4 + sealed.readUInt32BE(0)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(sealed.byteLength - end)
  const swapped = Buffer.concat([length, sealed.subarray(end), sealed.subarray(4, end)])
  expect(() => openSession(keys, swapped)).toThrow(refusal('STORE_UNAVAILABLE') as Error)
})

it('a record opens with the cookie of its own session only', () => {
  const others = sessionKeys(createCookieValue())!
  expect(() => openSession(others, sealSession(keys, { record, details }))).toThrow(
    refusal('STORE_UNAVAILABLE') as Error,
  )
})
