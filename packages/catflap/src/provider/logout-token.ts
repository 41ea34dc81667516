/**
 * The Logout Token's signature, then its claims: by the same keys and algorithms as an ID Token.
 */
import { LoginError } from '../errors.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { checkLogoutToken, type LogoutOrder } from '../protocol/logout-token.ts'
import { CLOCK_TOLERANCE } from './id-token.ts'
import type { KeySource } from './keys.ts'
import { verifySignature } from './signature.ts'

/** What a Logout Token must match. */
export interface LogoutTokenExpectation {
  readonly issuer: string
  readonly clientId: string
  readonly algorithms: readonly SigningAlgorithm[]
}

/**
 * Verifies a Logout Token.
 *
 * @param token - untrusted: anyone can post one
 * @param now - current time, in seconds since the epoch
 * @throws {@link LoginError} `LOGOUT_TOKEN_INVALID`, and the codes of metadata and keys when they
 * cannot be told
 * @see OpenID Connect Back-Channel Logout 1.0, section 2.6
 */
export async function verifyLogoutToken(
  token: string,
  { issuer, clientId, algorithms }: LogoutTokenExpectation,
  signingKeys: KeySource,
  now: () => number,
): Promise<LogoutOrder> {
  const signed = await verifySignature(token, algorithms, signingKeys).catch(refuse)
  return checkLogoutToken(signed, { issuer, clientId, clockTolerance: CLOCK_TOLERANCE }, now())
}

/** What is wrong with the token is the sender's fault; that keys are out of reach is not. */
function refuse(error: unknown): never {
  if (!(error instanceof LoginError) || error.status >= 500) throw error
  const { parameter, expected, seen } = error
  throw new LoginError('LOGOUT_TOKEN_INVALID', 'Logout Token: it does not verify', {
    parameter: parameter === undefined || parameter === 'ID Token' ? 'logout_token' : parameter,
    ...(expected !== undefined && { expected }),
    ...(seen !== undefined && { seen }),
    cause: error,
  })
}
