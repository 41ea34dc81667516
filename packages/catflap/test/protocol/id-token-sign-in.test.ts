/** `auth_time` and `acr`, where the authorization request demanded something of them. */
import { describe, expect, it } from 'vitest'
import { check, NOW, seenOf } from '../support/id-token.ts'
import { refusal } from '../support/refusal.ts'

describe('how the person signed in', () => {
  const asked = (maxAge: number | undefined, ...acrValues: readonly (readonly string[])[]) => ({
    authentication: { requestedAt: NOW - 30, maxAge, acrValues },
  })

  it.each<[string, object, object]>([
    ['within max_age when it was asked for', { auth_time: NOW - 330 }, asked(300)],
    ['within the tolerance beside it', { auth_time: NOW - 390 }, asked(300)],
    ['by a clock that is ahead a little', { auth_time: NOW + 60 }, asked(0)],
    ['after the request, for max_age=0', { auth_time: NOW - 1 }, asked(0)],
    ['at any time where nobody asked', { auth_time: 1 }, asked(undefined)],
    ['at no time, in any way, where nobody asked', { auth_time: 'x', acr: 7 }, {}],
    ['by one of the acr values', { acr: 'hwk' }, asked(undefined, ['mfa', 'hwk'])],
    ['by one of each list', { acr: 'mfa' }, asked(undefined, ['mfa', 'hwk'], ['mfa'])],
  ])('is enough: %s', (_, change, against) => {
    expect(check(change, against).sub).toBe('u-1')
  })

  it.each<[string, string, object, object]>([
    ['too long before the request', 'auth_time', { auth_time: NOW - 391 }, asked(300)],
    ['before the request, for max_age=0', 'auth_time', { auth_time: NOW - 91 }, asked(0)],
    ['at a time that nobody tells', 'auth_time', {}, asked(300)],
    ['at a time that is text', 'auth_time', { auth_time: `${NOW}` }, asked(300)],
    ['at a time to come', 'auth_time', { auth_time: NOW + 61 }, asked(300)],
    ['at a time in milliseconds', 'auth_time', { auth_time: NOW * 1000 }, asked(300)],
    ['in a way that nobody tells', 'acr', {}, asked(undefined, ['mfa'])],
    ['in another way', 'acr', { acr: 'pwd' }, asked(undefined, ['mfa', 'hwk'])],
    ['in several ways at once', 'acr', { acr: ['mfa'] }, asked(undefined, ['mfa'])],
    ['by one list alone', 'acr', { acr: 'pwd' }, asked(undefined, ['mfa'], ['pwd'])],
  ])('is not enough: %s', (_, parameter, change, against) => {
    expect(() => check(change, against)).toThrow(
      refusal('AUTHENTICATION_INSUFFICIENT', { parameter }),
    )
  })

  it('tells what would have been enough', () => {
    expect(() => check({ auth_time: 1 }, asked(300))).toThrow(
      refusal('AUTHENTICATION_INSUFFICIENT', {
        expected: `a sign-in not before ${NOW - 30 - 300 - 60}, and not to come`,
      }),
    )
    expect(() => check({ acr: 'pwd' }, asked(undefined, ['mfa', 'hwk'], ['phr']))).toThrow(
      refusal('AUTHENTICATION_INSUFFICIENT', { expected: 'mfa or hwk, and phr', seen: 'pwd' }),
    )
  })

  it('is told among the checks', () => {
    expect(seenOf({ auth_time: NOW - 5, acr: 'mfa' }, asked(60, ['mfa']))).toMatchObject({
      auth_time: String(NOW - 5),
      acr: 'mfa',
    })
    expect(Object.keys(seenOf({ auth_time: NOW, acr: 'mfa' }))).not.toContain('acr')
  })
})
