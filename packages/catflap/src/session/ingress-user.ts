/**
 * The user that a box's ingress names in `X-HC-User-ID`, and whose session it lets apply. By itself
 * the header signs nobody in.
 */
import type { SessionRecord } from './stored-session.ts'

/**
 * The name in a header. Node and `Headers` alike give one character per byte, and the bytes are UTF-8;
 * what cannot be UTF-8 is taken as it came.
 *
 * @param value - the header's value; an empty one names nobody
 */
export function ingressUserIn(value: string | null | undefined): string | undefined {
  if (!value) return undefined
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7f) return decode(value)
  return value
}

function decode(value: string): string {
  // A runtime that has decoded it already gives characters that are no bytes.
  if (/[^\0-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

/** What of a session tells whose it is. */
export type Identified = Pick<SessionRecord, 'ingressUser' | 'claims' | 'userInfo'>

/**
 * True of the session of the user whom a request's header names: the same as at its callback, or,
 * where the ingress named nobody then, the provider's `preferred_username`. LazyCat's are
 * `<user>@<box domain>`. A session of which neither is known is nobody's.
 *
 * @param value - the header's value, as it came
 */
export function isSessionOf({ ingressUser, claims, userInfo }: Identified, value: string): boolean {
  const user = ingressUserIn(value)
  if (user === undefined) return false
  if (ingressUser !== undefined) return ingressUser === user
  const name = claims.preferred_username ?? userInfo.preferred_username
  if (typeof name !== 'string') return false
  const at = name.lastIndexOf('@')
  return name === user || (at !== -1 && name.slice(0, at) === user)
}
