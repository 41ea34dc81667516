/** What the ingress takes from and adds to the headers that pass it. Pure; headers are raw pairs. */
import { HOP_BY_HOP, splitList, stripBlanks } from 'catflap-forward'
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

/** Replaced, or already answered here. */
const TAKEN: ReadonlySet<string> = new Set([
  ...INGRESS.tokenHeaders.value.map((name) => name.toLowerCase()),
  'host',
  'forwarded',
  'expect',
])

/** The headers that the app gets, in place of those that came. */
export function buildAppHeaders(raw: readonly string[], passing: Passing): string[] {
  const named = connectionOptions(raw)
  const kept = pairs(raw).flatMap(([name, value]) => {
    // A gateway that turns headers into variables makes the same of `-` and `_`.
    const plain = name.toLowerCase().replaceAll('_', '-')
    if (HOP_BY_HOP.has(plain) || TAKEN.has(plain) || named.has(name.toLowerCase())) return []
    if (plain.startsWith(INGRESS_HEADER_PREFIX.value) || plain.startsWith('x-forwarded-')) return []
    if (plain !== 'cookie') return [name, value]
    const cookies = withoutSignIn(value)
    return cookies === '' ? [] : [name, cookies]
  })
  const body = hasChunkedBody(raw) ? ['Transfer-Encoding', 'chunked'] : []
  return [
    ...['Host', passing.host, ...kept, ...body, 'X-Forwarded-Proto', passing.scheme],
    ...['X-Forwarded-By', INGRESS.forwardedBy.value],
    ...(passing.caller === undefined ? [] : buildCallerHeaders(passing.caller, passing)),
  ]
}

/** Asks for an answer that something may be put behind: whole, and not packed. */
export function askWhole(headers: readonly string[]): string[] {
  const kept = pairs(headers).filter(([name]) => !PARTIAL.has(name.toLowerCase()))
  return [...kept.flat(), 'Accept-Encoding', 'identity']
}

const PARTIAL: ReadonlySet<string> = new Set([
  ...['accept-encoding', 'if-none-match', 'if-modified-since', 'if-range', 'range'],
])

/** The headers that the browser gets of those that the app sent. */
export function buildBrowserHeaders(raw: readonly string[]): string[] {
  const named = connectionOptions(raw)
  return pairs(raw)
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !named.has(name.toLowerCase()))
    .flat()
}

/** Without a length of its own a body that came in chunks must leave in chunks. */
function hasChunkedBody(raw: readonly string[]): boolean {
  return pairs(raw).some(([name]) => name.toLowerCase() === 'transfer-encoding')
}

/** Names that the Connection header declares to be about the connection only. */
function connectionOptions(raw: readonly string[]): ReadonlySet<string> {
  const options = pairs(raw)
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => splitList(value.toLowerCase(), ','))
  // A body without its length would be read as the next request.
  return new Set(options.filter((option) => option !== 'content-length'))
}

/** Every other cookie stays the bytes it was: no name may become that of another cookie. */
function withoutSignIn(header: string): string {
  return splitList(header, ';')
    .filter((cookie) => cookie !== '' && nameOf(cookie) !== INGRESS_COOKIE.value)
    .join('; ')
}

const nameOf = (cookie: string): string => stripBlanks(cookie.split('=', 1)[0] ?? '')

function pairs(raw: readonly string[]): [name: string, value: string][] {
  const list: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i] ?? '', raw[i + 1] ?? ''])
  return list
}
