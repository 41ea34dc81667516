/** What a guard asks of a request, and how it answers one that does not meet it. */
import type { Login } from '../login.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { checkUpgradeOrigin } from '../protocol/same-origin.ts'
import { isMember, notMember } from '../session/groups.ts'
import type { Session } from '../session/session.ts'

/** What a guard may be told of the session that it lets pass. */
export interface SessionDemand {
  /**
   * Only one that began with a login at the provider, which has tokens and a proven identity: whom LazyCat's
   * ingress alone names (`session.acceptIngressUser`) is led to the login.
   */
  readonly source?: 'oidc'
}

/** Whom to let pass: everybody, or who has a session that is as it must be. */
export type Need =
  | 'nothing'
  | (SessionDemand & {
      /** One of these; any person who is signed in when left out. */
      readonly groups?: readonly string[]
    })

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
  if (session === undefined || isTooLittle(session, need)) return false
  return need.groups === undefined || isMember(session, need.groups)
}

/**
 * The way to the login for whoever is not signed in, or not there; 403 for whoever is in none of the groups, and for
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
  if (session === undefined || need === 'nothing') return login.challenge(method, target, header)
  if (isTooLittle(session, need)) return login.challenge(method, target, header, LOGIN_NEEDED)
  return login.refuse(notMember(session, need.groups ?? []), header)
}

/** What somebody lacks whom the ingress alone names. */
export const LOGIN_NEEDED = { source: 'oidc' } as const

/** Whether a login would do: nobody is signed in, or not as it takes. */
export const lacksLogin = (session: Session | undefined, need: SessionDemand): boolean =>
  session === undefined || isTooLittle(session, need)

const isTooLittle = (session: Session, { source }: SessionDemand): boolean =>
  source !== undefined && session.source !== source

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
