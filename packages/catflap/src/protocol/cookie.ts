/**
 * Cookies: reading single ones without parsing all, and writing ours.
 *
 * `__Host-` names are accepted by browsers only from https, for `/` and without Domain, so that
 * another app of the same box cannot plant one.
 *
 * @see RFC 6265bis, sections 4.1.3 and 5.6
 */
import { isBlank } from './header.ts'

const EQUALS = 0x3d
const HOST_PREFIX = '__Host-'

/** The names of an app's cookies. */
export interface CookieNames {
  readonly session: string
  /** What the names of login transactions begin with. */
  readonly transaction: string
  /** Counts logins completed in a row. */
  readonly completed: string
  readonly logout: string
  /** Says that the provider was asked in silence, or that somebody signed out: not to be asked again soon. */
  readonly silent: string
}

/**
 * The names of an app's cookies. Browsers give the cookies of one port to every other: so the port is in the
 * name, unless it is the one of https. Plain http, which only loopback may use, cannot have the prefix.
 *
 * @param base - what they all begin with; accepted by {@link isCookieName}
 * @param secure - whether the app is on https
 * @param port - of the app; empty for the scheme's own
 */
export function cookieNames(base: string, secure: boolean, port: string): CookieNames {
  const own = port === '' ? base : `${base}-${port}`
  const name = secure ? `${HOST_PREFIX}${own}` : own
  return {
    session: name,
    transaction: `${name}-login-`,
    completed: `${name}-completed`,
    logout: `${name}-logout`,
    silent: `${name}-silent`,
  }
}

/** True of a cookie that is one of these, and so nobody else's. @param name - as it was sent */
export const isOwnCookie = (names: CookieNames, name: string): boolean =>
  name === names.session ||
  name === names.completed ||
  name === names.logout ||
  name === names.silent ||
  name.startsWith(names.transaction)

/**
 * True of a base name that an app may choose: a token (RFC 6265, section 4.1.1) of at most 64
 * characters that is no name with a prefix, and whose cookies cannot be taken for those of another app.
 */
export const isCookieName = (base: string): boolean =>
  /^[\w!#$%&'*+.^`|~-]{1,64}$/.test(base) &&
  !/^__|-login-|-(login|completed|logout|silent|\d+)$/i.test(base)

/**
 * The value of one cookie, found without building an object of them all (RFC 6265, section 4.2).
 *
 * @returns `undefined` also when the name occurs with two values: a browser keeps one cookie under a
 * `__Host-` name, so that the other is somebody else's, and their order does not tell which.
 */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  let found: string | undefined
  for (let at = findName(header, name, 0); at !== -1; ) {
    const [equals, end] = [at + name.length, endOfPair(header, at)]
    if (header.charCodeAt(equals) === EQUALS) {
      const value = header.slice(equals + 1, end)
      if (found !== undefined && found !== value) return undefined
      found = value
    }
    at = findName(header, name, end + 1)
  }
  return found
}

/** All cookies whose name begins with `prefix`, in the order sent. */
export function cookiesWithPrefix(
  header: string | undefined,
  prefix: string,
): readonly { readonly name: string; readonly value: string }[] {
  if (header === undefined) return []
  const cookies: { readonly name: string; readonly value: string }[] = []
  for (let at = findName(header, prefix, 0); at !== -1; ) {
    const end = endOfPair(header, at)
    const equals = header.indexOf('=', at)
    if (equals !== -1 && equals < end) {
      cookies.push({ name: header.slice(at, equals), value: header.slice(equals + 1, end) })
    }
    at = findName(header, prefix, end + 1)
  }
  return cookies
}

/**
 * Where the first name that begins with `prefix` stands, from a pair's beginning on; -1 for nowhere.
 *
 * Space and tab alone may stand before a name, as in browsers. Who strips more, such as U+00A0, makes
 * a `__Host-` name out of one that browsers let every neighbour set.
 */
function findName(header: string, prefix: string, from: number): number {
  for (let at = from; at < header.length; at = endOfPair(header, at) + 1) {
    let start = at
    while (isBlank(header.charCodeAt(start))) start++
    if (header.startsWith(prefix, start)) return start
  }
  return -1
}

function endOfPair(header: string, at: number): number {
  const end = header.indexOf(';', at)
  return end === -1 ? header.length : end
}

/**
 * A `Set-Cookie` value of one of our cookies.
 *
 * @param maxAge - seconds; 0 removes the cookie
 */
export function serializeCookie(name: string, value: string, maxAge: number): string {
  const secure = name.startsWith(HOST_PREFIX) ? ' Secure;' : ''
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly;${secure} SameSite=Lax`
}
