/**
 * One renewal's worth of requests to the provider: the refresh token for tokens, the ID Token's
 * checks, UserInfo.
 *
 * Once the new tokens are here, keys or a UserInfo that are merely away must not cost the session.
 * Every other answer is judged: it is what the provider says of this person now.
 */
import { LoginError } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import type { ClientAuthentication } from './client-authentication.ts'
import { addressOf, type ProviderFetch } from './http.ts'
import { type IdTokenExpectation, verifyIdToken } from './id-token.ts'
import type { KeySource } from './keys.ts'
import { fetchRenewedTokens } from './token.ts'
import type { TokenResponse } from './token-endpoint.ts'
import { checkUserInfo, type OpenSigned, requestUserInfo } from './userinfo.ts'

/** What a renewal brought. */
export interface Renewed {
  readonly tokens: TokenResponse
  /** Of a new ID Token; `undefined` when none came, or the keys to check it are away. */
  readonly claims: Claims | undefined
  /** `undefined` when UserInfo is away. */
  readonly userInfo: Claims | undefined
}

/** What renewing needs of the provider. */
export interface Renewing {
  readonly providerFetch: ProviderFetch
  readonly metadata: ProviderMetadata
  readonly authentication: ClientAuthentication
  readonly signingKeys: KeySource
  readonly openSigned: OpenSigned
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Called right before the refresh token leaves; what it throws is thrown. */
  readonly check: () => void
}

/**
 * Renews tokens and checks all that they bring.
 *
 * It rejects with the codes of {@link fetchRenewedTokens}, {@link verifyIdToken} and
 * {@link checkUserInfo}, `JWKS_INVALID`, `ID_TOKEN_SUB_MISMATCH`, and with `RENEWAL_REFUSED` when
 * UserInfo refuses the new access token.
 *
 * @param sub - whose session it is
 */
export async function renewTokens(
  renewing: Renewing,
  refreshToken: string,
  expected: IdTokenExpectation,
  sub: string,
): Promise<Renewed> {
  const { providerFetch, metadata, authentication, signingKeys, now, check } = renewing
  const tokens = await authentication.run(metadata, (client) => {
    check()
    return fetchRenewedTokens({ providerFetch, metadata, client, now }, refreshToken)
  })
  const { accessToken, idToken } = tokens
  const claims =
    idToken === undefined
      ? undefined
      : await unlessAway(verifyIdToken({ ...tokens, idToken }, expected, signingKeys, now))
  if (claims !== undefined && claims.sub !== sub) {
    throw new LoginError('ID_TOKEN_SUB_MISMATCH', 'renewal: unacceptable "sub"', {
      parameter: 'sub',
      expected: 'the sub of the ID Token',
      seen: 'another sub',
    })
  }
  return { tokens, claims, userInfo: await renewedUserInfo(renewing, accessToken, sub) }
}

/** What UserInfo says now; `undefined` when it is away, and nothing where the provider has none. */
async function renewedUserInfo(
  { providerFetch, metadata, openSigned }: Renewing,
  accessToken: string,
  sub: string,
): Promise<Claims | undefined> {
  const { userinfo_endpoint: endpoint } = metadata
  if (endpoint === undefined) return {}
  const answer = await unlessAway(requestUserInfo(providerFetch, endpoint, accessToken))
  if (answer === undefined) return undefined
  if (answer.status === 401 || answer.status === 403) {
    throw new LoginError('RENEWAL_REFUSED', 'renewal: UserInfo refuses the new access token', {
      parameter: 'userinfo',
      expected: `status 200 and a JSON object from ${addressOf(endpoint)}`,
      seen: `status ${answer.status}`,
    })
  }
  return unlessAway(checkUserInfo(endpoint, answer, sub, openSigned))
}

/** `undefined` for a failure of 503: no answer in time, none at all, 5xx or 429. */
async function unlessAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof LoginError && error.status === 503) return undefined
    throw error
  }
}
