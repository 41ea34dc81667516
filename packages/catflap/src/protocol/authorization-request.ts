/**
 * The authorization request of the code flow, with PKCE.
 *
 * Pure: random values and the code challenge are made by the caller.
 */

/** The parts of an authorization request, by their wire names. */
export interface AuthorizationRequest {
  readonly client_id: string
  readonly redirect_uri: string
  readonly scope: string
  readonly state: string
  readonly nonce: string
  readonly code_challenge: string
  /** `login` has the person sign in anew, `none` asks nobody anything (section 3.1.2.1). */
  readonly prompt?: 'login' | 'none'
}

/**
 * Builds the address that a browser is sent to.
 *
 * @param endpoint - the provider's authorization endpoint; its own query stays (RFC 6749, 3.1)
 * @see OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section 4.3
 */
export function buildAuthorizationRequest(endpoint: string, request: AuthorizationRequest): string {
  const url = new URL(endpoint)
  const parameters = { response_type: 'code', ...request, code_challenge_method: 'S256' }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
