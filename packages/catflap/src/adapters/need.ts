/** What a guard asks of a request, and how it answers one that does not meet it. */
import type { Login } from '../login.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { isMember, notMember } from '../session/groups.ts'
import type { Session } from '../session/session.ts'

/** Whom to let pass: everybody, who is signed in, or who is in one of some groups. */
export type Need = 'nothing' | 'session' | readonly string[]

/** A request that is refused. `target` is path and query as the browser sees them. */
export interface Asked {
  readonly method: string
  readonly target: string
  readonly header: HeaderReader
}

/** Whether a request may pass. */
export function meets(session: Session | undefined, need: Need): boolean {
  if (need === 'nothing') return true
  return session !== undefined && (need === 'session' || isMember(session, need))
}

/** The way to the login for whoever is not signed in; 403 for whoever is in none of the groups. */
export function refusal(
  login: Login,
  session: Session | undefined,
  need: Need,
  { method, target, header }: Asked,
): Response {
  if (session === undefined) return login.challenge(method, target, header)
  return login.refuse(notMember(session, typeof need === 'string' ? [] : need), header)
}
