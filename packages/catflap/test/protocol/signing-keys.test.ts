import { describe, expect, it } from 'vitest'
import type { SigningAlgorithm } from '../../src/protocol/algorithms.ts'
import { isSecret, publicPart, selectSigningKeys } from '../../src/protocol/signing-keys.ts'

const key = { kty: 'RSA', kid: 'k', alg: 'RS256', use: 'sig', n: 'n', e: 'AQAB' }
const select = (
  keys: readonly unknown[],
  kid: string | undefined = 'k',
  alg: SigningAlgorithm = 'RS256',
) => selectSigningKeys(keys, { alg, kid })

describe('choice of keys, OpenID Connect Core 1.0 section 10.1', () => {
  it.each<[string, object]>([
    ['that fits in everything', {}],
    ['that names no algorithm', { alg: undefined }],
    ['that names no use', { use: undefined }],
    ['that may verify', { key_ops: ['verify', 'encrypt'] }],
    ['whose key_ops are no list', { key_ops: 'verify' }],
  ])('takes a key %s', (_, change) => {
    expect(select([{ ...key, ...change }])).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['of another type', { ...key, kty: 'EC' }],
    ['that is symmetric', { ...key, kty: 'oct', k: 'c2VjcmV0' }],
    ['of another algorithm', { ...key, alg: 'PS256' }],
    ['for encryption', { ...key, use: 'enc' }],
    ['that may not verify', { ...key, key_ops: ['encrypt'] }],
    ['with another kid', { ...key, kid: 'other' }],
    ['that is null', null],
    ['that is text', 'key'],
    ['that is a list', [key]],
  ])('leaves out a key %s', (_, one) => {
    expect(select([one])).toEqual([])
  })

  it.each<[SigningAlgorithm, object, object]>([
    ['ES256', { kty: 'EC', crv: 'P-256' }, { kty: 'EC', crv: 'P-384' }],
    ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }, { kty: 'OKP', crv: 'X25519' }],
    ['PS256', { kty: 'RSA' }, { kty: 'EC', crv: 'P-256' }],
  ])('for %s takes only its own type and curve', (alg, right, wrong) => {
    expect(
      select(
        [
          { ...wrong, kid: 'k' },
          { ...right, kid: 'k' },
        ],
        'k',
        alg,
      ),
    ).toEqual([{ ...right, kid: 'k' }])
  })

  it.each<SigningAlgorithm>(['RS256', 'PS256', 'ES256', 'EdDSA'])(
    'never takes a symmetric key for %s, not even without kid',
    (alg) => {
      expect(select([{ kty: 'oct', k: 'c2VjcmV0' }], undefined, alg)).toEqual([])
    },
  )

  it('takes every fitting key for a token without kid', () => {
    const keys = [key, { ...key, kid: 'k2' }, { ...key, kid: undefined }, { ...key, kty: 'EC' }]
    expect(selectSigningKeys(keys, { alg: 'RS256', kid: undefined })).toEqual(keys.slice(0, 3))
  })

  it('takes the named key alone when there is one', () => {
    expect(select([{ ...key, kid: undefined }, key])).toEqual([key])
  })

  it('takes all keys of that name when several share it', () => {
    expect(select([key, { ...key, n: 'm' }])).toHaveLength(2)
  })

  it('takes a key without a curve where the algorithm has none to ask for, and no other curve', () => {
    const ed = { kty: 'OKP', kid: 'k' }
    expect(select([ed], 'k', 'EdDSA')).toEqual([])
    expect(select([{ ...key, crv: 'odd' }])).toHaveLength(1)
  })

  it('takes nameless keys when none has the name, and no named one', () => {
    const nameless = { ...key, kid: undefined }
    expect(select([nameless, { ...key, kid: 'other' }])).toEqual([nameless])
  })
})

describe('what nobody but the provider may know', () => {
  const rsa = { kty: 'RSA', kid: 'k', n: 'n', e: 'AQAB' }

  it('is not in a public key', () => {
    expect(isSecret(rsa)).toBe(false)
    expect(isSecret({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' })).toBe(false)
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'is in a key with the member %s',
    (member) => {
      expect(isSecret({ ...rsa, [member]: 'x' })).toBe(true)
    },
  )

  it('is in a symmetric key, whatever it holds', () => {
    expect(isSecret({ kty: 'oct' })).toBe(true)
  })

  it('is left out of a key, like all that is not of its type; its name stays', () => {
    expect(publicPart({ ...rsa, d: 'd', x: 'x', alg: 'RS256' })).toEqual(rsa)
  })
})
