/**
 * Signatures of the provider's tokens: the algorithm must be a configured one, the key a published
 * one.
 */
import { LoginError, type LoginErrorCode, shown } from '../errors.ts'
import { ALGORITHMS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import type { Claims } from '../protocol/claims.ts'
import { parseIdToken } from '../protocol/jws.ts'
import type { Jwk } from '../protocol/signing-keys.ts'
import type { KeySource, SignedHeader } from './keys.ts'
import { isSignedBy } from './verify-signature.ts'

/** A token whose signature holds. Its claims are authentic, and not yet judged. */
export interface VerifiedToken {
  readonly alg: SigningAlgorithm
  readonly kid: string | undefined
  readonly typ: unknown
  readonly claims: Claims
}

/**
 * Verifies the signature of a token.
 *
 * @param algorithms - those accepted; `none` and HMAC cannot be among them
 * @throws {@link LoginError} `ID_TOKEN_ALG_REFUSED`, `ID_TOKEN_SIGNATURE_INVALID`, and all codes of
 * {@link parseIdToken} and {@link KeySource}
 * @see OpenID Connect Core 1.0, section 3.1.3.7; RFC 7515, section 5.2
 */
export async function verifySignature(
  token: string,
  algorithms: readonly SigningAlgorithm[],
  signingKeys: KeySource,
): Promise<VerifiedToken> {
  const { header, claims } = parseIdToken(token)
  const { alg, kid, typ } = header
  if (!isAccepted(alg, algorithms)) {
    throw new LoginError('ID_TOKEN_ALG_REFUSED', 'ID Token: signature algorithm not accepted', {
      parameter: 'alg',
      expected: algorithms.join(', '),
      seen: alg === 'none' ? '"none"' : shown(alg),
    })
  }
  await requireSignature(token, { alg, kid, typ }, signingKeys)
  return { alg, kid, typ, claims: claims() }
}

function isAccepted(alg: string, accepted: readonly SigningAlgorithm[]): alg is SigningAlgorithm {
  return ALGORITHMS.some((known) => known === alg && accepted.includes(known))
}

/** Returns once one of the keys verifies the token. */
async function requireSignature(
  token: string,
  header: SignedHeader,
  signingKeys: KeySource,
): Promise<void> {
  const tried: Jwk[] = []
  let readable = 0
  for (;;) {
    const keys = (await signingKeys(header, tried)).filter((key) => !tried.includes(key))
    if (keys.length === 0) break
    for (const key of keys) {
      try {
        if (isSignedBy(key, header.alg, token)) return
        readable++
      } catch {
        // A broken key, or one of another kind than it says: the next one may fit.
      }
    }
    tried.push(...keys)
  }
  throw new LoginError('ID_TOKEN_SIGNATURE_INVALID', 'ID Token: signature does not verify', {
    parameter: 'signature',
    expected: 'a signature by a key of the provider',
    seen: `${tried.length} fitting ${tried.length === 1 ? 'key' : 'keys'}, none ${readable > 0 ? 'verifies' : 'is usable'}`,
  })
}

/**
 * Tells by a code of its own what is wrong with a token that is no ID Token; that keys are out of reach
 * is not the token's fault, and stays what it is.
 *
 * @param name - what the token is called where it came from
 */
export function refuseAs(code: LoginErrorCode, name: string): (error: unknown) => never {
  return function refuse(error) {
    if (!(error instanceof LoginError) || error.status >= 500) throw error
    const { parameter, expected, seen } = error
    throw new LoginError(code, `${name}: it does not verify`, {
      parameter: parameter === undefined || parameter === 'ID Token' ? name : parameter,
      ...(expected !== undefined && { expected }),
      ...(seen !== undefined && { seen }),
      cause: error,
    })
  }
}
