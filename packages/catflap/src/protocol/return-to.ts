/**
 * Where a browser goes after its login: a path of this app, and never another site.
 */
import type { HeaderReader } from './fetch-metadata.ts'

/**
 * Most characters of a path, before and after the parser has encoded it: one that is short when it
 * comes may be three times as long in the cookie that keeps it.
 */
const MAX_LENGTH = 2048
/** Most characters of a path as a link to the login holds it, where `%`, `/` and `&` take three. */
const MAX_ENCODED = 3072

/**
 * The path, query and fragment to return to, or `undefined` when the value could lead anywhere else.
 *
 * Accepted is only what a browser reads the same way as we do: printable ASCII that begins with one
 * slash and holds no backslash, that the URL parser leaves on our origin, and that is not too long for
 * the cookies and addresses that carry it.
 *
 * @param value - untrusted: anyone can write a link to the login
 */
export function parseReturnTo(value: string | null | undefined): string | undefined {
  if (value === null || value === undefined || value.length > MAX_LENGTH) return undefined
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(value)) return undefined
  // Dot segments could make a second slash ("/.//evil"): judge, and return, the parsed path.
  const base = 'https://catflap.invalid'
  const url = new URL(value, base)
  if (url.origin !== base || url.pathname.startsWith('//')) return undefined
  const path = url.pathname + url.search + url.hash
  if (path.length > MAX_LENGTH || encodeURIComponent(path).length > MAX_ENCODED) return undefined
  return path
}

/**
 * The page of ours on which a person followed a link or sent a form, as the browser tells it; a policy
 * such as `no-referrer` hides it.
 *
 * @param origin - our origin, from the configuration
 */
export function readReferrer(header: HeaderReader, origin: string): string | undefined {
  const referrer = header('referer')
  return referrer?.startsWith(`${origin}/`)
    ? parseReturnTo(referrer.slice(origin.length))
    : undefined
}

/**
 * Whether a proxy in front changes the paths of the login: a page that needs a session is asked for by
 * the login's path without its beginning, or by another one that ends like it and shall lead back to
 * such a path in its turn. To send that on to the login would go round for ever.
 *
 * @param target - path and query that reached the app, and that are not the login's
 * @param login - path that starts a login
 */
export function isMisledLogin(target: string, login: string): boolean {
  const path = pathOf(target)
  const last = login.slice(login.lastIndexOf('/'))
  if (!path.endsWith(last) || path === login) return false
  if (login.endsWith(path)) return true
  const query = target.slice(path.length).replace(/#.*/s, '')
  const wanted = parseReturnTo(new URLSearchParams(query).get('return_to'))
  return wanted !== undefined && pathOf(wanted).endsWith(last)
}

/** The path of a request target, without query and fragment. */
export function pathOf(target: string): string {
  const end = target.search(/[?#]/)
  return end === -1 ? target : target.slice(0, end)
}
