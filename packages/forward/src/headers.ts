/** What passing on takes from the headers of a message, whichever way it goes. Pure; raw pairs. */
import { splitList, stripBlanks } from './blanks.ts'
import { HOP_BY_HOP } from './hop-by-hop.ts'
import { plainName, valuesOf } from './pairs.ts'

/** What whoever passes a request on does with its headers, beyond what every proxy has to. */
export interface HeaderRules {
  /** Whether a header stays behind. @param plain - as {@link plainName} makes it */
  readonly isTaken: (plain: string) => boolean
  /** What of a `Cookie` header goes on; empty for nothing. */
  readonly cookies: (header: string) => string
}

/** Headers that belong to one hop or are answered by the one who passes on, whoever that is. */
const ANSWERED_HERE: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'host', 'expect'])

/**
 * The headers that go on of a request: `Host`, then all that are not taken, as they came, and how the
 * body is framed. What the caller adds comes behind.
 *
 * @param host - for the `Host` header
 */
export function buildUpstreamHeaders(
  raw: readonly string[],
  host: string,
  { isTaken, cookies }: HeaderRules,
): string[] {
  const named = connectionOptions(raw)
  const headers = ['Host', host]
  // Of each request, so plain loops: they make nothing on the way.
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? '']
    const plain = plainName(name)
    if (ANSWERED_HERE.has(plain) || named.has(name.toLowerCase()) || isTaken(plain)) continue
    const kept = plain === 'cookie' ? cookies(value) : value
    if (plain !== 'cookie' || kept !== '') headers.push(name, kept)
  }
  // Without a length of its own a body that came in chunks must leave in chunks.
  if (valuesOf(raw, 'transfer-encoding').length > 0) headers.push('Transfer-Encoding', 'chunked')
  return headers
}

/** The headers that go back of an answer. */
export function buildDownstreamHeaders(raw: readonly string[]): string[] {
  const named = connectionOptions(raw)
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? '']
    const plain = name.toLowerCase()
    if (!HOP_BY_HOP.has(plain) && !named.has(plain)) headers.push(name, value)
  }
  return headers
}

/** Every other cookie stays the bytes it was: no name may become that of another cookie. */
export function withoutCookies(header: string, isOurs: (name: string) => boolean): string {
  return splitList(header, ';')
    .filter((cookie) => cookie !== '' && !isOurs(cookieName(cookie)))
    .join('; ')
}

/** The name in `name=value`, as browsers and the readers of cookies take it. */
export function cookieName(cookie: string): string {
  return stripBlanks(cookie.split('=', 1)[0] ?? '')
}

/** Names that the Connection header declares to be about the connection only. */
function connectionOptions(raw: readonly string[]): ReadonlySet<string> {
  const options = valuesOf(raw, 'connection').flatMap((value) =>
    splitList(value.toLowerCase(), ','),
  )
  // A body without its length would be read as the next request.
  return new Set(options.filter((option) => option !== 'content-length'))
}
