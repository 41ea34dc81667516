/**
 * Cookies: reading single ones without parsing all, and writing ours.
 *
 * `__Host-` names are accepted by browsers only from https, for `/` and without Domain, so that
 * another app of the same box cannot plant one.
 *
 * @see RFC 6265bis, sections 4.1.3 and 5.6
 */

/** The names of our cookies; plain http, which only loopback may use, cannot have the prefix. */
export function cookieNames(secure: boolean): {
  readonly session: string
  readonly transaction: string
  readonly completed: string
  readonly logout: string
} {
  const name = secure ? '__Host-catflap' : 'catflap'
  return {
    session: name,
    transaction: `${name}-login-`,
    completed: `${name}-completed`,
    logout: `${name}-logout`,
  }
}

/** Finds one cookie without building an object of them all (RFC 6265, section 4.2). */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  for (let at = 0, end = 0; at < header.length; at = end + 1) {
    end = header.indexOf(';', at)
    if (end === -1) end = header.length
    while (header.charCodeAt(at) === 0x20) at++
    if (header.startsWith(name, at) && header.charCodeAt(at + name.length) === 0x3d) {
      return header.slice(at + name.length + 1, end)
    }
  }
  return undefined
}

/** All cookies whose name begins with `prefix`, in the order sent. */
export function cookiesWithPrefix(
  header: string | undefined,
  prefix: string,
): readonly { readonly name: string; readonly value: string }[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(equals, 0)).trim()
    return name.startsWith(prefix) ? [{ name, value: pair.slice(equals + 1) }] : []
  })
}

/**
 * A `Set-Cookie` value of one of our cookies.
 *
 * @param maxAge - seconds; 0 removes the cookie
 */
export function serializeCookie(
  name: string,
  value: string,
  maxAge: number,
  secure: boolean,
): string {
  const flags = secure ? '; HttpOnly; Secure; SameSite=Lax' : '; HttpOnly; SameSite=Lax'
  return `${name}=${value}; Path=/; Max-Age=${maxAge}${flags}`
}
