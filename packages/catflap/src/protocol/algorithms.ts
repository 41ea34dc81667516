/**
 * Signature algorithms an ID Token may use. `none` and HMAC are absent on purpose: the first proves
 * nothing, the second lets anyone sign who knows the public key.
 */

/** JWS `alg` values (RFC 7518, section 3.1; RFC 8037) with the key type and hash of each. */
export const ALGORITHM_KEYS = {
  RS256: { kty: 'RSA', crv: undefined, hash: 'sha256' },
  PS256: { kty: 'RSA', crv: undefined, hash: 'sha256' },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: 'sha512' },
} as const

/** One of {@link ALGORITHMS}. */
export type SigningAlgorithm = keyof typeof ALGORITHM_KEYS

export const ALGORITHMS: readonly SigningAlgorithm[] = Object.keys(
  ALGORITHM_KEYS,
) as SigningAlgorithm[]
