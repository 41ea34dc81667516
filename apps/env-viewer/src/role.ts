/**
 * What a person may see: by the groups of the login, and by the role that the box names now.
 *
 * Groups are as of the login. LazyCat's ingress names the role with each request; since anybody who
 * reaches the app past it can send that header, it takes the administrators' role away and never gives it.
 */
import { LoginError, type Session } from 'catflap'
import { ADMIN_GROUP, ROLE_HEADER } from 'catflap-lazycat/facts'
import type { Site, Visit } from './site.ts'

/** The role that membership in the administrators' group decides. */
export function roleOf(
  site: Pick<Site, 'adminGroup'>,
  c: Visit,
  session: Session,
): 'administrator' | 'ordinaryUser' {
  const member = session.groups.includes(site.adminGroup)
  return member && boxRole(site, c) === undefined ? 'administrator' : 'ordinaryUser'
}

/**
 * The role that the box names when it is another one than the administrators'. Of a group that is not
 * the box's own it says nothing.
 */
export function boxRole({ adminGroup }: Pick<Site, 'adminGroup'>, c: Visit): string | undefined {
  const role = c.req.header(ROLE_HEADER.value)
  // The role is named like the group.
  return adminGroup !== ADMIN_GROUP.value || role === ADMIN_GROUP.value ? undefined : role
}

/** @throws {@link LoginError} `FORBIDDEN` to everybody but administrators, naming what is missing */
export function requireAdministrator(
  site: Pick<Site, 'adminGroup'>,
  c: Visit,
  session: Session | undefined,
  message = 'viewer: not a member of the group',
): void {
  if (session !== undefined && roleOf(site, c, session) === 'administrator') return
  const { adminGroup } = site
  const groups = session?.groups ?? []
  const role = groups.includes(adminGroup) ? boxRole(site, c) : undefined
  throw new LoginError('FORBIDDEN', message, {
    parameter: role === undefined ? 'groups' : ROLE_HEADER.value,
    expected: adminGroup,
    seen: role === undefined ? groups.join(', ').slice(0, 200) || 'none' : named(role),
  })
}

/** The header is anybody's text: a role is one word. */
const named = (role: string): string => (/^[A-Z_]{1,20}$/.test(role) ? role : 'another value')
