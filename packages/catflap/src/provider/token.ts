/**
 * The two token requests: for the code of a login, and for the refresh token of a session.
 */
import { LoginError } from '../errors.ts'
import {
  exchangeGrant,
  type Grant,
  type TokenExchange,
  type TokenResponse,
} from './token-endpoint.ts'

/** A token response with an ID Token, as a login needs it. */
export type TokenSet = TokenResponse & { readonly idToken: string }

/** A code to redeem. */
export interface TokenRequest {
  readonly redirectUri: string
  readonly code: string
  readonly codeVerifier: string
}

/**
 * Exchanges an authorization code for tokens.
 *
 * @throws {@link LoginError} `CODE_REFUSED`, `ID_TOKEN_MISSING` and the codes of {@link exchangeGrant}
 * @see OpenID Connect Core 1.0, section 3.1.3; RFC 7636, section 4.5
 */
export async function fetchTokens(
  exchange: TokenExchange,
  request: TokenRequest,
): Promise<TokenSet> {
  const { code, redirectUri, codeVerifier } = request
  const grant: Grant = {
    type: 'authorization_code',
    parameters: { code, redirect_uri: redirectUri, code_verifier: codeVerifier },
    refused: { errors: ['invalid_grant'], code: 'CODE_REFUSED' },
  }
  const { idToken, ...tokens } = await exchangeGrant(exchange, grant)
  if (idToken !== undefined) return { ...tokens, idToken }
  throw new LoginError('ID_TOKEN_MISSING', 'token response: no ID Token', {
    parameter: 'id_token',
    expected: 'text',
    seen: 'nothing',
  })
}

/**
 * Errors that speak of the person or the refresh token, not of the client. Dex says `invalid_request`
 * of a refresh token that it no longer knows; others want the person back for a sign-in or a consent.
 */
const NOT_THIS_PERSON: readonly string[] = [
  'invalid_grant',
  'invalid_request',
  'access_denied',
  'interaction_required',
  'login_required',
  'consent_required',
]

/**
 * Exchanges a refresh token for new tokens; an ID Token may be among them.
 *
 * @throws {@link LoginError} `RENEWAL_REFUSED` and the codes of {@link exchangeGrant}
 * @see OpenID Connect Core 1.0, section 12
 */
export function fetchRenewedTokens(
  exchange: TokenExchange,
  refreshToken: string,
): Promise<TokenResponse> {
  const grant: Grant = {
    type: 'refresh_token',
    parameters: { refresh_token: refreshToken },
    refused: { errors: NOT_THIS_PERSON, code: 'RENEWAL_REFUSED' },
  }
  return exchangeGrant(exchange, grant)
}
