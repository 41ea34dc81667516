/**
 * Reads the private key of a client that proves itself by one.
 */
import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ALGORITHM_KEYS, ALGORITHMS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import { parseObject } from '../protocol/claims.ts'
import type { ClientKey } from '../protocol/client-authentication.ts'

/** Bits that RSA signatures need (RFC 7518, section 3.3). */
const RSA_BITS = 2048

/** What each elliptic curve signs with (RFC 7518, section 3.4). */
const CURVES: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

/**
 * Reads a private key.
 *
 * @param text - PEM without a passphrase (PKCS #8, PKCS #1, SEC 1), or a JWK as JSON, whose `alg` counts
 * @returns `undefined` when it is no private key that can sign for a client
 */
export function parseClientKey(text: string): ClientKey | undefined {
  const jwk = parseObject(text)
  try {
    const key =
      jwk === undefined
        ? createPrivateKey(text)
        : createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
    const alg = jwk?.alg === undefined ? algorithmOf(key) : namedAlgorithm(key, jwk.alg)
    const kid = typeof jwk?.kid === 'string' ? jwk.kid : undefined
    return alg && { jwk: { ...key.export({ format: 'jwk' }) }, alg, kid }
  } catch {
    return undefined
  }
}

/** What a JWK says that it signs with (RFC 7517, section 4.4), where it can: as a provider may have registered it. */
function namedAlgorithm(key: KeyObject, name: unknown): SigningAlgorithm | undefined {
  // The newer name of the same (RFC 9864).
  const alg = name === 'Ed25519' ? 'EdDSA' : ALGORITHMS.find((one) => one === name)
  const own = algorithmOf(key)
  if (alg === undefined || own === undefined) return undefined
  const [wanted, found] = [ALGORITHM_KEYS[alg], ALGORITHM_KEYS[own]]
  return wanted.kty === found.kty && wanted.crv === found.crv ? alg : undefined
}

function algorithmOf(key: KeyObject): SigningAlgorithm | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= RSA_BITS ? 'RS256' : undefined
    case 'ec':
      return CURVES[namedCurve]
    case 'ed25519':
      return 'EdDSA'
    default:
      return undefined
  }
}

/**
 * Reads a file, whose content stays out of whatever is said of it.
 *
 * @returns its text, or the code of why it cannot be read
 */
export function readKeyFile(path: string): { readonly text: string } | { readonly code: string } {
  try {
    return { text: readFileSync(path, 'utf8') }
  } catch (error) {
    return { code: String((error as NodeJS.ErrnoException).code) }
  }
}
