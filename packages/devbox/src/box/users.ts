/** The people of the box, and what the provider says about them. */
import { ADMIN_GROUP, accountName, CONNECTOR, NORMAL_GROUP } from 'catflap-lazycat/facts'
import { protobufStrings } from './ids.ts'

/** What somebody may do on the box; the provider's group of the same name. */
export type Role = typeof ADMIN_GROUP.value | typeof NORMAL_GROUP.value

/** One user of the box. */
export interface BoxUser {
  readonly name: string
  /** Its one group. */
  readonly role: Role
}

/** Roles that have changed since the box began, by the user's name. */
export interface Roles {
  readonly roles: Map<string, Role>
}

/** Alice runs the box, Bob uses it. */
export const USERS: readonly BoxUser[] = [
  { name: 'alice', role: ADMIN_GROUP.value },
  { name: 'bob', role: NORMAL_GROUP.value },
]

/** A user as of now: who is signed in keeps the name, and loses or gains a role at once. */
export function asOfNow({ roles }: Roles, user: BoxUser): BoxUser {
  return { ...user, role: roles.get(user.name) ?? user.role }
}

/** Everybody, as of now. */
export const usersOf = (box: Roles): readonly BoxUser[] => USERS.map((user) => asOfNow(box, user))

/** A role by its name; `undefined` of anything else. */
export const readRole = (text: string): Role | undefined =>
  [ADMIN_GROUP.value, NORMAL_GROUP.value].find((role) => role === text)

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
