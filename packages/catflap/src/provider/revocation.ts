/**
 * Token revocation: tells the provider that a token of an ended session is of no more use.
 */
import type { AuthenticatedClient } from './client-authentication.ts'
import { buildClientRequest } from './client-request.ts'
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
 * @throws {@link LoginError} `REVOCATION_UNAVAILABLE`, `REVOCATION_REFUSED`, or `INTERNAL` where no proof of the client can be made
 * @see RFC 7009, section 2
 */
export async function revokeToken(
  providerFetch: ProviderFetch,
  { issuer, revocation_endpoint }: RevocationEndpoint,
  client: AuthenticatedClient,
  { token, hint }: RevocableToken,
): Promise<void> {
  const parameters = { token_type_hint: hint, token }
  const request = await buildClientRequest(issuer, client, parameters)
  await providerFetch('revocation', revocation_endpoint, request)
}
