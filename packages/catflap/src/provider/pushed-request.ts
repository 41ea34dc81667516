/**
 * Pushed authorization requests: the request goes to the provider from here, and the browser carries its
 * name alone.
 */
import { LoginError, type LoginErrorDetails, shown } from '../errors.ts'
import { isText, parseObject } from '../protocol/claims.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import { providerWords } from '../protocol/provider-words.ts'
import type { AuthenticatedClient } from './client-authentication.ts'
import { buildClientRequest } from './client-request.ts'
import type { ProviderFetch, ProviderRequest, ProviderResponse } from './http.ts'
import { secretsIn } from './sent-secrets.ts'

/** Where requests are pushed. */
export interface PushEndpoint {
  readonly issuer: string
  readonly pushed_authorization_request_endpoint: string
}

/** Characters of a request's name; it becomes a part of an address. */
const LONGEST = 1024

/**
 * Pushes an authorization request.
 *
 * @returns its `request_uri`
 * @throws {@link LoginError} `AUTHORIZATION_UNAVAILABLE`, `AUTHORIZATION_REFUSED`, `CLIENT_REFUSED`, or `INTERNAL` where no proof of the
 * client can be made
 * @see RFC 9126, section 2
 */
export async function pushRequest(
  providerFetch: ProviderFetch,
  { issuer, pushed_authorization_request_endpoint: endpoint }: PushEndpoint,
  client: AuthenticatedClient,
  parameters: LoginParameters,
): Promise<string> {
  const { clientId } = client
  const pushed = { ...parameters, client_id: clientId }
  const request = await buildClientRequest(issuer, client, pushed)
  const answer = await providerFetch('pushed-authorization', endpoint, request)
  return nameIn(answer, clientId, request)
}

function nameIn(
  { status, text }: ProviderResponse,
  clientId: string,
  request: Required<ProviderRequest>,
): string {
  const body = parseObject(text)
  const name = body?.request_uri
  // 201 by the specification; 200 by some providers.
  const isDone = status === 201 || status === 200
  if (isDone && isText(name) && name.length <= LONGEST) return name
  if (isDone) {
    return fail('request_uri', { expected: 'the name of a pushed request', seen: 'none that is' })
  }
  const secrets = secretsIn(request.headers, request.body)
  const error = providerWords(body?.error, secrets) ?? `status ${status}`
  const said = providerWords(body?.error_description, secrets)
  if (status === 401 || error === 'invalid_client') {
    const expected = `a request of client ${shown(clientId)}`
    throw new LoginError('CLIENT_REFUSED', 'pushed authorization request: client refused', {
      parameter: 'error',
      expected,
      seen: error,
      said,
    })
  }
  return fail('error', { expected: 'the name of a pushed request', seen: error, said })
}

function fail(parameter: string, details: LoginErrorDetails): never {
  const message = 'pushed authorization request: refused'
  throw new LoginError('AUTHORIZATION_REFUSED', message, { parameter, ...details })
}
