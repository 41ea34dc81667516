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

/** Literal addresses that are not public: RFC 1918, 6598, 3927, 4193, loopback. */
const PRIVATE =
  /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[::1\]|\[f[cd]|\[fe[89ab])/
const LITERAL = /^(\[.*\]|[\d.]+)$/

/**
 * The parsed URL when an operator may name it as the provider's address on an internal network: without
 * credentials, query and fragment; http goes to no public address, as far as the name tells.
 */
export function acceptableInternalIssuer(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || /[\p{Cc}\p{Cf}\p{Z}?#@]/u.test(value)) return undefined
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') return undefined
  return LITERAL.test(url.hostname) && !PRIVATE.test(url.hostname) ? undefined : url
}

/**
 * True of an address at the origin that the operator has named as the provider's internal one.
 *
 * @param value - untrusted text
 * @param internalIssuer - already accepted; `undefined` when there is none
 */
export function isInternal(value: string, internalIssuer: string | undefined): boolean {
  if (internalIssuer === undefined || value.length > LONGEST || !URL.canParse(value)) return false
  if (/[\p{Cc}\p{Cf}\p{Z}#@]/u.test(value)) return false
  return new URL(value).origin === new URL(internalIssuer).origin
}

/**
 * The same address at the other of a provider's two: below `from` it goes below `to`, elsewhere at the
 * origin of `from` to the origin of `to`; any other address stays as it is.
 */
export function movedAddress(address: string, from: string, to: string): string {
  const [below, base] = [from.replace(/\/$/, ''), to.replace(/\/$/, '')]
  const rest = address.slice(below.length)
  if (address.startsWith(below) && /^([/?]|$)/.test(rest)) return base + rest
  const url = new URL(address)
  const same = url.origin === new URL(from).origin
  return same ? new URL(to).origin + url.pathname + url.search : address
}
