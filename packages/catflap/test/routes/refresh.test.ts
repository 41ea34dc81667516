/** What a renewal does to a session's claims, groups and times. */
import { describe, expect, it } from 'vitest'
import type { Claims } from '../../src/protocol/claims.ts'
import type { Provider } from '../../src/provider/provider.ts'
import { createRefresh, renewalTimes } from '../../src/routes/refresh.ts'
import { openSession, sessionFor } from '../../src/session/session.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { sealSession, sealTrace } from '../../src/session/stored-session.ts'
import { createClock, START } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record } from '../support/session.ts'

const keys = sessionKeys(createCookieValue())!
const clock = createClock()
const TRACE = { steps: [], checks: [{ name: 'nonce', expected: 'n', seen: 'n' }] }
const sealedTrace = sealTrace(keys, TRACE)
const STORED = { ...record, createdAt: START, expiresAt: START + 5000 }

/** What a renewal brings; without `idToken` no ID Token came, with one alone its keys are away. */
interface Brought {
  readonly idToken?: string
  readonly claims?: Claims
  readonly userInfo?: Claims
}

async function renewed(
  old: { claims?: Claims; userInfo?: Claims; createdAt?: number },
  brought: Brought,
  groupsClaim = 'groups',
) {
  const tokens = {
    accessToken: 'new',
    idToken: brought.idToken ?? (brought.claims && 'new'),
    refreshToken: undefined,
    expiresIn: 600,
    clockSkew: undefined,
  }
  const { claims, userInfo } = brought
  const provider = { renew: async () => ({ tokens, claims, userInfo }) } as unknown as Provider
  const refresh = createRefresh(provider, groupsClaim, clock.now)
  const nothing = () => undefined
  const stored = await refresh({ record: { ...STORED, ...old }, details, sealedTrace }, nothing)
  const runtime = { ...runtimeAt(clock.now), groupsClaim }
  const session = sessionFor(openSession(keys, sealSession(keys, stored)), runtime)
  return { record: stored.record, session }
}

const of = (...groups: string[]): Claims => ({ sub: 'u-1', groups })
const NONE: Claims = { sub: 'u-1' }

it('a renewal leaves the steps of the login as they were', async () => {
  const { session } = await renewed({}, { claims: of('staff') })
  expect(session.details().accessToken).toBe('new')
  expect(session.trace()).toEqual(TRACE)
})

