/**
 * The UserInfo request and the checks of its response.
 */
import { LoginError } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import { type ProviderFetch, type ProviderResponse, readObject } from './http.ts'

/**
 * Fetches the claims of a UserInfo response.
 *
 * @param endpoint - the provider's UserInfo endpoint
 * @param sub - from the verified ID Token; the response must be about the same person
 * @throws {@link LoginError} the codes of {@link requestUserInfo} and {@link checkUserInfo}
 */
export async function fetchUserInfo(
  providerFetch: ProviderFetch,
  endpoint: string,
  accessToken: string,
  sub: string,
): Promise<Claims> {
  return checkUserInfo(endpoint, await requestUserInfo(providerFetch, endpoint, accessToken), sub)
}

/**
 * Makes the UserInfo request; what the response says is for {@link checkUserInfo}.
 *
 * @throws {@link LoginError} `USERINFO_UNAVAILABLE` or `USERINFO_INVALID`
 * @see OpenID Connect Core 1.0, section 5.3.1
 */
export function requestUserInfo(
  providerFetch: ProviderFetch,
  endpoint: string,
  accessToken: string,
): Promise<ProviderResponse> {
  const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` }
  return providerFetch('userinfo', endpoint, { headers })
}

/**
 * Checks a UserInfo response and gives its claims.
 *
 * @param endpoint - where it came from
 * @param sub - whom it must be about
 * @throws {@link LoginError} `USERINFO_INVALID` or `USERINFO_SUB_MISMATCH`
 * @see OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4
 */
export function checkUserInfo(endpoint: string, answer: ProviderResponse, sub: string): Claims {
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
