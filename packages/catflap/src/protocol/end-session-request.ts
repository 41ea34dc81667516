/**
 * The end session request of RP-Initiated Logout: asks the provider to sign a person out.
 *
 * Pure: the random `state` is made by the caller.
 */

/** The parts of an end session request, by their wire names. */
export interface EndSessionRequest {
  readonly client_id: string
  readonly post_logout_redirect_uri: string
  readonly state: string
  /** The session's ID Token, so that the provider knows whom to sign out without asking. */
  readonly id_token_hint: string | undefined
}

/** Longest hint, in characters: servers commonly refuse a request line beyond 8 KiB. */
const MAX_HINT = 6000

/**
 * Builds the address that a browser is sent to. A hint too long for an address is left out; the
 * provider then asks the person.
 *
 * @param endpoint - the provider's end session endpoint; its own query stays
 * @see {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | OpenID Connect RP-Initiated Logout 1.0, section 2}
 */
export function buildEndSessionRequest(endpoint: string, request: EndSessionRequest): string {
  const url = new URL(endpoint)
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || (name === 'id_token_hint' && value.length > MAX_HINT)) continue
    url.searchParams.set(name, value)
  }
  return url.href
}
