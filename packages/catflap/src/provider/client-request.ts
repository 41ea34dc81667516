/**
 * A form that this client sends to one of the provider's endpoints, with the proof of who it is.
 */
import { LoginError, shown } from '../errors.ts'
import type { AuthenticatedClient } from './client-authentication.ts'
import type { ProviderRequest } from './http.ts'

/**
 * Builds the request.
 *
 * @param issuer - of the provider, for whom alone a signed proof is good
 * @param parameters - by their wire names
 * @throws {@link LoginError} `INTERNAL` when no proof can be made: the key was looked at when the login was made
 * @see RFC 6749, sections 2.3 and 3.2
 */
export async function buildClientRequest(
  issuer: string,
  { clientId, authenticate, proof }: AuthenticatedClient,
  parameters: Readonly<Record<string, string>>,
): Promise<Required<ProviderRequest>> {
  const form = new URLSearchParams(parameters)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  }
  try {
    await authenticate({ issuer, form, headers })
  } catch {
    // What was thrown may hold the key, so it is not kept.
    throw new LoginError('INTERNAL', 'request of the client: no proof', {
      parameter: proof,
      expected: `a proof of client ${shown(clientId)}`,
      seen: 'none that could be made',
    })
  }
  return { headers, body: form.toString() }
}
