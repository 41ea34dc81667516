/**
 * A browser without a screen: keeps cookies, sends the headers of a navigation, follows nothing by
 * itself. Built on node:http, since the global fetch adds headers of its own.
 */
import { type IncomingHttpHeaders, request } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface Answer {
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Where a redirect leads, absolute. */
  readonly location: string | undefined
}

export interface UserAgent {
  /**
   * Cookie values by name; all of the tests' hosts are one host to a browser. Those of a path of their own,
   * which some providers set, are kept out of sight.
   */
  readonly cookies: Map<string, string>
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  post(url: string, headers?: Readonly<Record<string, string>>, body?: string): Promise<Answer>
  send(
    method: string,
    url: string,
    headers?: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answer>
  /** Follows redirects while they lead where `follow` says, by default everywhere. */
  browse(url: string, follow?: (location: string) => boolean): Promise<Answer>
}

/** Bytes; RFC 6265bis, section 5.6. */
const MAX_COOKIE = 4096

/** Without `Sec-Fetch-Dest: document`: that would be shown pages with scripts, which nobody runs here. */
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
}

/** The name of the session cookie of an app on plain http. */
export const sessionName = (origin: string): string => `catflap-${new URL(origin).port}`

/** The session cookie of such an app, as a Cookie header has it. */
export const sessionCookie = ({ cookies }: UserAgent, origin: string): string =>
  `${sessionName(origin)}=${cookies.get(sessionName(origin))}`

/** An attribute that takes a cookie away. */
function isPast(attribute: string): boolean {
  if (/^max-age=(0|-\d+)$/i.test(attribute)) return true
  return /^expires=/i.test(attribute) && Date.parse(attribute.slice(8)) < Date.now()
}

/** RFC 6265, section 5.1.4. */
function isOnPath(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}

/** @param ca - the authority that it trusts, for https */
export function createUserAgent(
  extra: Readonly<Record<string, string>> = {},
  ca?: string,
): UserAgent {
  const cookies = new Map<string, string>()
  const byPath = new Map<string, Map<string, string>>()

  function keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...rest] = line.split(';')
      const attributes = rest.map((attribute) => attribute.trim())
      const name = pair.slice(0, pair.indexOf('='))
      // Name and value together, without the equals sign: browsers keep no cookie above that.
      if (pair.length - 1 > MAX_COOKIE) continue
      const path = attributes.find((attribute) => /^path=./i.test(attribute))?.slice(5) ?? '/'
      const kept = path === '/' ? cookies : (byPath.get(path) ?? new Map<string, string>())
      if (kept !== cookies) byPath.set(path, kept)
      if (attributes.some(isPast)) kept.delete(name)
      else kept.set(name, pair.slice(pair.indexOf('=') + 1))
    }
  }

  /** What goes to an address, that of the longest path first (RFC 6265, section 5.4). */
  function cookieHeader(url: string): string {
    const { pathname } = new URL(url)
    const scoped = [...byPath].filter(([path]) => isOnPath(pathname, path))
    scoped.sort(([one], [other]) => other.length - one.length)
    const pairs = [...scoped.flatMap(([, kept]) => [...kept]), ...cookies]
    return pairs.map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async function send(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<Answer> {
    const cookie = cookieHeader(url)
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sent = { ...NAVIGATION, ...extra, ...(cookie && { cookie }), ...headers }
      const ask = url.startsWith('https:') ? requestHttps : request
      const req = ask(url, { method, headers: sent, agent: false, ...(ca && { ca }) }, (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8')
          const { location } = res.headers
          resolve({
            url,
            status: res.statusCode ?? 0,
            headers: res.headers,
            body,
            location: location === undefined ? undefined : new URL(location, url).href,
          })
        })
      })
      req.on('error', (error) =>
        reject(new Error(`${method} ${url}: ${error.message}`, { cause: error })),
      )
      req.end(body)
    })
    keep(answer.headers['set-cookie'] ?? [])
    return answer
  }

  return {
    cookies,
    send,
    get: (url, headers) => send('GET', url, headers),
    post: (url, headers, body) => send('POST', url, headers, body),
    async browse(url, follow = () => true) {
      let answer = await send('GET', url)
      for (let i = 0; i < 20 && answer.location !== undefined && follow(answer.location); i++) {
        answer = await send('GET', answer.location)
      }
      return answer
    },
  }
}
