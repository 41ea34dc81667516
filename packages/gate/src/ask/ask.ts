/**
 * Which request a proxy asks about: its own headers, each exactly once, of exactly its own family. Nothing is
 * guessed and nothing falls back to another header. Pure.
 */
import { GateError, shown } from '../errors.ts'
import { FAMILIES, type Family, NAMES_A_REQUEST, type ProxyKind } from './proxies.ts'

/** A proxy's question, as it came. */
export interface Question {
  /** The line on the wire: of Envoy's question it is the client's own. */
  readonly method: string
  readonly target: string
  /** Names and values in turn, as node:http has them in `rawHeaders`. */
  readonly rawHeaders: readonly string[]
}

/** What is asked about. */
export interface Asked {
  readonly method: string
  /** Path and query, byte for byte as the client sent them. */
  readonly target: string
}

/** Reads the question of one kind of proxy. */
export type AskReader = (question: Question) => Asked

/** Where Envoy's questions begin: it puts this before the client's path. */
export const ENVOY_PREFIX = '/auth/envoy'

/**
 * Makes the reader of one kind of proxy.
 *
 * @param origin - the app's, from the configuration: every question must be about it
 * @throws {@link GateError} `GATE_PROXY_MISCONFIGURED`, naming the header and the line that mends it
 */
export function createAskReader(proxy: ProxyKind, origin: string): AskReader {
  const family = FAMILIES[proxy]
  const foreign = NAMES_A_REQUEST.filter((name) => !family.required.includes(name))
  const check = (seen: string, header: string): void => checkOrigin(seen, origin, header, family)
  return function readQuestion(question) {
    const found = readHeaders(question.rawHeaders, family, foreign)
    const of = (name: string): string => found.get(name) ?? ''
    if (proxy === 'nginx') {
      const [seen, target] = splitUrl(of('x-original-url'), family)
      check(seen, 'x-original-url')
      return { method: of('x-original-method'), target }
    }
    const host = proxy === 'envoy' ? 'host' : 'x-forwarded-host'
    check(`${of('x-forwarded-proto')}://${of(host)}`, host)
    if (proxy !== 'envoy')
      return { method: of('x-forwarded-method'), target: of('x-forwarded-uri') }
    return { method: question.method, target: question.target.slice(ENVOY_PREFIX.length) }
  }
}

/** The headers of a family, each there once; none that another family names a request by. */
function readHeaders(
  raw: readonly string[],
  family: Family,
  foreign: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    if (foreign.includes(name)) {
      throw misconfigured(name, 'not sent', 'sent', family.remove(name))
    }
    if (!family.required.includes(name)) continue
    if (found.has(name)) throw misconfigured(name, 'one value', 'several', family.add(name))
    found.set(name, raw[i + 1] ?? '')
  }
  for (const name of family.required) {
    if (found.has(name) && found.get(name) !== '') continue
    throw misconfigured(name, 'sent', found.has(name) ? 'empty' : 'not sent', family.add(name))
  }
  return found
}

/** Origin and target of an address, by bytes: a parser of addresses would resolve and drop some. */
function splitUrl(url: string, family: Family): readonly [origin: string, target: string] {
  const scheme = url.indexOf('://')
  const slash = scheme === -1 ? -1 : url.indexOf('/', scheme + 3)
  if (slash !== -1) return [url.slice(0, slash), url.slice(slash)]
  throw misconfigured('x-original-url', 'a whole address', shown(url), family.add('x-original-url'))
}

/** Hosts have no case, and every scheme has its port; a host with a dot at its end is another one. */
function checkOrigin(seen: string, origin: string, header: string, family: Family): void {
  const plain = seen
    .toLowerCase()
    .replace(/^ws(s?):/, 'http$1:')
    .replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')
  if (plain !== origin) throw misconfigured(header, origin, shown(seen), family.add(header))
}

const misconfigured = (
  parameter: string,
  expected: string,
  seen: string,
  line: string,
): GateError => new GateError('GATE_PROXY_MISCONFIGURED', { parameter, expected, seen, line })
