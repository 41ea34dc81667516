/** The authorization response: parameters on the redirect URI. */
import type { Parameters } from '../faults/fault.ts'
import { type Reply, redirect } from '../http/reply.ts'

/** Sends the browser back to the client, with these parameters in this order. */
export function redirectToClient(redirectUri: string, parameters: Parameters): Reply {
  const query = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString()
  const joint = redirectUri.includes('?') ? '&' : '?'
  return redirect(303, redirectUri + joint + query)
}
