/**
 * The Logout Token's signature, then its claims: by the same keys and algorithms as an ID Token.
 */
import { LoginError } from '../errors.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { CLOCK_TOLERANCE } from '../protocol/id-token.ts'
import { checkLogoutToken, type LogoutOrder } from '../protocol/logout-token.ts'
import type { KeySource, ProviderKeys } from './keys.ts'
import { refuseAs, verifySignature } from './signature.ts'

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
  const signed = await verifySignature(token, algorithms, signingKeys).catch(
    refuseAs('LOGOUT_TOKEN_INVALID', 'logout_token'),
  )
  return checkLogoutToken(signed, { issuer, clientId, clockTolerance: CLOCK_TOLERANCE }, now())
}

/** Logout Tokens that may wait for keys at a time. */
const MAX_WAITING = 100

/**
 * The same keys for tokens that anybody can post: each made-up `kid`, and some forged signatures, wait for
 * a fetch, so of those only some may. The sender of one too many is told to try again (`JWKS_UNAVAILABLE`). Whose key
 * is known waits for nothing, and so for no forged one.
 */
export function limitWaiting({ find, known }: Pick<ProviderKeys, 'find' | 'known'>): KeySource {
  let waiting = 0
  return async function limitedKeys(header, tried = []) {
    const keys = tried.length > 0 ? [] : known(header)
    if (keys.length > 0) return keys
    if (waiting >= MAX_WAITING) {
      throw new LoginError('JWKS_UNAVAILABLE', 'Logout Token: too many wait for keys', {
        parameter: 'kid',
        expected: `at most ${MAX_WAITING} Logout Tokens that wait for keys`,
        seen: 'more',
      })
    }
    waiting++
    try {
      return await find(header, tried)
    } finally {
      waiting--
    }
  }
}
