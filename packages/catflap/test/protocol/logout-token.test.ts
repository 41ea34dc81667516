import { describe, expect, it } from 'vitest'
import { checkLogoutToken } from '../../src/protocol/logout-token.ts'
import { refusal } from '../support/refusal.ts'

const NOW = 1_800_000_000
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const expected = { issuer: 'https://op.example', clientId: 'rp-1', clockTolerance: 60 }

/** An acceptable token. Each row changes exactly one thing about it. */
const claims = {
  iss: 'https://op.example',
  aud: 'rp-1',
  iat: NOW - 1,
  exp: NOW + 120,
  jti: 'j-1',
  sid: 's-1',
  sub: 'u-1',
  events: { [EVENT]: {} },
}
const order = { owner: { sid: 's-1' }, jti: 'j-1', iat: NOW - 1, exp: NOW + 120 }

const check = (change: object, header: { typ?: unknown } = { typ: 'logout+jwt' }) =>
  checkLogoutToken({ typ: header.typ, claims: { ...claims, ...change } }, expected, NOW)

describe('Logout Token, Back-Channel Logout 1.0 section 2.6', () => {
  it('with sid ends that session alone, whatever its sub', () => {
    expect(check({})).toEqual(order)
    expect(check({ sub: undefined })).toEqual(order)
    expect(check({ sub: 7 })).toEqual(order)
  })

  it('with sub alone ends the sessions of the subject', () => {
    expect(check({ sid: undefined })).toEqual({ ...order, owner: { sub: 'u-1' } })
  })

  it.each<[string, object, object]>([
    ['for one of several audiences', { aud: ['rp-0', 'rp-1'] }, {}],
    ['from the edge of the future', { iat: NOW + 60 }, { iat: NOW + 60 }],
    ['that has just expired', { exp: NOW - 59 }, { exp: NOW - 59 }],
    ['issued long ago and still good', { iat: NOW - 9999 }, { iat: NOW - 9999 }],
    ['whose event says more', { events: { [EVENT]: { reason: 'x' }, other: 1 } }, {}],
    ['with a trace id', { trace_id: 't' }, {}],
  ])('is accepted %s', (_, change, result) => {
    expect(check(change)).toEqual({ ...order, ...result })
  })

  it.each<[string, string, object]>([
    ['of another issuer', 'iss', { iss: 'https://op.example/' }],
    ['of no issuer', 'iss', { iss: undefined }],
    ['for another client', 'aud', { aud: 'rp-10' }],
    ['for other clients', 'aud', { aud: ['rp-0', 'rp-10'] }],
    ['for nobody', 'aud', { aud: undefined }],
    ['without time of issue', 'iat', { iat: undefined }],
    ['with a time of issue as text', 'iat', { iat: String(NOW) }],
    ['from the future', 'iat', { iat: NOW + 61 }],
    ['without end, issued minutes ago', 'exp', { exp: undefined, iat: NOW - 360 }],
    ['with an end of null', 'exp', { exp: null }],
    ['with an end as text', 'exp', { exp: String(NOW + 120) }],
    ['that never ends', 'exp', { exp: Number.POSITIVE_INFINITY }],
    ['that has expired', 'exp', { exp: NOW - 60 }],
    ['without jti', 'jti', { jti: undefined }],
    ['with an empty jti', 'jti', { jti: '' }],
    ['with a number for a jti', 'jti', { jti: 1 }],
    ['without events', 'events', { events: undefined }],
    ['whose events are null', 'events', { events: null }],
    ['whose events are a list', 'events', { events: [EVENT] }],
    ['of another event', 'events', { events: { [`${EVENT}x`]: {} } }],
    ['whose event is true', 'events', { events: { [EVENT]: true } }],
    ['whose event is null', 'events', { events: { [EVENT]: null } }],
    ['with a nonce', 'nonce', { nonce: 'n' }],
    ['with a nonce of null', 'nonce', { nonce: null }],
    ['with a number for a sid', 'sid', { sid: 7 }],
    ['with an empty sid', 'sid', { sid: '' }],
    ['with a sid of null, whatever its sub', 'sid', { sid: null }],
    ['about nobody', 'sub', { sid: undefined, sub: undefined }],
    ['about an empty sub', 'sub', { sid: undefined, sub: '' }],
    ['about a number', 'sub', { sid: undefined, sub: 7 }],
  ])('is refused %s, with its type and without', (_, parameter, change) => {
    expect(() => check(change)).toThrow(refusal('LOGOUT_TOKEN_INVALID', { parameter }))
    expect(() => check(change, {})).toThrow(refusal('LOGOUT_TOKEN_INVALID', { parameter }))
  })

  it.each<[string, object, string, string]>([
    ['iss', { iss: 'https://evil.example' }, 'https://op.example', 'https://evil.example'],
    ['aud', { aud: 'rp-2' }, 'rp-1', 'rp-2'],
    ['iat', { iat: NOW + 61 }, `not later than ${NOW + 60}`, `${NOW + 61}`],
    [
      'exp',
      { exp: NOW - 60 },
      `later than ${NOW - 60}, or none and an iat of the last 300 seconds`,
      `${NOW - 60}`,
    ],
    ['jti', { jti: '' }, 'text', 'something else'],
    ['events', { events: {} }, 'an object for the back-channel logout event', 'something else'],
    ['nonce', { nonce: 'hush' }, 'none', 'some'],
    ['sid', { sid: 7 }, 'text', 'something else'],
    ['sub', { sid: undefined, sub: 7 }, 'a sid or a sub', 'neither'],
  ])(
    'is refused for its %s with what was wanted, and what came',
    (parameter, change, wanted, seen) => {
      const told = refusal('LOGOUT_TOKEN_INVALID', { parameter, expected: wanted, seen })
      expect(() => check(change)).toThrow(told)
    },
  )

  it('is refused for its type with the one that came', () => {
    const told = { parameter: 'typ', expected: 'logout+jwt, or no typ', seen: 'at+jwt' }
    expect(() => check({}, { typ: 'at+jwt' })).toThrow(refusal('LOGOUT_TOKEN_INVALID', told))
  })

  it('may leave its type out, as it does where Dex sends it', () => {
    expect(check({}, {})).toEqual(order)
    expect(check({ sid: undefined }, {})).toEqual({ ...order, owner: { sub: 'u-1' } })
  })

  it.each(['JWT', 'jwt'])('may say %j of itself, as Hydra has it', (typ) => {
    expect(check({}, { typ })).toEqual(order)
    expect(() => check({ nonce: 'n' }, { typ })).toThrow(refusal('LOGOUT_TOKEN_INVALID'))
    expect(() => check({ events: undefined }, { typ })).toThrow(refusal('LOGOUT_TOKEN_INVALID'))
  })

  it('may leave its end out, and is then good for five minutes', () => {
    expect(check({ exp: undefined })).toEqual({ ...order, exp: NOW - 1 + 300 })
    const late = { exp: undefined, iat: NOW - 359 }
    expect(check(late)).toEqual({ ...order, iat: NOW - 359, exp: NOW - 59 })
  })

  it('that names a type is told from other tokens by it, in any letter case', () => {
    expect(check({}, { typ: 'Logout+JWT' })).toEqual(order)
    for (const typ of [
      'JWS',
      'jwt ',
      null,
      '',
      'at+jwt',
      'secevent+jwt',
      'logout+jwt2',
      ['logout+jwt'],
    ]) {
      const named = refusal('LOGOUT_TOKEN_INVALID', { parameter: 'typ' })
      expect(() => check({}, { typ })).toThrow(named)
    }
  })

  it('is refused without a word about the person', () => {
    for (const sid of [{ secret: 'hush' }, ['hush']]) {
      expect(() => check({ sid, sub: 'hush' })).toThrow(/^(?!.*hush)/s)
    }
  })
})
