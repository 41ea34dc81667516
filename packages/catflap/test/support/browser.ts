/** A browser of one app: it keeps cookies, and follows nothing by itself. */
import type { Login } from '../../src/login.ts'
import { APP, type TestProvider } from './provider.ts'

export interface Browser {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  request(
    method: string,
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
  /** The cookie header as it stands. */
  header(): string | undefined
  /** Begins a login and consents: the path that the provider sends the browser to. */
  begin(returnTo?: string): Promise<string>
  /** A whole login; the answer of the callback. */
  signIn(returnTo?: string): Promise<Response>
}

export const NAVIGATION = {
  accept: 'text/html',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
} as const

export function createBrowser(login: Login, provider: TestProvider): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    header() {
      const pairs = [...cookies].map(([name, value]) => `${name}=${value}`)
      return pairs.length === 0 ? undefined : pairs.join('; ')
    },
    get: (path, headers = NAVIGATION) => browser.request('GET', path, headers),
    async request(method, path, headers = {}) {
      const cookie = browser.header()
      const response = await login.handle(
        new Request(APP + path, { method, headers: { ...headers, ...(cookie && { cookie }) } }),
      )
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (line.includes('Max-Age=0')) cookies.delete(name)
        else cookies.set(name, value)
      }
      return response
    },
    async begin(returnTo) {
      const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`
      const { headers } = await browser.get(`/login${query}`)
      return provider.approve(headers.get('location') ?? '')
    },
    signIn: async (returnTo) => browser.get(await browser.begin(returnTo)),
  }
  return browser
}
