/**
 * Forms that sign a person out, as browsers really send them: from pages of the app, of a neighbour
 * on the same site, of another site, and from sandboxed frames. The same table for every engine.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogin, createMemoryStore, type Login } from 'catflap'
import { withLogin } from 'catflap/node'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { arrive, type Engine, ROOM, shows, type Tab } from '../support/engines/engine.ts'

/** How a form reached the logout path. */
interface Seen {
  readonly origin: string
  readonly site: string | undefined
  status: number
}

/** Who has the page. A neighbour is of the app's site: the same host, whatever the port. */
const OWN = 'own'
const NEIGHBOUR = 'neighbour'
const ELSEWHERE = 'elsewhere'
const SANDBOX = 'allow-forms%20allow-scripts'

/** Who has the page, its target, the two headers, and what is answered. */
const TABLE = [
  ['a page of the app', OWN, '/form', 'ours', 'same-origin', 303],
  ['such a page under no-referrer', OWN, '/form?policy=no-referrer', 'null', 'same-origin', 303],
  ['such a page in a frame', OWN, '/frame', 'ours', 'same-origin', 303],
  ['such a page in a sandbox', OWN, `/frame?sandbox=${SANDBOX}`, 'null', 'cross-site', 403],
  ['a neighbour', NEIGHBOUR, '/form', 'other', 'same-site', 403],
  ['a neighbour that hides', NEIGHBOUR, '/form?policy=no-referrer', 'null', 'same-site', 403],
  ['another site', ELSEWHERE, '/form', 'other', 'cross-site', 403],
  ['another that hides', ELSEWHERE, '/form?policy=no-referrer', 'null', 'cross-site', 403],
  ['a sandbox of another', ELSEWHERE, `/frame?sandbox=${SANDBOX}`, 'null', 'cross-site', 403],
  [
    'the app in the sandbox of another',
    ELSEWHERE,
    `/frame?of=app&sandbox=${SANDBOX}`,
    'null',
    'cross-site',
    403,
  ],
  ['the app by way of another', OWN, '/form?by=another', 'null', 'cross-site', 403],
] as const

/** Plays the table in an engine. */
export function describeForms(start: () => Promise<Engine>): void {
  let engine: Engine
  let box: Devbox
  let login: Login
  let app: Server
  let others: Server
  let origins: Readonly<Record<typeof OWN | typeof NEIGHBOUR | typeof ELSEWHERE, string>>
  const seen: Seen[] = []

  beforeAll(async () => {
    ;[app, others] = await Promise.all([listen(), listen()])
    origins = {
      own: `http://127.0.0.1:${portOf(app)}`,
      neighbour: `http://127.0.0.1:${portOf(others)}`,
      elsewhere: `http://localhost:${portOf(others)}`,
    }
    box = await createDevbox({ autoApprove: 'alice', redirectUri: `${origins.own}/callback` })
    const session = { store: createMemoryStore() }
    login = createLogin({ environment: box.environment, session })
    const pages = servePages(origins.own, origins.elsewhere)
    const answer = withLogin(login, (req, res, session) =>
      req.url === '/who' ? res.end(session ? 'signed in' : 'signed out') : pages(req, res),
    )
    app.on('request', (req: IncomingMessage, res: ServerResponse) => {
      if (req.method === 'POST' && req.url === '/logout') note(req, res)
      answer(req, res)
    })
    others.on('request', pages)
    engine = await start()
  }, ROOM)
  afterAll(async () => {
    await engine?.close()
    for (const server of [app, others]) {
      server?.closeAllConnections()
      server?.close()
    }
    await login?.close()
    await box?.close()
  })

  function note(req: IncomingMessage, res: ServerResponse): void {
    const { origin: from = 'none', 'sec-fetch-site': site } = req.headers
    const kind = from === origins.own ? 'ours' : from === 'null' || from === 'none' ? from : 'other'
    const one: Seen = { origin: kind, site: site as string | undefined, status: 0 }
    seen.push(one)
    res.on('finish', () => {
      one.status = res.statusCode
    })
  }

  async function sentFrom(tab: Tab, page: string): Promise<Seen> {
    seen.length = 0
    // Firefox calls the page refused that it is at when a frame may not show an answer: this one, or the next.
    await tab.open(page).catch(() => undefined)
    await expect.poll(() => seen[0]?.status ?? 0, { timeout: 45_000 }).not.toBe(0)
    return seen[0]!
  }

  describe('a form that signs out', { timeout: ROOM }, () => {
    it.each(TABLE)('sent by %s', async (_, who, target, from, site, status) => {
      const tab = await engine.visitor()
      try {
        await tab.open(`${origins.own}/login?return_to=/who`)
        await arrive(tab, `${origins.own}/who`)
        await shows(tab, 'signed in')
        expect(await sentFrom(tab, origins[who] + target)).toEqual({ origin: from, site, status })
        await vi.waitFor(() => tab.open(`${origins.own}/who`), { timeout: 45_000 })
        await shows(tab, status === 303 ? 'signed out' : 'signed in')
      } finally {
        await tab.leave()
      }
    })
  })
}

/** Pages that send the form by themselves, in a frame or not; `/again` passes a form on. */
function servePages(own: string, elsewhere: string) {
  return function answer(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(req.url ?? '/', own)
    const policy = searchParams.get('policy')
    res.setHeader('content-type', 'text/html')
    if (policy !== null) res.setHeader('referrer-policy', policy)
    if (pathname === '/again') res.writeHead(307, { location: `${own}/logout` }).end()
    else if (pathname === '/frame') {
      const ofApp = searchParams.get('of') === 'app'
      const sandbox = searchParams.get('sandbox')
      const from = ofApp ? `${own}/form` : '/form'
      res.end(`<iframe src="${from}"${sandbox === null ? '' : ` sandbox="${sandbox}"`}></iframe>`)
    } else {
      const action = searchParams.get('by') === 'another' ? `${elsewhere}/again` : `${own}/logout`
      const send = '<script>document.forms[0].submit()</script>'
      res.end(`<form method="post" action="${action}"></form>${send}`)
    }
  }
}

async function listen(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port
