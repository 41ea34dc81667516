/**
 * Where a browser goes after its login: a path of this app, and never another site.
 */

const MAX_LENGTH = 2048

/**
 * The path, query and fragment to return to, or `undefined` when the value could lead anywhere else.
 *
 * Accepted is only what a browser reads the same way as we do: printable ASCII that begins with one
 * slash and holds no backslash, and that the URL parser leaves on our origin.
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
  return url.pathname + url.search + url.hash
}
