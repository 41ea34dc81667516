/**
 * The UserInfo request and the checks of its response.
 */
import { LoginError } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import { type ProviderFetch, readObject } from './http.ts'

/**
 * Fetches the claims of a UserInfo response.
 *
 * @param endpoint - the provider's UserInfo endpoint
 * @param sub - from the verified ID Token; the response must be about the same person
 * @throws {@link LoginError} `USERINFO_UNAVAILABLE`, `USERINFO_INVALID` or `USERINFO_SUB_MISMATCH`
 * @see OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4
 */
export async function fetchUserInfo(
  providerFetch: ProviderFetch,
  endpoint: string,
  accessToken: string,
  sub: string,
): Promise<Claims> {
  const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` }
  const answer = await providerFetch('userinfo', endpoint, { headers })
  const claims = readObject('userinfo', endpoint, answer)
  if (claims.sub !== sub) {
    throw new LoginError('USERINFO_SUB_MISMATCH', 'UserInfo response: unacceptable "sub"', {
      parameter: 'sub',
      expected: 'the sub of the ID Token',
      seen: claims.sub === undefined ? 'none' : 'another sub',
    })
  }
  return claims
}
