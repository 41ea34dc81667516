/** The people of the box, and what the provider says about them. */
import { ADMIN_GROUP, accountName, CONNECTOR, NORMAL_GROUP } from 'catflap-lazycat/facts'
import { protobufStrings } from './ids.ts'

/** One user of the box. */
export interface BoxUser {
  readonly name: string
  /** Its one group. */
  readonly role: typeof ADMIN_GROUP.value | typeof NORMAL_GROUP.value
}

/** Alice runs the box, Bob uses it. */
export const USERS: readonly BoxUser[] = [
  { name: 'alice', role: ADMIN_GROUP.value },
  { name: 'bob', role: NORMAL_GROUP.value },
]

/** The user of that name, if there is one. */
export function readUser(name: string | undefined): BoxUser | undefined {
  return USERS.find((user) => user.name === name)
}

/** The subject identifier: account and connector as protobuf, in base64url. */
export function subjectOf(user: BoxUser, boxDomain: string): string {
  return protobufStrings(accountName(user.name, boxDomain), CONNECTOR.value)
}

/** The claims about a user that the granted scopes open, in Dex's order. */
export function userClaims(
  { user, scopes }: { readonly user: BoxUser; readonly scopes: readonly string[] },
  boxDomain: string,
): Record<string, unknown> {
  const account = accountName(user.name, boxDomain)
  return {
    ...(scopes.includes('email') && { email: account, email_verified: true }),
    ...(scopes.includes('groups') && { groups: [user.role] }),
    ...(scopes.includes('profile') && { name: account, preferred_username: account }),
    ...(scopes.includes('federated:id') && {
      federated_claims: { connector_id: CONNECTOR.value, user_id: account },
    }),
  }
}
