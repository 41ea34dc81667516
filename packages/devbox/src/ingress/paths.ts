/**
 * Which paths need no sign-in, and which route a path takes. Pure.
 *
 * An app may read a path otherwise than it is written here. So a path that can be read in more than
 * one way is never public: it needs a sign-in, and nothing more.
 */
import { INGRESS } from 'catflap-lazycat/facts'
import type { IngressRoute } from '../box/ingress-app.ts'

/**
 * Whether a path needs no sign-in.
 *
 * @param path - As it came, without the query; untrusted.
 * @param rules - Entries of `public_path`; those that begin with `!` close a path again, and win.
 */
export function isPublicPath(path: string, rules: readonly string[]): boolean {
  const plain = readPlainPath(path)
  if (plain === undefined) return false
  const { value: mark } = INGRESS.publicPathExclusion
  const closed = rules
    .filter((rule) => rule.startsWith(mark))
    .map((rule) => rule.slice(mark.length))
  // Many frameworks route without regard to letter case: what is closed is closed in any.
  const folded = plain.toLowerCase()
  if (closed.some((rule) => covers(rule.toLowerCase(), folded))) return false
  // What closes a path opens none: no path begins with its mark.
  return rules.some((rule) => covers(rule, plain))
}

/** The path decoded, if every app would take it for the same one. */
function readPlainPath(path: string): string | undefined {
  let plain: string
  try {
    plain = decodeURIComponent(path)
  } catch {
    return undefined
  }
  // A second decoding, a backslash, a path parameter or a fragment would be read differently.
  if (!plain.startsWith('/') || /[%\\;#?\p{Cc}]|\/\//u.test(plain)) return undefined
  return /\/\.{1,2}(\/|$)/.test(plain) ? undefined : plain
}

/** The route with the longest prefix that covers a path. */
export function pickRoute(routes: readonly IngressRoute[], path: string): IngressRoute | undefined {
  return routes
    .filter((route) => covers(route.prefix, path))
    .sort((a, b) => trimSlash(b.prefix).length - trimSlash(a.prefix).length)[0]
}

/** The path that a route makes of a path: its prefix taken off, the target's put before. */
export function buildTargetPath(route: IngressRoute, path: string): string {
  const rest = route.trimPrefix ? path.slice(trimSlash(route.prefix).length) : path
  const base = route.target.kind === 'http' ? trimSlash(route.target.path) : ''
  return base + (rest.startsWith('/') ? rest : `/${rest}`)
}

/** Prefixes end at the end of a segment. */
function covers(prefix: string, path: string): boolean {
  const base = trimSlash(prefix)
  return path === base || path.startsWith(`${base}/`)
}

function trimSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
}
