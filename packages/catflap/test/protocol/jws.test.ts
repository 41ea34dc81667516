import { describe, expect, it } from 'vitest'
import { parseIdToken } from '../../src/protocol/jws.ts'
import { refusal } from '../support/refusal.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (header: unknown, claims: unknown = { sub: 'u' }) =>
  `${encode(header)}.${encode(claims)}.c2ln`
const parse = (text: string) => {
  const { header, claims } = parseIdToken(text)
  return { header, claims: claims() }
}
const nested = (levels: number) =>
  `${encode({ alg: 'RS256' })}.${raw(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`)}.x`
const raw = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')

describe('JWS compact serialization, RFC 7515 section 7.1', () => {
  it('splits a token into the header members that choose a key, and the claims', () => {
    expect(parse(token({ alg: 'RS256', kid: 'k', typ: 'JWT' }, { sub: '用户' }))).toEqual({
      header: { alg: 'RS256', kid: 'k', typ: 'JWT' },
      claims: { sub: '用户' },
    })
  })

  it('accepts a token without kid', () => {
    expect(parseIdToken(token({ alg: 'ES256' })).header.kid).toBeUndefined()
  })

  it('takes claims that are nested as deep as anybody nests them', () => {
    expect(parse(nested(31)).claims).toHaveProperty('a')
  })

  it('decodes no claims before they are asked for', () => {
    const { header, claims } = parseIdToken(`${encode({ alg: 'none' })}.%.x`)
    expect(header.alg).toBe('none')
    expect(claims).toThrow(refusal('ID_TOKEN_INVALID', { parameter: 'claims' }) as Error)
  })

  it('reads the token of RFC 7515, appendix A.1', () => {
    const header = 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9'
    const claims =
      'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
    expect(parse(`${header}.${claims}.dBjftJeZ4CVP`)).toEqual({
      header: { alg: 'HS256', kid: undefined, typ: 'JWT' },
      claims: { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true },
    })
  })

  it.each<[string, string, string]>([
    ['that is empty', 'ID Token', ''],
    ['of one part', 'ID Token', 'abc'],
    ['of two parts', 'ID Token', `${encode({ alg: 'RS256' })}.${encode({})}`],
    ['of five parts, as encrypted ones have', 'ID Token', 'a.b.c.d.e'],
    ['whose header is empty', 'header', `.${encode({})}.x`],
    ['whose header is no base64url', 'header', `{"alg":1}.${encode({})}.x`],
    ['whose header has what base64url skips before it', 'header', `%${token({ alg: 'RS256' })}`],
    ['whose claims have it', 'claims', token({ alg: 'RS256' }).replace('.', '.%')],
    ['whose header is no JSON', 'header', `${raw('nope')}.${encode({})}.x`],
    ['whose header is a list', 'header', token([])],
    ['whose header is null', 'header', token(null)],
    ['whose header is text', 'header', token('RS256')],
    ['whose claims are a list', 'claims', token({ alg: 'RS256' }, [])],
    [
      'whose claims are no UTF-8',
      'claims',
      `${encode({ alg: 'RS256' })}.${raw(Uint8Array.of(0x7b, 0xff, 0x7d))}.x`,
    ],
    [
      'whose claims hold text that is no UTF-8',
      'claims',
      `${encode({ alg: 'RS256' })}.${raw(Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d))}.x`,
    ],
    ['whose claims are empty', 'claims', `${encode({ alg: 'RS256' })}..x`],
    ['whose claims are padded', 'claims', `${encode({ alg: 'RS256' })}.${btoa('{"a":1}')}.x`],
    ['whose claims are nested deep', 'claims', nested(32)],
    ['whose claims are nested thousands deep', 'claims', nested(100_000)],
    ['of a thousand parts', 'ID Token', '.'.repeat(1000)],
    ['without alg', 'alg', token({})],
    ['whose alg is a list', 'alg', token({ alg: ['RS256'] })],
    ['whose kid is a number', 'kid', token({ alg: 'RS256', kid: 1 })],
    ['whose kid is null', 'kid', token({ alg: 'RS256', kid: null })],
    ['with a critical extension', 'crit', token({ alg: 'RS256', crit: ['b64'], b64: false })],
    ['with an empty list of critical extensions', 'crit', token({ alg: 'RS256', crit: [] })],
  ])('refuses a token %s', (_, parameter, text) => {
    expect(() => parse(text)).toThrow(refusal('ID_TOKEN_INVALID', { parameter }) as Error)
  })
})

it.each([
  ['no base64url', '%', 'something else'],
  ['no UTF-8', raw(Uint8Array.of(0xff)), 'something else'],
  ['no JSON', raw('nope'), 'no JSON'],
  ['a list', encode([]), 'other JSON'],
])('a header that is %s is told as such', (_, header, seen) => {
  expect(() => parse(`${header}.${encode({})}.x`)).toThrow(
    refusal('ID_TOKEN_INVALID', { parameter: 'header', seen }) as Error,
  )
})
