import { describe, expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import {
  checkAuthorizationResponse,
  parseAuthorizationResponse,
} from '../../src/protocol/authorization-response.ts'
import { refusal } from '../support/refusal.ts'

const parse = (query: string) => parseAuthorizationResponse(new URLSearchParams(query))

describe('the form of an authorization response, RFC 6749 sections 3.1 and 4.1.2', () => {
  it('reads state, code and iss, and leaves unknown parameters alone', () => {
    expect(parse('code=c&state=s&iss=i&scope=a&scope=b&x=')).toEqual({
      state: 's',
      code: 'c',
      error: undefined,
      iss: 'i',
      description: undefined,
    })
  })

  it('reads an error response', () => {
    expect(parse('error=access_denied&state=s&error_description=no')).toEqual({
      state: 's',
      code: undefined,
      error: 'access_denied',
      iss: undefined,
      description: 'no',
    })
  })

  it('counts an empty parameter as absent', () => {
    expect(parse('code=c&state=s&error=&iss=')).toMatchObject({ error: undefined, iss: undefined })
  })

  it.each(['code', 'state', 'iss'])('accepts 4096 characters of %s', (name) => {
    const fields = { code: 'c', state: 's', [name]: 'x'.repeat(4096) }
    expect(parse(String(new URLSearchParams(fields)))).toMatchObject(fields)
  })

  it.each<[string, LoginErrorCode, string, string]>([
    ['without anything', 'PARAMETER_MISSING', 'state', ''],
    ['without state', 'PARAMETER_MISSING', 'state', 'code=c'],
    ['with an empty state', 'PARAMETER_MISSING', 'state', 'code=c&state='],
    ['with neither code nor error', 'PARAMETER_MISSING', 'code', 'state=s'],
    ['with an empty code', 'PARAMETER_MISSING', 'code', 'state=s&code='],
    ['with code and error', 'PARAMETER_CONFLICT', 'error', 'state=s&code=c&error=e'],
    ['with two states', 'PARAMETER_REPEATED', 'state', 'state=s&state=s&code=c'],
    ['with two codes', 'PARAMETER_REPEATED', 'code', 'state=s&code=c&code=d'],
    ['with two codes, one empty', 'PARAMETER_REPEATED', 'code', 'state=s&code=&code=d'],
    ['with two errors', 'PARAMETER_REPEATED', 'error', 'state=s&error=a&error=a'],
    ['with two issuers', 'PARAMETER_REPEATED', 'iss', 'state=s&code=c&iss=a&iss=a'],
    ['with a long state', 'PARAMETER_OVERSIZED', 'state', `code=c&state=${'x'.repeat(4097)}`],
    ['with a long code', 'PARAMETER_OVERSIZED', 'code', `state=s&code=${'x'.repeat(4097)}`],
    ['with a long error', 'PARAMETER_OVERSIZED', 'error', `state=s&error=${'x'.repeat(4097)}`],
    ['with a long iss', 'PARAMETER_OVERSIZED', 'iss', `state=s&code=c&iss=${'x'.repeat(4097)}`],
  ])('refuses a response %s', (_, code, parameter, query) => {
    expect(() => parse(query)).toThrow(refusal(code, { parameter }) as Error)
  })

  it('tells the error that came without a state, and nothing but a code of it', () => {
    expect(() => parse('error=access_denied')).toThrow(
      refusal('PARAMETER_MISSING', { seen: 'none, with the error access_denied' }) as Error,
    )
    expect(() => parse('error=<b>hush&error_description=hush')).toThrow(
      refusal('PARAMETER_MISSING', { seen: 'none, with an error', said: undefined }) as Error,
    )
  })

  it.each([
    ['code=c', 'none'],
    ['error=access_denied<b>', 'none, with an error'],
    [`error=${'e'.repeat(40)}`, `none, with the error ${'e'.repeat(40)}`],
    [`error=${'e'.repeat(41)}`, 'none, with an error'],
    ['error=-access_denied', 'none, with an error'],
  ])('tells of %s without a state: %s', (query, seen) => {
    expect(() => parse(query)).toThrow(refusal('PARAMETER_MISSING', { seen }) as Error)
  })

  it('never fails for a description, however long and however often', () => {
    const query = `state=s&error=e&error_description=${'x'.repeat(9000)}&error_description=b`
    expect(parse(query)).toMatchObject({ error: 'e' })
  })

  it('tells how often and how long, never what', () => {
    expect(() => parse('state=s&code=hush&code=hush&code=hush')).toThrow(
      refusal('PARAMETER_REPEATED', { seen: '3 times' }) as Error,
    )
    expect(() => parse(`state=s&code=${'h'.repeat(5000)}`)).toThrow(
      refusal('PARAMETER_OVERSIZED', { seen: '5000 characters' }) as Error,
    )
  })
})

const response = {
  state: 's',
  code: 'c',
  error: undefined,
  iss: undefined,
  description: undefined,
}
const expected = { issuer: 'https://op.example', issRequired: false, scope: 'openid groups' }
const check = (change: object, against: object = {}) =>
  checkAuthorizationResponse({ ...response, ...change }, { ...expected, ...against })
const refused = (error: string) => ({ code: undefined, error })

describe('who answered and what, RFC 9207 section 2.4 and RFC 6749 section 4.1.2.1', () => {
  it.each<[string, object, object]>([
    ['without iss, which nobody promised', {}, {}],
    ['with the right iss', { iss: 'https://op.example' }, {}],
    ['with the promised iss', { iss: 'https://op.example' }, { issRequired: true }],
  ])('gives the code of a response %s', (_, change, against) => {
    expect(check(change, against)).toBe('c')
  })

  it.each<[string, LoginErrorCode, string, object, object]>([
    ['of another issuer', 'RESPONSE_ISSUER_MISMATCH', 'iss', { iss: 'https://op.example/' }, {}],
    ['without the promised iss', 'RESPONSE_ISSUER_MISMATCH', 'iss', {}, { issRequired: true }],
    [
      'of another issuer, error or not',
      'RESPONSE_ISSUER_MISMATCH',
      'iss',
      { ...refused('access_denied'), iss: 'https://evil.example' },
      {},
    ],
    ['that says no', 'AUTHORIZATION_DENIED', 'error', refused('access_denied'), {}],
    ['that reports a fault', 'AUTHORIZATION_UNAVAILABLE', 'error', refused('server_error'), {}],
    [
      'that asks to come again',
      'AUTHORIZATION_UNAVAILABLE',
      'error',
      refused('temporarily_unavailable'),
      {},
    ],
    ['that refuses the scope', 'AUTHORIZATION_REFUSED', 'error', refused('invalid_scope'), {}],
    ['with an error nobody knows', 'AUTHORIZATION_REFUSED', 'error', refused('whatever'), {}],
    [
      'with an error named like a member of every object',
      'AUTHORIZATION_REFUSED',
      'error',
      refused('constructor'),
      {},
    ],
    ['with an error named __proto__', 'AUTHORIZATION_REFUSED', 'error', refused('__proto__'), {}],
  ])('refuses a response %s', (_, code, parameter, change, against) => {
    expect(() => check(change, against)).toThrow(refusal(code, { parameter }) as Error)
  })

  it('names the scopes that were sent when one of them is refused', () => {
    expect(() => check(refused('invalid_scope'))).toThrow(
      refusal('AUTHORIZATION_REFUSED', {
        expected: 'a code for the scopes openid groups',
        seen: 'invalid_scope',
      }) as Error,
    )
  })

  it("carries the provider's own words", () => {
    const description = 'The scope "groups" is not allowed to this client.'
    expect(() => check({ ...refused('invalid_scope'), description })).toThrow(
      refusal('AUTHORIZATION_REFUSED', { said: description }) as Error,
    )
  })

  it('shows the error on one line', () => {
    expect(() => check(refused('a\nb'))).toThrow(
      expect.objectContaining({ seen: 'a\uFFFDb' }) as Error,
    )
  })
})

it.each([
  ['access_denied', 'a code'],
  ['invalid_scope', 'a code for the scopes openid groups'],
])('an answer of %s says that %s was expected', (error, wanted) => {
  expect(() => check(refused(error))).toThrow(
    expect.objectContaining({ parameter: 'error', expected: wanted, seen: error }) as Error,
  )
})
