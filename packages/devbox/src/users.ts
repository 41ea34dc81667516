/** The people of the box, and what the provider says about them. */
import type { Grant } from './box.ts'
import { protobufStrings } from './ids.ts'

/** One user of the box. */
export interface BoxUser {
  readonly name: string
  readonly role: 'ADMIN' | 'NORMAL'
}

/** Alice runs the box, Bob uses it. */
export const USERS: readonly BoxUser[] = [
  { name: 'alice', role: 'ADMIN' },
  { name: 'bob', role: 'NORMAL' },
]

/** The provider's one connector: the box's own sign-in. */
export const CONNECTOR = 'hportal'

/** The user of that name, if there is one. */
export function readUser(name: string | undefined): BoxUser | undefined {
  return USERS.find((user) => user.name === name)
}

/** `<uid>@<box domain>`: the one text behind e-mail, name and preferred user name. */
export function accountName(user: BoxUser, boxDomain: string): string {
  return `${user.name}@${boxDomain}`
}

/** The subject identifier: account and connector as protobuf, in base64url. */
export function subjectOf(user: BoxUser, boxDomain: string): string {
  return protobufStrings(accountName(user, boxDomain), CONNECTOR)
}

/** The claims about a user that the granted scopes open, in Dex's order. */
export function userClaims(grant: Grant, boxDomain: string): Record<string, unknown> {
  const { user, scopes } = grant
  const account = accountName(user, boxDomain)
  return {
    ...(scopes.includes('email') && { email: account, email_verified: true }),
    ...(scopes.includes('groups') && { groups: [user.role] }),
    ...(scopes.includes('profile') && { name: account, preferred_username: account }),
    ...(scopes.includes('federated:id') && {
      federated_claims: { connector_id: CONNECTOR, user_id: account },
    }),
  }
}
