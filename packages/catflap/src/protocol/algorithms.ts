/**
 * Signature algorithms an ID Token may use. `none` and HMAC are absent on purpose: the first proves
 * nothing, the second lets anyone sign who knows the public key.
 */

/** JWS `alg` values (RFC 7518, section 3.1; RFC 8037) with the key type and hash of each. */
export const ALGORITHM_KEYS = {
  RS256: { kty: 'RSA', crv: undefined, hash: 'sha256' },
  RS384: { kty: 'RSA', crv: undefined, hash: 'sha384' },
  RS512: { kty: 'RSA', crv: undefined, hash: 'sha512' },
  PS256: { kty: 'RSA', crv: undefined, hash: 'sha256' },
  PS384: { kty: 'RSA', crv: undefined, hash: 'sha384' },
  PS512: { kty: 'RSA', crv: undefined, hash: 'sha512' },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256' },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384' },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: 'sha512' },
} as const

/** One of {@link ALGORITHMS}. */
export type SigningAlgorithm = keyof typeof ALGORITHM_KEYS

export const ALGORITHMS: readonly SigningAlgorithm[] = Object.keys(
  ALGORITHM_KEYS,
) as SigningAlgorithm[]

/** What every provider must be able to sign with (OpenID Connect Core 1.0, section 15.1). */
const DEFAULT: readonly SigningAlgorithm[] = ['RS256']

/**
 * The algorithms an ID Token may be signed with: those configured, else those of ours that the
 * provider says it uses.
 *
 * @param supported - `id_token_signing_alg_values_supported`; `undefined` when the provider is silent
 * @see OpenID Connect Discovery 1.0, section 3
 */
export function acceptedAlgorithms(
  configured: readonly SigningAlgorithm[] | undefined,
  supported: readonly string[] | undefined,
): readonly SigningAlgorithm[] {
  if (configured !== undefined) return configured
  const both = ALGORITHMS.filter((name) => supported?.includes(name))
  return both.length > 0 ? both : DEFAULT
}
