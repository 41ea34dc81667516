import { describe, expect, it } from 'vitest'
import type { Requirements } from '../../src/protocol/login-parameters.ts'
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
      refusal('ACCESS_TOKEN_EXPIRED', {
        parameter: 'access_token',
        seen: 'one that ended 0 seconds ago',
      }),
    )
  })

  it('is given when the provider did not say how long it lives', async () => {
    expect(await session({}, { accessTokenExpiresAt: undefined }).accessToken()).toBe('access')
  })
})

describe('how the person has signed in', () => {
  it.each<[string, object, Requirements, boolean]>([
    ['nothing of which is known does for who asks for nothing', {}, {}, true],
    ['nothing of which is known', {}, { maxAge: 1e9 }, false],
    ['as long ago as may be', { auth_time: START - 160 }, { maxAge: 100 }, true],
    ['longer ago', { auth_time: START - 161 }, { maxAge: 100 }, false],
    ['a moment ahead of our clock', { auth_time: START + 60 }, { maxAge: 100 }, true],
    ['in a time to come', { auth_time: START + 61 }, { maxAge: 100 }, false],
    ['in a time to come, and nobody asks', { auth_time: START + 61 }, {}, true],
    ['at a time that is no number', { auth_time: String(START) }, { maxAge: 100 }, false],
    ['at one of the levels', { acr: 'b' }, { acrValues: ['a', 'b'] }, true],
    ['at another level', { acr: 'c' }, { acrValues: ['a', 'b'] }, false],
    ['at no level', {}, { acrValues: ['a'] }, false],
    ['at a level, too long ago', { acr: 'a' }, { acrValues: ['a'], maxAge: 100 }, false],
    ['in time, at another level', { auth_time: START }, { acrValues: ['a'], maxAge: 1 }, false],
  ])('%s', (_, claims, asked, expected) => {
    expect(session({ claims }).meets(asked)).toBe(expected)
  })
})

describe('a session that was opened before', () => {
  const value = sealSession(keys, { record, details, sealedTrace })
  const known = openSession(keys, value)

  it('is that very one while the store gives the same bytes', () => {
    expect(openSession(keys, value, known)).toBe(known)
  })

  it('is not opened anew of a copy, whose tokens it has from there', () => {
    const copy = Uint8Array.from(value)
    const again = openSession(keys, copy, known)
    expect(again.record).toBe(known.record)
    expect([again.value, again.sealed]).toEqual([copy, known.sealed])
    expect(again.sealed.details.buffer).toBe(copy.buffer)
  })

  it('is opened anew when its record is sealed anew, though it says the same', () => {
    const other = openSession(keys, sealSession(keys, { record, details, sealedTrace }), known)
    expect(other.record).toEqual(known.record)
    expect(other.record).not.toBe(known.record)
  })
})

it('whoever asks for a live token, or for new ones, waits out no pause that has grown', async () => {
  const asked: unknown[] = []
  const opened = openSession(
    keys,
    sealSession(keys, { record, details: { ...details, refreshToken: 'r' }, sealedTrace }),
  )
  const one = sessionFor(opened, {
    ...runtimeAt(() => START + 60),
    renew: async (_, wish) => {
      asked.push(wish)
      return { ...details, accessToken: 'renewed' }
    },
  })
  expect(await one.accessToken()).toBe('renewed')
  await one.renew()
  expect(asked).toEqual([{ insists: true }, { insists: true, found: opened.sealed.details }])
})

it('what a session tells is what its record says', () => {
  const told = {
    sid: 'sid-1',
    attempt: 'a-7',
    returnTo: '/x',
    renewAt: START + 7,
    userInfo: { name: '猫' },
    createdAt: START + 1,
    expiresAt: START + 2,
  }
  expect(session(told)).toMatchObject({ ...told, source: 'oidc', id: keys.id, sub: 'u-1' })
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
