/**
 * A browser without a screen: keeps cookies, sends the headers of a navigation, follows nothing by
 * itself. Built on node:http, since the global fetch adds headers of its own.
 */
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Where a redirect leads, or a page that leads on where no scripts run, absolute. */
  readonly location: string | undefined
}

export interface UserAgent {
  /** Cookie values by name; all of the tests' hosts are one host to a browser. */
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

const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'same-origin',
}

function refreshIn(html: string): string | undefined {
  const [, address] =
    /<noscript><meta http-equiv="refresh" content="0;url=([^"]*)"/.exec(html) ?? []
  return address?.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

/** The name of the session cookie of an app on plain http. */
export const sessionName = (origin: string): string => `catflap-${new URL(origin).port}`

/** The session cookie of such an app, as a Cookie header has it. */
export const sessionCookie = ({ cookies }: UserAgent, origin: string): string =>
  `${sessionName(origin)}=${cookies.get(sessionName(origin))}`

export function createUserAgent(extra: Readonly<Record<string, string>> = {}): UserAgent {
  const cookies = new Map<string, string>()

  function keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      // Name and value together, without the equals sign: browsers keep no cookie above that.
      if (pair.length - 1 > MAX_COOKIE) continue
      if (attributes.some((attribute) => attribute.trim() === 'Max-Age=0')) cookies.delete(name)
      else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
  }

  async function send(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sent = { ...NAVIGATION, ...extra, ...(cookie && { cookie }), ...headers }
      const req = request(url, { method, headers: sent, agent: false }, (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8')
          const location = res.headers.location ?? refreshIn(body)
          resolve({
            url,
            status: res.statusCode ?? 0,
            headers: res.headers,
            body,
            location: location === undefined ? undefined : new URL(location, url).href,
          })
        })
      })
      req.on('error', reject)
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
