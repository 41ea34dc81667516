/** What a person may see, by the groups that the provider sent. */
import type { Session } from 'catflap'

/** The role that membership in the administrators' group decides. */
export function roleOf(session: Session, adminGroup: string): 'administrator' | 'ordinaryUser' {
  return session.groups.includes(adminGroup) ? 'administrator' : 'ordinaryUser'
}