describe('groups after a renewal', () => {
  it.each<[string, { claims?: Claims; userInfo?: Claims }, Brought, readonly string[]]>([
    [
      'are those of the new ID Token',
      { claims: of('ADMIN'), userInfo: of('ADMIN') },
      { claims: of('staff'), userInfo: of('other') },
      ['staff'],
    ],
    [
      'are none when neither of both has them any more',
      { claims: of('ADMIN'), userInfo: of('ADMIN') },
      { claims: NONE, userInfo: NONE },
      [],
    ],
    [
      'are not taken from an old UserInfo when the new ID Token has none',
      { claims: NONE, userInfo: of('ADMIN') },
      { claims: NONE },
      [],
    ],
    [
      'are not taken from an old UserInfo when those of the new ID Token are no list',
      { claims: of('ADMIN'), userInfo: of('ADMIN') },
      { claims: { sub: 'u-1', groups: 'ADMIN' } },
      [],
    ],
    [
      'are those of a new UserInfo when no ID Token came',
      { claims: of('ADMIN') },
      { userInfo: of('staff') },
      ['staff'],
    ],
    [
      'are none when a new UserInfo has dropped its own and no ID Token came',
      { claims: of('ADMIN'), userInfo: of('ADMIN') },
      { userInfo: NONE },
      [],
    ],
    [
      'are those of a new UserInfo while the keys of the new ID Token are away',
      { claims: of('ADMIN') },
      { idToken: 'new', userInfo: of() },
      [],
    ],
    [
      'stay where only the ID Token ever told them and none came',
      { claims: of('ADMIN'), userInfo: NONE },
      { userInfo: NONE },
      ['ADMIN'],
    ],
    ['stay when nothing new came at all', { claims: NONE, userInfo: of('ADMIN') }, {}, ['ADMIN']],
  ])('%s', async (_, old, brought, expected) => {
    expect((await renewed(old, brought)).session.groups).toEqual(expected)
  })

  it('are told by the claim that is configured, however deep it lies', async () => {
    const at = (...roles: string[]): Claims => ({ sub: 'u-1', realm_access: { roles, other: 1 } })
    const path = 'realm_access.roles'
    const old = { claims: at('ADMIN'), userInfo: at('ADMIN') }
    expect((await renewed(old, {}, path)).session.groups).toEqual(['ADMIN'])
    expect((await renewed(old, { claims: at('staff') }, path)).session.groups).toEqual(['staff'])
    const { session } = await renewed(old, { claims: NONE }, path)
    expect(session.groups).toEqual([])
    expect(session.userInfo).toEqual({ sub: 'u-1', realm_access: { other: 1 } })
    expect((await renewed(old, { userInfo: NONE }, path)).session.groups).toEqual([])
  })

  it('leave the other old claims alone', async () => {
    const userInfo = { sub: 'u-1', name: 'Alice', groups: ['ADMIN'] }
    const { session } = await renewed({ userInfo }, { claims: NONE })
    expect(session.userInfo).toEqual({ sub: 'u-1', name: 'Alice' })
  })
})

describe('the next renewal', () => {
  it.each<[string, Brought, number]>([
    ['comes a minute before the end', { claims: NONE, userInfo: NONE }, 540],
    ['needs no ID Token for that', { userInfo: NONE }, 540],
    ['comes in a minute when UserInfo was away', { claims: NONE }, 60],
    ['comes in a minute when the keys were away', { idToken: 'new', userInfo: NONE }, 60],
  ])('%s', async (_, brought, seconds) => {
    const { renewAt, renewBy } = (await renewed({}, brought)).record
    expect(renewAt).toBe(clock.now() + seconds)
    // From then on requests wait.
    expect(renewBy).toBe(clock.now() + 600)
  })
})

describe('an access token is renewed', () => {
  it.each([
    ['a minute before its end', 600, 540, 600],
    ['halfway, when it lives shorter', 60, 30, 60],
    ['every ten seconds at most, when it lives no time at all', 0, 5, 10],
    ['likewise when the provider says nonsense', -600, 5, 10],
  ])('%s', (_, expiresIn, renewAt, renewBy) => {
    expect(renewalTimes({ refreshToken: 'x', expiresIn }, 1000)).toEqual({
      renewAt: 1000 + renewAt,
      renewBy: 1000 + renewBy,
    })
  })
})

describe('a sign-in after a renewal', () => {
  const LONG_AGO = START - 1000
  it.each([
    ['is as old as it was, whatever the new ID Token says', { auth_time: LONG_AGO }],
    ['is no younger than the session, where no earlier ID Token told its time', {}],
  ])('%s', async (_, told) => {
    const old = { claims: { ...NONE, ...told }, createdAt: LONG_AGO }
    const { session } = await renewed(old, { claims: { ...NONE, auth_time: START } })
    expect(session.meets({ maxAge: 300 })).toBe(false)
    expect(session.meets({ maxAge: 1000 })).toBe(true)
  })
})

it('a renewal hands its check on to the request: what that throws is thrown', async () => {
  const lost = new Error('the lease is gone')
  const provider = {
    renew: async (_token: string, _identity: unknown, check: () => void) => check(),
  } as unknown as Provider
  const refresh = createRefresh(provider, 'groups', clock.now)
  const check = () => {
    throw lost
  }
  await expect(refresh({ record: STORED, details, sealedTrace }, check)).rejects.toBe(lost)
})
