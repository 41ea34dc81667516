/** Who is asking, by cookie, API token or ticket: never by two of them. Pure. */
import type { Caller } from '../box/callers.ts'
import { type IngressState, isLinkHost } from '../box/ingress-state.ts'

/** What a request shows of itself; all of it untrusted. */
export interface Shown {
  /** Host of the request, in lower case. */
  readonly host: string
  readonly cookies: string | undefined
  readonly apiToken: string | undefined
  readonly ticket: string | undefined
}

/**
 * Reads who is asking.
 *
 * At the name for other apps a ticket counts and nothing else, at the app's own names it counts for nothing. A
 * token decides alone: a script that shows one that is unknown is nobody, whatever cookie it has.
 */
export function readCaller(state: IngressState, shown: Shown): Caller | undefined {
  const { host, cookies, apiToken, ticket } = shown
  if (isLinkHost(state, host)) return ticket === undefined ? undefined : readApp(state, ticket)
  if (apiToken !== undefined) {
    const token = state.apiTokens.read(apiToken)
    return token && { kind: 'script', ...token }
  }
  const signIn = state.signIns.read(cookies)
  return signIn && { kind: 'browser', user: signIn.user, signIn }
}

/** Containers have no addresses of their own here, so the ticket says which app it was given to. */
function readApp(state: IngressState, ticket: string): Caller | undefined {
  const visit = state.signIns.readTicket(ticket)
  if (visit) return { kind: 'app', user: visit.user, packageId: state.app.packageId }
  const other = state.tickets.read(ticket)
  return other && { kind: 'app', ...other }
}
