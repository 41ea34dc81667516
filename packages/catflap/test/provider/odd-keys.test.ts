/**
 * Keys that carry more than a public key does. Runtimes differ in what they make of the rest, a login
 * must not: it uses the public key, whatever stands beside it.
 */
import { exportJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { rsaKey } from '../../../../test/support/box-keys.ts'
import type { SigningAlgorithm } from '../../src/protocol/algorithms.ts'
import { createKeySource } from '../../src/provider/keys.ts'
import { verifySignature } from '../../src/provider/signature.ts'
import { createKey, forge, sign } from '../support/keys.ts'

const ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA']
const CLAIMS = { sub: 'u-1' }

/** Verifies a token against a JWK Set as a provider would publish it. */
const verify = (token: string, keys: readonly unknown[]) => {
  const text = JSON.stringify({ keys })
  const answer = { status: 200, header: () => null, text }
  const { find: source } = createKeySource(
    async () => 'https://op.example/keys',
    async () => answer,
    { now: () => 1_700_000_000, emit: () => undefined, answers: () => 0 },
  )
  return verifySignature(token, ALGORITHMS, source)
}

describe.each(ALGORITHMS)('a published key for %s', (alg) => {
  it.each<[string, object]>([
    ['a private member that is garbage', { d: 'AQAB' }],
    ['a private member that is no text', { d: 7 }],
    ['half of a private key', { p: 'AQAB', q: 'AQAB' }],
    ['a symmetric key', { k: 'c2VjcmV0' }],
    ['more operations than a public key has', { key_ops: ['sign', 'verify'] }],
    ['operations of another kind', { key_ops: ['verify', 'encrypt'] }],
    ['a word on extraction', { ext: false }],
    ['members nobody knows', { 'x-note': 'mine', x5c: ['garbage'] }],
  ])('verifies with %s beside it', async (_, beside) => {
    const key = await createKey(alg, 'k', rsaKey())
    const token = await sign(CLAIMS, key)
    const { claims } = await verify(token, [{ ...key.jwk, ...beside }])
    expect(claims).toEqual(CLAIMS)
  })

  it('verifies, and refuses a forgery, when the whole private key is published', async () => {
    const key = await createKey(alg, 'k', rsaKey())
    const published = { ...(await exportJWK(key.privateKey)), ...key.jwk }
    const token = await sign(CLAIMS, key)
    expect((await verify(token, [published])).claims).toEqual(CLAIMS)
    const forged = forge({ alg, kid: 'k' }, { sub: 'u-2' }, token.split('.')[2])
    await expect(verify(forged, [published])).rejects.toMatchObject({
      code: 'ID_TOKEN_SIGNATURE_INVALID',
    })
  })
})
