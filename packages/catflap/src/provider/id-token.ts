/**
 * The ID Token's signature and hash, then its claims: nothing of it is used before all hold.
 */
import { createHash } from 'node:crypto'
import { compactVerify } from 'jose'
import { LoginError, shown } from '../errors.ts'
import { ALGORITHM_KEYS, ALGORITHMS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import { type Check, type CheckedClaims, checkIdToken } from '../protocol/id-token.ts'
import { parseIdToken } from '../protocol/jws.ts'
import type { Jwk } from '../protocol/signing-keys.ts'
import type { KeySource } from './keys.ts'
import type { TokenSet } from './token.ts'

/** Seconds by which the provider's clock may differ from ours. */
export const CLOCK_TOLERANCE = 60

/** What an ID Token must match. */
export interface IdTokenExpectation {
  readonly issuer: string
  readonly clientId: string
  readonly nonce: string
  readonly nonceOptional?: boolean
  readonly algorithms: readonly SigningAlgorithm[]
}

/** An ID Token that holds, and what was compared. */
export interface VerifiedIdToken {
  readonly claims: CheckedClaims
  readonly checks: readonly Check[]
}

/**
 * Verifies the ID Token of a token response.
 *
 * @param now - current time, in seconds since the epoch
 * @throws {@link LoginError} `ID_TOKEN_ALG_REFUSED`, `ID_TOKEN_SIGNATURE_INVALID`, and all codes of
 * {@link parseIdToken}, {@link KeySource} and {@link checkIdToken}
 * @see OpenID Connect Core 1.0, sections 3.1.3.7 and 3.1.3.8
 */
export async function verifyIdToken(
  tokens: TokenSet,
  expected: IdTokenExpectation,
  signingKeys: KeySource,
  now: () => number,
): Promise<VerifiedIdToken> {
  const { header, claims } = parseIdToken(tokens.idToken)
  const { alg, kid } = header
  if (!isAccepted(alg, expected.algorithms)) {
    throw new LoginError('ID_TOKEN_ALG_REFUSED', 'ID Token: signature algorithm not accepted', {
      parameter: 'alg',
      expected: expected.algorithms.join(', '),
      seen: shown(alg),
    })
  }
  await verifySignature(tokens.idToken, alg, await signingKeys({ alg, kid }))
  const { issuer, clientId, nonce, nonceOptional = false } = expected
  const atHash = leftHalfHash(tokens.accessToken, alg)
  const { clockSkew } = tokens
  const checked = checkIdToken(
    claims,
    { issuer, clientId, nonce, nonceOptional, atHash, clockTolerance: CLOCK_TOLERANCE, clockSkew },
    now(),
  )
  const signature: Check = {
    name: 'signature',
    expected: `${expected.algorithms.join('/')} by a key of the provider`,
    seen: kid === undefined ? `${alg}, no kid` : `${alg}, kid ${shown(kid)}`,
  }
  return { claims: checked.claims, checks: [signature, ...checked.checks] }
}

function isAccepted(alg: string, accepted: readonly SigningAlgorithm[]): alg is SigningAlgorithm {
  return ALGORITHMS.some((known) => known === alg && accepted.includes(known))
}

async function verifySignature(
  token: string,
  alg: SigningAlgorithm,
  keys: readonly Jwk[],
): Promise<void> {
  for (const key of keys) {
    try {
      await compactVerify(token, key as Parameters<typeof compactVerify>[1], { algorithms: [alg] })
      return
    } catch {
      // A wrong or broken key: the next one may fit.
    }
  }
  throw new LoginError('ID_TOKEN_SIGNATURE_INVALID', 'ID Token: signature does not verify', {
    parameter: 'signature',
    expected: 'a signature by a key of the provider',
    seen: `${keys.length} fitting ${keys.length === 1 ? 'key' : 'keys'}, none verifies`,
  })
}

/** `at_hash` (OpenID Connect Core 1.0, section 3.1.3.6). */
function leftHalfHash(accessToken: string, alg: SigningAlgorithm): string {
  const digest = createHash(ALGORITHM_KEYS[alg].hash).update(accessToken).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
