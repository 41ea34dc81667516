/**
 * The authorization request of a login transaction: what it says, and the address that carries it.
 */
import { hash } from 'node:crypto'
import {
  authorizationParameters,
  buildAuthorizationRequest,
} from '../protocol/authorization-request.ts'
import { joinParameters, type LoginParameters } from '../protocol/login-parameters.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { scopesOf } from '../protocol/scopes.ts'
import type { LoginTransaction } from '../session/transactions.ts'
import type { RouteContext } from './context.ts'

/** All its parameters: the same whenever it is asked for. */
export function requestOf(
  { settings }: RouteContext,
  metadata: ProviderMetadata,
  { nonce, codeVerifier, asked }: LoginTransaction,
  state: string,
): LoginParameters {
  const { id, redirectUri, authorizationParams } = settings.client
  const request = {
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopesOf(settings, metadata),
    state,
    nonce,
    code_challenge: hash('sha256', codeVerifier, 'base64url'),
  }
  return authorizationParameters(request, joinParameters(authorizationParams, asked))
}

/**
 * Where the browser goes: the endpoint with the whole request, or with the name of one that was pushed,
 * where the provider or the configuration wants it so.
 *
 * It rejects with the codes of `Provider.push`.
 *
 * @see RFC 9126, sections 2 and 4
 */
export async function authorizationAddress(
  { settings, provider }: RouteContext,
  metadata: ProviderMetadata,
  request: LoginParameters,
): Promise<string> {
  const { authorization_endpoint: endpoint, require_pushed_authorization_requests: wanted } =
    metadata
  if (!wanted && !settings.client.pushedAuthorizationRequests) {
    return buildAuthorizationRequest(endpoint, request)
  }
  const request_uri = await provider.push(request)
  return buildAuthorizationRequest(endpoint, { client_id: settings.client.id, request_uri })
}
