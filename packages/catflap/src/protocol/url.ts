/**
 * Which addresses may be used for a login at all: https, or plain http on this very machine.
 */

/** Names below `localhost` are this machine too (RFC 6761, section 6.3). */
export const LOOPBACK: RegExp = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The parsed URL when it may carry a login: absolute, https (http for loopback hosts only), without
 * credentials and without a fragment (RFC 6749, section 3.1.2).
 *
 * @param value - untrusted text
 */
export function acceptableUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  // The parser takes line breaks out of the middle, and blanks off the ends, without a word.
  if (url === undefined || /[\p{Cc}\p{Cf}\p{Z}]/u.test(value)) return undefined
  if (url.username !== '' || url.password !== '' || value.includes('#')) return undefined
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && LOOPBACK.test(url.hostname) ? url : undefined
}

/** Characters; an endpoint is shown on pages and in traces. */
const LONGEST = 2048

/**
 * The parsed URL of an endpoint when it may serve this issuer. An issuer on https has endpoints on
 * https alone, loopback included: a document that names this machine would bring the client secret to
 * whatever listens here.
 *
 * @param value - untrusted text
 * @param issuer - the configured one
 */
export function acceptableEndpoint(value: string, issuer: string): URL | undefined {
  const url = value.length <= LONGEST ? acceptableUrl(value) : undefined
  return url?.protocol === 'https:' || issuer.startsWith('http:') ? url : undefined
}
