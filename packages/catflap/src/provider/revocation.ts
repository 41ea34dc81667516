/**
 * Token revocation: tells the provider that a token of an ended session is of no more use.
 */
import * as oauth from 'oauth4webapi'
import type { AuthenticatedClient } from './client-authentication.ts'
import type { ProviderFetch } from './http.ts'

/** A token to revoke, and what kind it is. */
export interface RevocableToken {
  readonly token: string
  readonly hint: 'refresh_token' | 'access_token'
}

/** Where tokens are revoked. */
export interface RevocationEndpoint {
  readonly issuer: string
  readonly revocation_endpoint: string
}

/**
 * Revokes a token.
 *
 * @throws {@link LoginError} `REVOCATION_UNAVAILABLE` or `REVOCATION_REFUSED`
 * @see RFC 7009, section 2
 */
export async function revokeToken(
  providerFetch: ProviderFetch,
  endpoint: RevocationEndpoint,
  { clientId, authentication }: AuthenticatedClient,
  { token, hint }: RevocableToken,
): Promise<void> {
  await oauth.revocationRequest({ ...endpoint }, { client_id: clientId }, authentication, token, {
    additionalParameters: { token_type_hint: hint },
    // The metadata has already been refused http anywhere but on loopback.
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url, { headers, body }) => {
      await providerFetch('revocation', url, { headers, body: String(body) })
      return new Response()
    },
  })
}
