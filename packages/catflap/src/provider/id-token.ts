/**
 * The ID Token's signature and hash, then its claims: nothing of it is used before all hold.
 */
import { hash } from 'node:crypto'
import { shown } from '../errors.ts'
import { ALGORITHM_KEYS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import {
  type Check,
  type CheckedClaims,
  CLOCK_TOLERANCE,
  checkIdToken,
  type ExpectedIdToken,
} from '../protocol/id-token.ts'
import type { KeySource } from './keys.ts'
import { verifySignature } from './signature.ts'
import type { TokenSet } from './token.ts'

/** What an ID Token must match. */
export interface IdTokenExpectation {
  readonly issuer: string
  readonly clientId: string
  readonly nonce: string
  readonly nonceOptional?: boolean
  readonly algorithms: readonly SigningAlgorithm[]
  readonly authentication?: ExpectedIdToken['authentication']
}

/**
 * Verifies the ID Token of a token response.
 *
 * @param now - current time, in seconds since the epoch
 * @param held - receives each check as it holds
 * @throws `LoginError` with any code of {@link verifySignature} and {@link checkIdToken}
 * @see OpenID Connect Core 1.0, sections 3.1.3.7 and 3.1.3.8
 */
export async function verifyIdToken(
  tokens: TokenSet,
  expected: IdTokenExpectation,
  signingKeys: KeySource,
  now: () => number,
  held: Check[] = [],
): Promise<CheckedClaims> {
  const { alg, kid, claims } = await verifySignature(
    tokens.idToken,
    expected.algorithms,
    signingKeys,
  )
  held.push({
    name: 'signature',
    expected: `${expected.algorithms.join('/')} by a key of the provider`,
    seen: `${shown(alg)}, ${kid === undefined ? 'no kid' : `kid ${shown(kid)}`}`,
  })
  const { issuer, clientId, nonce, nonceOptional = false, authentication } = expected
  const atHash = leftHalfHash(tokens.accessToken, alg)
  const { clockSkew } = tokens
  const demanded = authentication === undefined ? {} : { authentication }
  const clocks = { clockTolerance: CLOCK_TOLERANCE, clockSkew }
  return checkIdToken(
    claims,
    { issuer, clientId, nonce, nonceOptional, atHash, ...clocks, ...demanded },
    now(),
    held,
  )
}

/** `at_hash` (OpenID Connect Core 1.0, section 3.1.3.6). */
function leftHalfHash(accessToken: string, alg: SigningAlgorithm): string {
  const digest = hash(ALGORITHM_KEYS[alg].hash, accessToken, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
