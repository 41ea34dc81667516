/** One key and one signature: what verifies, and what looks nearly like it and does not. */
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  sign as signBytes,
  type webcrypto,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rsaKey } from '../../../../test/support/box-keys.ts'
import { ALGORITHMS } from '../../src/protocol/algorithms.ts'
import { isSignedBy } from '../../src/provider/verify-signature.ts'
import { createKey, sign } from '../support/keys.ts'

const CLAIMS = { sub: 'u-1' }
const parts = (token: string) => {
  const end = token.lastIndexOf('.')
  return { data: Buffer.from(token.slice(0, end)), signature: token.slice(end + 1) }
}
const withSignature = (token: string, signature: Uint8Array) =>
  `${parts(token).data}.${Buffer.from(signature).toString('base64url')}`

describe.each(ALGORITHMS)('a signature by %s', (alg) => {
  it('verifies by its key, again and again, and by no other', async () => {
    const [key, other] = [await createKey(alg, 'k', rsaKey()), await createKey(alg, 'k', rsaKey())]
    const token = await sign(CLAIMS, key)
    expect([isSignedBy(key.jwk, alg, token), isSignedBy(key.jwk, alg, token)]).toEqual([true, true])
    expect(isSignedBy(other.jwk, alg, token)).toBe(false)
  })

  it('does not verify once a bit of it has changed, without its end, or empty', async () => {
    const key = await createKey(alg, 'k', rsaKey())
    const token = await sign(CLAIMS, key)
    const signature = Buffer.from(parts(token).signature, 'base64url')
    const changed = Buffer.from(signature)
    changed[20]! ^= 1
    for (const bytes of [changed, signature.subarray(0, -1), Buffer.alloc(0)]) {
      expect(isSignedBy(key.jwk, alg, withSignature(token, bytes))).toBe(false)
    }
  })

  it('is refused where it is no base64url', async () => {
    const key = await createKey(alg, 'k', rsaKey())
    const token = await sign(CLAIMS, key)
    for (const end of ['=', '==', ' ', '+', '/', '\n']) {
      expect(() => isSignedBy(key.jwk, alg, token + end)).toThrow('no base64url')
    }
  })
})

it('an ECDSA signature in DER, as everybody but JOSE writes it, does not verify', async () => {
  const key = await createKey('ES256', 'k')
  const { data, privateKey } = { ...parts(await sign(CLAIMS, key)), ...key }
  const { KeyObject } = await import('node:crypto')
  const der = signBytes('sha256', data, KeyObject.from(privateKey as webcrypto.CryptoKey))
  expect(isSignedBy(key.jwk, 'ES256', withSignature(`${data}.x`, der))).toBe(false)
})

it('a PSS signature with another salt than RFC 7518, section 3.5, wants does not verify', () => {
  const privateKey = rsaKey()
  const publicKey = createPublicKey(privateKey)
  const jwk = { ...publicKey.export({ format: 'jwk' }) }
  const data = Buffer.from('header.claims')
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const signed = (saltLength: number) =>
    withSignature(
      'header.claims.x',
      signBytes('sha256', data, { key: privateKey, padding, saltLength }),
    )
  expect(isSignedBy(jwk, 'PS256', signed(32))).toBe(true)
  expect(isSignedBy(jwk, 'PS256', signed(0))).toBe(false)
  expect(isSignedBy(jwk, 'PS256', signed(20))).toBe(false)
})

it('an RSA key of fewer than 2048 bits is not used', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const jwk = { ...publicKey.export({ format: 'jwk' }) }
  const token = withSignature('h.c.x', signBytes('sha256', Buffer.from('h.c'), privateKey))
  expect(() => isSignedBy(jwk, 'RS256', token)).toThrow('shorter than 2048 bits')
})

it.each<[string, Readonly<Record<string, unknown>>]>([
  ['a point that is not on the curve', { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' }],
  ['a member that is no text', { kty: 'RSA', n: 7, e: 'AQAB' }],
  ['a member that is missing', { kty: 'OKP', crv: 'Ed25519' }],
])('a key with %s is refused', (_, jwk) => {
  const alg = { EC: 'ES256', RSA: 'RS256', OKP: 'EdDSA' }[jwk.kty as 'EC'] as 'ES256'
  expect(() => isSignedBy(jwk, alg, 'h.c.c2ln')).toThrow()
})
