/**
 * The authorization request of the code flow, with PKCE.
 *
 * Pure: random values and the code challenge are made by the caller.
 */
import type { LoginParameters } from './login-parameters.ts'

/** The parts of an authorization request, by their wire names. */
export interface AuthorizationRequest {
  readonly client_id: string
  readonly redirect_uri: string
  readonly scope: string
  readonly state: string
  readonly nonce: string
  readonly code_challenge: string
}

/** All parameters of a request, by their wire names: what else is asked never replaces its own. */
export function authorizationParameters(
  request: AuthorizationRequest,
  others: LoginParameters = {},
): LoginParameters {
  return { ...others, response_type: 'code', ...request, code_challenge_method: 'S256' }
}

/**
 * Builds the address that a browser is sent to.
 *
 * @param endpoint - the provider's authorization endpoint; its own query stays (RFC 6749, 3.1)
 * @param parameters - of {@link authorizationParameters}, or `client_id` and a `request_uri` (RFC 9126)
 * @see OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section 4.3
 */
export function buildAuthorizationRequest(endpoint: string, parameters: LoginParameters): string {
  const url = new URL(endpoint)
  // A copy: each change of the address's own parameters would have the whole address parsed anew.
  const query = new URLSearchParams(url.search)
  for (const [name, value] of Object.entries(parameters)) query.set(name, value)
  url.search = query.toString()
  return url.href
}
