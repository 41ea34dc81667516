/** The authorization response: parameters on the redirect URI. */
import type { Parameters } from '../faults/fault.ts'
import { writeQuery, writeSortedQuery } from '../http/go.ts'
import { type Reply, redirect } from '../http/reply.ts'

/** Sends the browser back to the client with an error; parameters stay in this order. */
export function redirectToClient(redirectUri: string, parameters: Parameters): Reply {
  const joint = redirectUri.includes('?') ? '&' : '?'
  return redirect(303, redirectUri + joint + writeQuery(parameters))
}

/** Sends the browser back with a code; what the redirect URI has itself is sorted in among it. */
export function redirectWithCode(redirectUri: string, parameters: Parameters): Reply {
  const mark = redirectUri.indexOf('?')
  if (mark === -1) return redirectToClient(redirectUri, parameters)
  const own = new URLSearchParams(redirectUri.slice(mark + 1))
  const query = writeSortedQuery([...own, ...parameters])
  return redirect(303, `${redirectUri.slice(0, mark)}?${query}`)
}
