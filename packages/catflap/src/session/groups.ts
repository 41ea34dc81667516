/** Whether a person's groups let them in. */
import { LoginError, shown } from '../errors.ts'
import type { Session } from './session.ts'

/**
 * True of a person who is in one of some groups; in none of no groups. Keycloak may write a group at the
 * top as a path, `/ADMIN`: that is `ADMIN`. One below another is only its whole path.
 */
export function isMember(session: Pick<Session, 'groups'>, groups: readonly string[]): boolean {
  return groups.some(
    (group) => session.groups.includes(group) || session.groups.includes(`/${group}`),
  )
}

/**
 * Why a person who is in none of some groups may not pass: `FORBIDDEN`, naming those that would do.
 *
 * @param session - its groups are as of the login, or of the last renewal
 */
export function notMember(session: Pick<Session, 'groups'>, groups: readonly string[]): LoginError {
  return new LoginError('FORBIDDEN', 'not a member of the group', {
    parameter: 'groups',
    expected: groups.join(', ') || 'a group, of which none is named',
    seen: session.groups.length === 0 ? 'none' : shown(session.groups.join(', ')),
  })
}
