import { describe, expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import { type Check, checkIdToken } from '../../src/protocol/id-token.ts'
import { check, claims, expected, NOW, seenOf } from '../support/id-token.ts'
import { refusal } from '../support/refusal.ts'

describe('ID Token claims, OpenID Connect Core 1.0 section 3.1.3.7', () => {
  it('hands back the claims, others included, when every rule holds', () => {
    expect(check({ groups: ['ADMIN'] })).toEqual({ ...claims, groups: ['ADMIN'] })
  })

  it.each<[string, object]>([
    ['for a list of this one audience', { aud: ['rp-1'] }],
    ['for several audiences when azp names this client', { aud: ['rp-0', 'rp-1'] }],
    ['without azp when the audience is single', { azp: undefined }],
    ['without azp when the audience is a list of one', { aud: ['rp-1'], azp: undefined }],
    ['that expired just within tolerance', { exp: NOW - 59 }],
    ['issued just within tolerance in the future', { iat: NOW + 60 }],
    ['issued long ago', { iat: 1 }],
    ['valid from just now on', { nbf: NOW }],
    ['valid from just within tolerance on', { nbf: NOW + 60 }],
    ['valid since ever', { nbf: 0 }],
    ['without at_hash, which the code flow leaves open', { at_hash: undefined }],
    ['with a sub of one character', { sub: 'u' }],
    ['with a sub of 255 characters', { sub: 'u'.repeat(255) }],
    ['with times that are not whole', { exp: NOW + 0.5, iat: NOW - 0.5 }],
  ])('accepts a token %s', (_, change) => {
    expect(check(change).sub).toBeTruthy()
  })

  it.each<[string, LoginErrorCode, string, object]>([
    ['without sub', 'ID_TOKEN_INVALID', 'sub', { sub: undefined }],
    ['with an empty sub', 'ID_TOKEN_INVALID', 'sub', { sub: '' }],
    ['whose sub is a number', 'ID_TOKEN_INVALID', 'sub', { sub: 7 }],
    ['whose sub is a list', 'ID_TOKEN_INVALID', 'sub', { sub: ['u-1'] }],
    ['whose nbf is text', 'ID_TOKEN_INVALID', 'nbf', { nbf: `${NOW}` }],
    ['whose nbf is null', 'ID_TOKEN_INVALID', 'nbf', { nbf: null }],
    ['that is valid from tomorrow on', 'ID_TOKEN_FROM_FUTURE', 'nbf', { nbf: NOW + 86_400 }],
    ['valid just beyond tolerance', 'ID_TOKEN_FROM_FUTURE', 'nbf', { nbf: NOW + 61 }],
    ['with a sub of 256 characters', 'ID_TOKEN_INVALID', 'sub', { sub: 'u'.repeat(256) }],
    ['without exp', 'ID_TOKEN_INVALID', 'exp', { exp: undefined }],
    ['whose exp is text', 'ID_TOKEN_INVALID', 'exp', { exp: String(NOW + 600) }],
    ['whose exp is null', 'ID_TOKEN_INVALID', 'exp', { exp: null }],
    ['whose exp is zero', 'ID_TOKEN_INVALID', 'exp', { exp: 0 }],
    ['whose exp is true', 'ID_TOKEN_INVALID', 'exp', { exp: true }],
    ['without iat', 'ID_TOKEN_INVALID', 'iat', { iat: undefined }],
    ['whose iat is text', 'ID_TOKEN_INVALID', 'iat', { iat: String(NOW) }],
    ['whose iat is zero', 'ID_TOKEN_INVALID', 'iat', { iat: 0 }],
    ['whose iat is negative', 'ID_TOKEN_INVALID', 'iat', { iat: -1 }],
    ['without iss', 'ID_TOKEN_ISSUER_MISMATCH', 'iss', { iss: undefined }],
    ['of another issuer', 'ID_TOKEN_ISSUER_MISMATCH', 'iss', { iss: 'https://evil.example' }],
    ['whose iss has a slash more', 'ID_TOKEN_ISSUER_MISMATCH', 'iss', { iss: `${claims.iss}/` }],
    ['whose iss is in capitals', 'ID_TOKEN_ISSUER_MISMATCH', 'iss', { iss: 'HTTPS://OP.EXAMPLE' }],
    ['whose iss is a list', 'ID_TOKEN_ISSUER_MISMATCH', 'iss', { iss: [claims.iss] }],
    ['without aud', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: undefined }],
    ['for another client', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: 'rp-2' }],
    ['for a client whose name begins alike', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: 'rp-12' }],
    ['for nobody', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: [] }],
    ['for others only', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: ['rp-0', 'rp-2'] }],
    ['for a nested audience', 'ID_TOKEN_AUDIENCE_MISMATCH', 'aud', { aud: [['rp-1']] }],
    ['made for another party', 'ID_TOKEN_AZP_MISMATCH', 'azp', { azp: 'rp-2' }],
    ['whose azp is null', 'ID_TOKEN_AZP_MISMATCH', 'azp', { azp: null }],
    ['whose azp is empty', 'ID_TOKEN_AZP_MISMATCH', 'azp', { azp: '' }],
    [
      'for several audiences without azp',
      'ID_TOKEN_AZP_MISMATCH',
      'azp',
      { aud: ['rp-1', 'rp-0'], azp: undefined },
    ],
    [
      'for several audiences made for another',
      'ID_TOKEN_AZP_MISMATCH',
      'azp',
      { aud: ['rp-1', 'rp-0'], azp: 'rp-0' },
    ],
    ['that expired at the tolerance', 'ID_TOKEN_EXPIRED', 'exp', { exp: NOW - 60 }],
    ['that expired long ago', 'ID_TOKEN_EXPIRED', 'exp', { exp: 1 }],
    ['issued beyond tolerance', 'ID_TOKEN_FROM_FUTURE', 'iat', { iat: NOW + 61 }],
    ['without nonce', 'NONCE_MISMATCH', 'nonce', { nonce: undefined }],
    ['with another nonce', 'NONCE_MISMATCH', 'nonce', { nonce: 'nonce-2' }],
    ['with an empty nonce', 'NONCE_MISMATCH', 'nonce', { nonce: '' }],
    ['whose nonce is a list', 'NONCE_MISMATCH', 'nonce', { nonce: ['nonce-1'] }],
    ['with another at_hash', 'AT_HASH_MISMATCH', 'at_hash', { at_hash: 'hash-2' }],
    ['with an empty at_hash', 'AT_HASH_MISMATCH', 'at_hash', { at_hash: '' }],
    ['whose at_hash is null', 'AT_HASH_MISMATCH', 'at_hash', { at_hash: null }],
  ])('refuses a token %s', (_, code, parameter, change) => {
    expect(() => check(change)).toThrow(refusal(code, { parameter }) as Error)
  })

  it('of a renewal may leave the nonce out, but not bring another', () => {
    const renewal = { nonceOptional: true }
    expect(check({ nonce: undefined }, renewal).sub).toBe('u-1')
    expect(check({}, renewal).sub).toBe('u-1')
    for (const nonce of ['nonce-2', '', null, 7]) {
      expect(() => check({ nonce }, renewal)).toThrow(refusal('NONCE_MISMATCH') as Error)
    }
    expect(() => check({ nonce: undefined }, { nonceOptional: false })).toThrow(
      refusal('NONCE_MISMATCH') as Error,
    )
  })

  it('judges shape before issuer, and rules in the order of the table', () => {
    const broken = {
      iss: 'x',
      aud: 'x',
      azp: 'x',
      exp: 1,
      iat: NOW + 999,
      nonce: 'x',
      at_hash: 'x',
    }
    const order: string[] = []
    const wrong: Record<string, unknown> = { ...broken, sub: '' }
    for (let i = 0; i < 8; i++) {
      try {
        check(wrong)
      } catch (error) {
        const { parameter } = error as { parameter: string }
        order.push(parameter)
        wrong[parameter] = claims[parameter as keyof typeof claims]
      }
    }
    expect(order).toEqual(['sub', 'iss', 'aud', 'azp', 'exp', 'iat', 'nonce', 'at_hash'])
    expect(() => check(wrong)).not.toThrow()
  })
})

