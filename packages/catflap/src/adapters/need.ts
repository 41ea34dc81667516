/** What a guard asks of a request, and how it answers one that does not meet it. */
import type { Login } from '../login.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { checkUpgradeOrigin } from '../protocol/same-origin.ts'
import { isMember, notMember } from '../session/groups.ts'
import type { Session } from '../session/session.ts'

/** Whom to let pass: everybody, who is signed in, or who is in one of some groups. */
export type Need = 'nothing' | 'session' | readonly string[]

/** A request that is refused. `target` is path and query as the browser sees them. */
export interface Asked {
  readonly method: string
  readonly target: string
  readonly header: HeaderReader
  /** Origins beside the app's own whose pages may open a WebSocket. */
  readonly allowedOrigins?: readonly string[]
}

/** Whether a request may pass. */
export function meets(session: Session | undefined, need: Need): boolean {
  if (need === 'nothing') return true
  return session !== undefined && (need === 'session' || isMember(session, need))
}

/**
 * The way to the login for whoever is not signed in; 403 for whoever is in none of the groups, and for
 * a WebSocket of another page.
 */
export function refusal(
  login: Login,
  session: Session | undefined,
  need: Need,
  { method, target, header, allowedOrigins = [] }: Asked,
): Response {
  const refused = refuseUpgrade(login, header, allowedOrigins)
  if (refused !== undefined) return refused
  if (session === undefined) return login.challenge(method, target, header)
  return login.refuse(notMember(session, typeof need === 'string' ? [] : need), header)
}

/** 403 for an upgrade that a page of another origin asks for; `undefined` when it may be. */
export function refuseUpgrade(
  login: Login,
  header: HeaderReader,
  allowedOrigins: readonly string[],
): Response | undefined {
  try {
    checkUpgradeOrigin(header, login.origin, allowedOrigins)
    return undefined
  } catch (error) {
    return login.refuse(error, header)
  }
}
