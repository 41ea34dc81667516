/** What a renewal keeps of what the login knew: nonce, acr, auth_time, tokens and their times. */
import { describe, expect, it } from 'vitest'
import type { Claims } from '../../src/protocol/claims.ts'
import type { Provider } from '../../src/provider/provider.ts'
import { createRefresh, renewalTimes } from '../../src/routes/refresh.ts'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'
import { sealTrace } from '../../src/session/stored-session.ts'
import { createClock, START } from '../support/clock.ts'
import { details, record } from '../support/session.ts'

const clock = createClock()
const sealedTrace = sealTrace(sessionKeys(createCookieValue())!, { steps: [], checks: [] })
const TOKENS = { accessToken: 'a-2', idToken: 'i-2', refreshToken: 'r-2', expiresIn: 600 }
type Asked = readonly [string, { readonly sub: string; readonly nonce: string }]

async function renewed(
  old: Claims,
  brought: { claims?: Claims | undefined; tokens?: object },
  had: object = {},
) {
  const asked: Asked[] = []
  const renew = async (...[token, identity]: Asked) => {
    asked.push([token, identity])
    const tokens = { ...TOKENS, clockSkew: undefined, ...brought.tokens }
    return { tokens, claims: brought.claims, userInfo: undefined }
  }
  const provider = { renew } as unknown as Provider
  const before = {
    record: {
      ...record,
      sub: 'u-1',
      createdAt: START - 1000,
      expiresAt: START + 5000,
      claims: old,
    },
    details: { ...details, ...had },
    sealedTrace,
  }
  const stored = await createRefresh(provider, 'groups', clock.now)(before, () => undefined)
  return { asked, claims: stored.record.claims, details: stored.details, record: stored.record }
}

describe('new claims', () => {
  it.each<[string, Claims, Claims, Claims]>([
    ['keep the nonce that they do not repeat', { nonce: 'n' }, {}, { nonce: 'n' }],
    ['have an empty nonce where there never was one', {}, {}, { nonce: '' }],
    ['have the nonce that they bring', { nonce: 'n' }, { nonce: 'm' }, { nonce: 'm' }],
    ['keep the acr that they do not repeat', { acr: '2' }, {}, { nonce: '', acr: '2' }],
    ['have the acr that they bring', { acr: '2' }, { acr: '1' }, { nonce: '', acr: '1' }],
    ['keep the time of the sign-in', { auth_time: 5 }, {}, { nonce: '', auth_time: 5 }],
    [
      'have no later time of a sign-in',
      { auth_time: 5 },
      { auth_time: START },
      { nonce: '', auth_time: 5 },
    ],
    [
      'have one from before the session, where none was told',
      {},
      { auth_time: 7 },
      { nonce: '', auth_time: 7 },
    ],
    [
      'have at most the beginning of the session, where none was told',
      {},
      { auth_time: START },
      { nonce: '', auth_time: START - 1000 },
    ],
    [
      'have a time that is none as it came',
      {},
      { auth_time: 'today' },
      { nonce: '', auth_time: 'today' },
    ],
  ])('%s', async (_, old, brought, expected) => {
    const { claims } = await renewed({ sub: 'u-1', ...old }, { claims: { sub: 'u-1', ...brought } })
    expect(claims).toStrictEqual({ sub: 'u-1', ...expected })
  })

  it('that could not be checked leave claims and ID Token as they were', async () => {
    const old = { sub: 'u-1', nonce: 'n' }
    const { claims, details } = await renewed(old, { claims: undefined }, { idToken: 'i-1' })
    expect([claims, details.idToken]).toEqual([old, 'i-1'])
  })
})

describe('the provider is asked', () => {
  it.each([
    ['the nonce of the login', { nonce: 'n' }, 'n'],
    ['no nonce where there was none', {}, ''],
    ['no nonce where it was no text', { nonce: 7 }, ''],
  ])('with the refresh token, the subject and %s', async (_, claims, nonce) => {
    const { asked } = await renewed({ sub: 'u-1', ...claims }, {}, { refreshToken: 'r-1' })
    expect(asked).toEqual([['r-1', { sub: 'u-1', nonce }]])
  })
})

describe('tokens after a renewal', () => {
  it('are those that came', async () => {
    const { details } = await renewed({ sub: 'u-1' }, { claims: { sub: 'u-1' } })
    const { accessToken, idToken, refreshToken, accessTokenExpiresAt } = details
    expect({ accessToken, idToken, refreshToken }).toEqual({
      accessToken: 'a-2',
      idToken: 'i-2',
      refreshToken: 'r-2',
    })
    expect(accessTokenExpiresAt).toBe(clock.now() + 600)
  })

  it('keep a refresh token and an ID Token that did not come anew', async () => {
    const tokens = { refreshToken: undefined, idToken: undefined }
    const had = { refreshToken: 'r-1', idToken: 'i-1' }
    const { details, record } = await renewed(
      { sub: 'u-1' },
      { claims: { sub: 'u-1' }, tokens },
      had,
    )
    expect([details.refreshToken, details.idToken]).toEqual(['r-1', 'i-1'])
    expect(record.renewBy).toBe(clock.now() + 600)
  })

  it('of an access token without an end are not renewed by time', async () => {
    const { details, record } = await renewed(
      { sub: 'u-1' },
      { tokens: { expiresIn: undefined } },
      {},
    )
    expect(details.accessTokenExpiresAt).toBeUndefined()
    expect([record.renewAt, record.renewBy]).toEqual([undefined, undefined])
  })
})

it.each([
  ['no refresh token', { refreshToken: undefined, expiresIn: 600 }],
  ['no end', { refreshToken: 'r', expiresIn: undefined }],
])('an access token with %s is never due', (_, tokens) => {
  expect(renewalTimes(tokens, 1000)).toStrictEqual({ renewAt: undefined, renewBy: undefined })
})
