/** What a login brought, as bytes: it comes back as it was, and its length tells of lengths alone. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../../../test/support/any-text.ts'
import { packDetails, unpackDetails } from '../../src/session/packed-details.ts'

const claims = { iss: 'https://op.example', sub: 'u-1', groups: ['ADMIN'] }
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const jwt = (payload: object, signature = 's'.repeat(256)) =>
  [base64url('{"alg":"RS256"}'), base64url(JSON.stringify(payload)), base64url(signature)].join('.')
const details = {
  accessToken: jwt({ sub: 'u-1' }),
  idToken: jwt(claims),
  refreshToken: undefined as string | undefined,
  startedAt: 1_800_000_000,
  accessTokenExpiresAt: undefined as number | undefined,
}

describe('the details of a session', () => {
  it.each([
    ['JWTs', {}],
    ['a refresh token', { refreshToken: 'ChlzZXF3eHFzZGZ' }],
    ['an opaque token with other characters', { accessToken: 'a/b+c==', refreshToken: '令牌\n"' }],
    ['base64url with bits left over', { accessToken: 'ab.cd.ef_' }],
    ['dots alone', { accessToken: '..', idToken: '.' }],
    ['nothing', { accessToken: '', idToken: '' }],
    ['an ID Token of other claims', { idToken: jwt({ ...claims, more: 1 }) }],
    ['an access token of the same claims', { accessToken: jwt(claims) }],
  ])('come back as they were: %s', (_, change) => {
    const whole = { ...details, ...change }
    expect(unpackDetails(packDetails(whole, claims), claims)).toEqual(whole)
  })

  it('come back as they were: any tokens', () => {
    // Not `fc.webUrl`, which is made in more than a second of processor time.
    const address = fc.string({ unit: fc.constantFrom(...'azAZ09-._~:/?#[]@!%+=&') })
    const token = fc.oneof(anyText(), fc.base64String(), address)
    const random = fc.record({ accessToken: token, idToken: token, refreshToken: token })
    fc.assert(
      fc.property(random, fc.dictionary(fc.string(), fc.jsonValue()), (tokens, said) => {
        const known = JSON.parse(JSON.stringify(said))
        const whole = { ...details, ...tokens, idToken: jwt(known) }
        expect(unpackDetails(packDetails(whole, known), known)).toEqual(whole)
      }),
    )
  })

  it('take three quarters of their tokens, and the claims not again', () => {
    const { accessToken, idToken } = details
    const payload = JSON.stringify(claims).length
    const tokens = Math.ceil(((accessToken.length + idToken.length) * 3) / 4) - payload
    expect(packDetails(details, claims).byteLength).toBeLessThan(tokens + 100)
  })

  it('are as long as others whose tokens are as long, whatever these say', () => {
    const repeated = { ...details, accessToken: jwt({ sub: 'u-1' }, 'a'.repeat(256)) }
    const varied = { ...details, accessToken: jwt({ sub: 'x-9' }, 'abcdefgh'.repeat(32)) }
    const lengths = [repeated, varied].map((each) => packDetails(each, claims).byteLength)
    expect(lengths[0]).toBe(lengths[1])
  })
})
