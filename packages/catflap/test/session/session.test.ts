import { describe, expect, it } from 'vitest'
import { openSession, sessionFor } from '../../src/session/session.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { sealSession, sealTrace, splitSession } from '../../src/session/stored-session.ts'
import { createClock, START } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'
import { sealedTrace } from '../support/session.ts'

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
      sealSession(keys, {
        record: { ...record, ...change },
        details: { ...details, ...more },
        sealedTrace,
      }),
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

describe('the parts of a session', () => {
  const trace = sealTrace(keys, { steps: [], checks: [] })
  const parts = splitSession(sealSession(keys, { record, details, sealedTrace: trace }))
  const ofParts = (...all: readonly Uint8Array[]): Uint8Array => {
    const lengths = Buffer.alloc(8)
    lengths.writeUInt32BE(all[0]!.byteLength)
    lengths.writeUInt32BE(all[1]!.byteLength, 4)
    return Buffer.concat([lengths, ...all])
  }
  const opened = (...all: readonly Uint8Array[]) =>
    sessionFor(openSession(keys, ofParts(...all)), runtimeAt(clock.now))

  it('are found where they were put', () => {
    const found = opened(parts.record, parts.details, parts.trace)
    expect(found.sub).toBe('u-1')
    expect(found.details()).toEqual(details)
    expect(found.trace()).toEqual({ steps: [], checks: [] })
  })

  it('cannot stand in for each other', () => {
    const refused = refusal('STORE_UNAVAILABLE') as Error
    expect(() => opened(parts.details, parts.record, parts.trace)).toThrow(refused)
    expect(() => opened(parts.record, parts.trace, parts.details).details()).toThrow(refused)
    expect(() => opened(parts.record, parts.details, parts.details).trace()).toThrow(refused)
    expect(() => opened(parts.record, parts.details, parts.record).trace()).toThrow(refused)
  })

  it.each([0, 3, 7, 8, 20])('are refused when only %d bytes are there', (length) => {
    const value = ofParts(parts.record, parts.details, parts.trace).slice(0, length)
    expect(() => openSession(keys, value)).toThrow(refusal('STORE_UNAVAILABLE') as Error)
  })
})

it('a record opens with the cookie of its own session only', () => {
  const others = sessionKeys(createCookieValue())!
  expect(() => openSession(others, sealSession(keys, { record, details, sealedTrace }))).toThrow(
    refusal('STORE_UNAVAILABLE') as Error,
  )
})
