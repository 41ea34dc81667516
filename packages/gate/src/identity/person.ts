/** What there is to tell of whoever is signed in. Pure. */
import type { Session } from 'catflap'

/** What is told of a session. */
export type IdentitySession = Pick<Session, 'sub' | 'claims' | 'userInfo' | 'groups'>

/** Who is asking, in the claims of OpenID Connect. */
export interface Person {
  readonly sub: string
  readonly preferred_username?: string
  readonly email?: string
  readonly name?: string
  readonly groups: readonly string[]
}

/** The person of a session, for a token: JSON keeps every value as it is, and what there is none of is left out. */
export function personOf(session: IdentitySession): Person {
  const username = readText(session, 'preferred_username')
  const email = isUnverified(session) ? undefined : readText(session, 'email')
  const name = readText(session, 'name')
  return {
    sub: session.sub,
    ...(username !== undefined && { preferred_username: username }),
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    groups: session.groups,
  }
}

/** A claim of the ID Token, else of the UserInfo response. */
export function readText({ claims, userInfo }: IdentitySession, name: string): string | undefined {
  const value = claims[name] ?? userInfo[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Some providers write the truth as text. Whichever of the two says no is believed. */
export const isUnverified = ({ claims, userInfo }: IdentitySession): boolean =>
  [claims.email_verified, userInfo.email_verified].some(
    (said) => said === false || said === 'false',
  )
