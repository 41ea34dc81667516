/**
 * Which keys of a JWK Set may have signed a token.
 */
import { ALGORITHM_KEYS, type SigningAlgorithm } from './algorithms.ts'
import { isRecord } from './claims.ts'
import type { JoseHeader } from './jws.ts'

/** A public key as the provider publishes it (RFC 7517, section 4). */
export type Jwk = Readonly<Record<string, unknown>>

/** What makes up a public key of each type (RFC 7518, section 6; RFC 8037, section 2). */
const PUBLIC_MEMBERS = {
  RSA: ['kty', 'n', 'e'],
  EC: ['kty', 'crv', 'x', 'y'],
  OKP: ['kty', 'crv', 'x'],
} as const
/** Those of a private or symmetric key (RFC 7518, section 6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * The public key in a key that {@link selectSigningKeys} has taken, and its name; nothing else. What
 * stands beside, members of a private key above all, would let each version of the runtime decide
 * in its own way whether the key can be used.
 */
export function publicPart(key: Jwk): Jwk {
  const members = PUBLIC_MEMBERS[key.kty as keyof typeof PUBLIC_MEMBERS]
  return Object.fromEntries(['kid', ...members].map((member) => [member, key[member]]))
}

/** Whether a member of a JWK Set, which is public, says what nobody but the provider may know. */
export const isSecret = (key: Jwk): boolean =>
  key.kty === 'oct' || SECRET_MEMBERS.some((member) => key[member] !== undefined)

/**
 * The keys worth trying: of the algorithm's type, for signatures, and with the token's `kid`. Where
 * the token or the keys carry none, every key of the right type is tried.
 *
 * @param keys - members of the provider's JWK Set, untrusted until used
 * @param header - its `alg` has already been accepted
 * @see OpenID Connect Core 1.0, section 10.1; RFC 7517, sections 4.2 to 4.5
 */
export function selectSigningKeys(
  keys: readonly unknown[],
  header: JoseHeader & { readonly alg: SigningAlgorithm },
): readonly Jwk[] {
  const { kty, crv } = ALGORITHM_KEYS[header.alg]
  const fitting = keys.filter(
    (key): key is Jwk =>
      isRecord(key) &&
      key.kty === kty &&
      (crv === undefined || key.crv === crv) &&
      (key.alg === undefined || key.alg === header.alg) &&
      (key.use === undefined || key.use === 'sig') &&
      (!Array.isArray(key.key_ops) || key.key_ops.includes('verify')),
  )
  if (header.kid === undefined) return fitting
  const named = fitting.filter((key) => key.kid === header.kid)
  return named.length > 0 ? named : fitting.filter((key) => key.kid === undefined)
}
