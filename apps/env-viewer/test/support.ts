/** A viewer and a visitor with cookies; the box is real, the viewer is asked without a socket. */
import { createDevbox, type Devbox } from 'catflap-devbox'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createViewer, type Viewer, type ViewerOptions } from '../src/index.ts'

export const ORIGIN = 'http://127.0.0.1:5005'

/** The headers with which a browser opens a page. */
export const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
}

/** The headers with which a browser sends a form of the viewer's own page. */
export const OWN_FORM = {
  ...NAVIGATION,
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
}

export interface Visitor {
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Opens a page as a browser does, through every redirect. */
  open(path: string): Promise<Response>
  /** Sends one of the viewer's own forms. */
  send(path: string, body?: string): Promise<Response>
}

export function createVisitor({ app }: Viewer): Visitor {
  const cookies = new Map<string, string>()

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const own = [...cookies].map(([name, value]) => `${name}=${value}`)
    const cookie = [...own, headers.get('cookie')].filter(Boolean).join('; ')
    if (cookie !== '') headers.set('cookie', cookie)
    const response = await app.fetch(new Request(ORIGIN + path, { ...init, headers }))
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/Max-Age=0/.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  async function open(path: string): Promise<Response> {
    let url = new URL(path, ORIGIN)
    for (let hops = 0; hops < 10; hops++) {
      const response =
        url.origin === ORIGIN
          ? await ask(url.pathname + url.search, { headers: NAVIGATION })
          : await fetch(url, { headers: NAVIGATION, redirect: 'manual' })
      const location = response.headers.get('location')
      if (location === null) return response
      url = new URL(location, url)
    }
    throw new Error('too many redirects')
  }

  const send = (path: string, body = ''): Promise<Response> =>
    ask(path, { method: 'POST', headers: OWN_FORM, body })

  return { ask, open, send }
}

/** Starts a box that lets this user in without a question, and a viewer that signs in there. */
export async function startViewer(
  user: 'alice' | 'bob',
  variables: Readonly<Record<string, string>> = {},
  options: Partial<ViewerOptions> = {},
): Promise<{ box: Devbox; viewer: Viewer; visitor: Visitor; lines: string[] }> {
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: user,
    redirectUri: `${ORIGIN}/callback`,
  })
  const lines: string[] = []
  const viewer = createViewer({
    environment: { ...box.environment, CATFLAP_STORE: 'memory:', ...variables },
    log: (line) => lines.push(line),
    ...options,
  })
  return { box, viewer, visitor: createVisitor(viewer), lines }
}

/** A viewer without configuration. */
export function unconfiguredViewer(environment: Readonly<Record<string, string>> = {}): {
  viewer: Viewer
  visitor: Visitor
  lines: string[]
} {
  const lines: string[] = []
  const viewer = createViewer({ environment, log: (line) => lines.push(line) })
  return { viewer, visitor: createVisitor(viewer), lines }
}
