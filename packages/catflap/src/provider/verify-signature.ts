/**
 * Whether one published key has made a signature, by the runtime's own cryptography. At once: what a hop to
 * another thread costs is a multiple of what it would take off this one.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { ALGORITHM_KEYS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import type { Jwk } from '../protocol/signing-keys.ts'

/** RFC 7518, sections 3.3 and 3.5. */
const MIN_RSA_BITS = 2048

/** Keys by what was published: each is made once. */
const made: WeakMap<Jwk, KeyObject> = new WeakMap()

/**
 * Verifies the signature of a token that has been taken apart.
 *
 * @param jwk - of the algorithm's type and curve, nothing but its public part
 * @param token - in three parts (RFC 7515, section 7.1)
 * @throws Error when the key cannot be used, or the signature is no base64url
 * @see RFC 7515, section 5.2; RFC 7518, sections 3.3 to 3.5; RFC 8037, section 3.1
 */
export function isSignedBy(jwk: Jwk, alg: SigningAlgorithm, token: string): boolean {
  const end = token.lastIndexOf('.')
  const encoded = token.slice(end + 1)
  // `Buffer` skips what is no base64url.
  if (!/^[\w-]*$/.test(encoded)) throw new Error('the signature is no base64url')
  const { hash, kty } = ALGORITHM_KEYS[alg]
  const key = keyOf(jwk)
  const signed = Buffer.from(token.slice(0, end))
  const signature = Buffer.from(encoded, 'base64url')
  if (kty === 'OKP') return verify(null, signed, key, signature)
  if (kty === 'EC') return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
  const padding = alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING }
  return verify(hash, signed, { key, ...padding }, signature)
}

/** @throws Error of the runtime, or for a key that is too short */
function keyOf(jwk: Jwk): KeyObject {
  const known = made.get(jwk)
  if (known !== undefined) return known
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (jwk.kty === 'RSA' && !(bits !== undefined && bits >= MIN_RSA_BITS)) {
    throw new Error(`the key is shorter than ${MIN_RSA_BITS} bits`)
  }
  made.set(jwk, key)
  return key
}
