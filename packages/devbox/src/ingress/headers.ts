/** What the ingress takes from and adds to the headers that pass it. Pure; headers are raw pairs. */
import { buildUpstreamHeaders, type HeaderRules, pairsOf, withoutCookies } from 'catflap-forward'
import { INGRESS, INGRESS_COOKIE, INGRESS_HEADER_PREFIX } from 'catflap-lazycat/facts'
import type { Caller } from '../box/callers.ts'
import { type Arrival, buildCallerHeaders } from './caller-headers.ts'

/** What the ingress says of a request to the app. */
export interface Passing extends Arrival {
  /** Host that the app sees. */
  readonly host: string
  readonly scheme: 'http' | 'https'
  /** `undefined` on a public path without a user. */
  readonly caller: Caller | undefined
}

/** Replaced, or meant for the ingress. */
const TAKEN: ReadonlySet<string> = new Set([
  ...INGRESS.tokenHeaders.value.map((name) => name.toLowerCase()),
  'forwarded',
])

const RULES: HeaderRules = {
  isTaken: (plain) =>
    TAKEN.has(plain) ||
    plain.startsWith(INGRESS_HEADER_PREFIX.value) ||
    plain.startsWith('x-forwarded-'),
  cookies: (header) => withoutCookies(header, (name) => name === INGRESS_COOKIE.value),
}

/** The headers that the app gets, in place of those that came. */
export function buildAppHeaders(raw: readonly string[], passing: Passing): string[] {
  return [
    ...buildUpstreamHeaders(raw, passing.host, RULES),
    ...['X-Forwarded-Proto', passing.scheme],
    ...['X-Forwarded-By', INGRESS.forwardedBy.value],
    ...(passing.caller === undefined ? [] : buildCallerHeaders(passing.caller, passing)),
  ]
}

/** Asks for an answer that something may be put behind: whole, and not packed. */
export function askWhole(headers: readonly string[]): string[] {
  const kept = pairsOf(headers).filter(([name]) => !PARTIAL.has(name.toLowerCase()))
  return [...kept.flat(), 'Accept-Encoding', 'identity']
}

const PARTIAL: ReadonlySet<string> = new Set([
  ...['accept-encoding', 'if-none-match', 'if-modified-since', 'if-range', 'range'],
])
