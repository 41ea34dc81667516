/**
 * A form that this client sends to one of the provider's endpoints, with the proof of who it is.
 */
import type { AuthenticatedClient } from './client-authentication.ts'
import type { ProviderRequest } from './http.ts'

/**
 * Builds the request.
 *
 * @param issuer - of the provider, for whom alone a signed proof is good
 * @param parameters - by their wire names
 * @see RFC 6749, sections 2.3 and 3.2
 */
export async function buildClientRequest(
  issuer: string,
  { authenticate }: AuthenticatedClient,
  parameters: Readonly<Record<string, string>>,
): Promise<Required<ProviderRequest>> {
  const form = new URLSearchParams(parameters)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  }
  await authenticate({ issuer, form, headers })
  return { headers, body: form.toString() }
}