describe('what is told about the checks', () => {
  it('lists every rule with what was expected and seen', () => {
    const held: Check[] = []
    checkIdToken(claims, expected, NOW, held)
    expect(held).toEqual([
      { name: 'iss', expected: 'https://op.example', seen: 'https://op.example' },
      { name: 'aud', expected: 'rp-1', seen: 'rp-1' },
      { name: 'azp', expected: 'rp-1', seen: 'rp-1' },
      {
        name: 'exp',
        expected: `later than ${NOW - 60}`,
        seen: `${NOW + 600}, 600 seconds ahead of this machine's clock`,
      },
      {
        name: 'iat',
        expected: `not later than ${NOW + 60}`,
        seen: `${NOW - 10}, 10 seconds behind this machine's clock`,
      },
      {
        name: 'nonce',
        expected: 'the value sent with the authorization request',
        seen: 'the same value',
      },
      { name: 'at_hash', expected: 'the hash of the access token', seen: 'the same hash' },
    ])
  })

  it('says what was absent and allowed to be', () => {
    expect(seenOf({ azp: undefined, at_hash: undefined })).toMatchObject({
      azp: 'none, as aud is single',
      at_hash: 'none',
    })
  })

  it("adds the distance of the provider's clock when it is known", () => {
    expect(seenOf({}, { clockSkew: 90 }).exp).toBe(
      `${NOW + 600}, 600 seconds ahead of this machine's clock; ` +
        "the provider's clock is 90 seconds ahead of this machine's",
    )
    expect(seenOf({}, { clockSkew: -90 }).iat).toContain('is 90 seconds behind this machine')
  })

  it.each<[string, object, string, string]>([
    ['the expected and the seen issuer', { iss: 'https://x' }, 'https://op.example', 'https://x'],
    ['the expected and the seen audience', { aud: ['a', 'b'] }, 'rp-1', '["a","b"]'],
    ['an audience that is not there', { aud: undefined }, 'rp-1', 'nothing'],
    ['the shape that sub must have', { sub: '' }, 'text of 1 to 255 characters', ''],
    ['the shape that exp must have', { exp: -1 }, 'a time in seconds', '-1'],
    ['the shape that nbf must have', { nbf: -1 }, 'a time in seconds', '-1'],
    ['that a time is text', { exp: `${NOW}` }, 'a time in seconds', 'text in place of a number'],
    [
      'that several audiences need azp',
      { aud: ['rp-1', 'x'], azp: undefined },
      'rp-1',
      'none, though aud is not single',
    ],
    [
      'the distance of an expiry',
      { exp: NOW - 100 },
      `later than ${NOW - 60}`,
      `${NOW - 100}, 100 seconds behind this machine's clock`,
    ],
    [
      'the distance of a beginning',
      { nbf: NOW + 100 },
      `not later than ${NOW + 60}`,
      `${NOW + 100}, 100 seconds ahead of this machine's clock`,
    ],
    [
      'that a nonce is missing',
      { nonce: undefined },
      'the value sent with the authorization request',
      'none',
    ],
    [
      'that a nonce differs, not which',
      { nonce: 'n-2' },
      'the value sent with the authorization request',
      'another value',
    ],
    [
      'that a hash differs, not which',
      { at_hash: 'h-2' },
      'the hash of the access token',
      'another value',
    ],
  ])('tells %s', (_, change, wanted, seen) => {
    expect(() => check(change)).toThrow(
      expect.objectContaining({ expected: wanted, seen }) as Error,
    )
  })

  it('names the claim in its message, and what is early and late of none', () => {
    expect(() => check({ sub: '' })).toThrow('ID Token: unacceptable "sub"')
    expect(seenOf({ nbf: NOW }).nbf).toBe(`${NOW}, 0 seconds ahead of this machine's clock`)
  })

  it('shows a hostile claim on one line and cut short', () => {
    const hostile = `x\r\n\u202e<script>${'y'.repeat(1000)}`
    try {
      check({ iss: hostile })
      expect.unreachable()
    } catch (error) {
      const { seen, message } = error as { seen: string; message: string }
      expect(seen).toMatch(/^x\uFFFD{3}<script>y+… \(1012 characters\)$/)
      expect(message).not.toMatch(/[\r\n\u202e]/)
    }
  })

  it('tells what held before the rule that did not', () => {
    const held: Check[] = []
    const late = { ...claims, exp: NOW - 60 }
    expect(() => checkIdToken(late, expected, NOW, held)).toThrow()
    expect(held.map(({ name }) => name)).toEqual(['iss', 'aud', 'azp'])
  })

  it('never shows nonce or at_hash themselves', () => {
    const text = JSON.stringify(seenOf({}))
    expect(text).not.toContain('nonce-1')
    expect(text).not.toContain('hash-1')
  })
})
