/**
 * An app that takes the word of the ingress (`session.acceptIngressUser`), behind the devbox's ingress, and all ways
 * to it: through the ingress, as another app, and past it.
 */
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogin, createMemoryStore, type Login, type LoginOptions } from 'catflap'
import { readSession, requireGroup, requireLogin, requireLoginOnUpgrade } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { expect } from 'vitest'
import { boxKeys } from './box-keys.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
export type Sent = Readonly<Record<string, string | readonly string[]>>

/** The host at which another app reaches this one. */
const LINK = 'app.dev.catflap.mine.lzcx'

/** One request to this machine, for whatever host; nothing is followed. */
export function send(at: string, headers: Sent = {}, method = 'GET', body = ''): Promise<Answer> {
  const { host, port, pathname, search } = new URL(at)
  return new Promise((resolve, reject) => {
    const all = { host, ...headers } as Record<string, string>
    const place = { hostname: '127.0.0.1', port, path: pathname + search, method, headers: all }
    const sent = request({ ...place, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      )
    })
    sent.once('error', reject)
    sent.once('upgrade', (answer, socket) => {
      socket.destroy()
      resolve({ status: 101, headers: answer.headers, body: '' })
    })
    sent.end(body)
  })
}

/** The provider's requests of the app; names below `.localhost` are this machine. */
const toBox: typeof fetch = async (input, init) => {
  const { headers, method, body } = new Request(input, init)
  const text = body === null ? '' : await new Response(body).text()
  const answer = await send(String(input), Object.fromEntries(headers), method, text)
  const given = Object.entries(answer.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
  return new Response(answer.body, { status: answer.status, headers: given })
}

const cookiesOf = ({ headers }: Answer): string =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')

export type IngressUserWorld = Awaited<ReturnType<typeof startIngressUserWorld>>

export async function startIngressUserWorld() {
  let login: Login
  const app = createServer(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://x')
    if (login.owns(req.url ?? '/')) return requireLogin(login, () => undefined)(req, res)
    if (pathname === '/proven') {
      return requireLogin(login, (_, out, { sub }) => out.end(sub), { source: 'oidc' })(req, res)
    }
    if (pathname === '/admin') {
      return requireGroup(login, ['ADMIN'], (_, out) => out.end('admin'))(req, res)
    }
    const session = await readSession(login, req)
    res.end(
      JSON.stringify({
        who: session?.claims.preferred_username,
        via: session?.source,
        groups: session?.groups,
      }),
    )
  })
  app.on('upgrade', (req, socket, head) =>
    requireLoginOnUpgrade(login, (_req, open, _head, { expiresAt, createdAt }) => {
      open.end(
        `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nx-lives: ${expiresAt - createdAt}\r\n\r\n`,
      )
    })(req, socket, head),
  )
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  const box = await createDevbox({
    keys: boxKeys(),
    app: {
      packageId: 'dev.catflap.mine',
      name: 'Mine',
      subdomain: 'mine',
      multiInstance: false,
      owner: undefined,
      publicPaths: ['/public'],
      routes: [
        {
          prefix: '/',
          target: { kind: 'http', origin, path: '' },
          trimPrefix: true,
          useBackendHost: false,
        },
      ],
    },
    redirectPath: '/callback',
  })

  const through = (path: string, headers: Sent = {}) => send(box.appOrigin + path, headers)
  const asApp = (headers: Sent) =>
    send(`${box.origin}/who`, { host: `${LINK}:${new URL(box.origin).port}`, ...headers })

  /** Past the ingress, as a container of the same app may. */
  const direct = (path: string, headers: Sent) =>
    send(`http://127.0.0.1:${(app.address() as AddressInfo).port}${path}`, headers)

  async function signInAtBox(user: string): Promise<string> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    return cookiesOf(await send(`${box.origin}/sys/login`, form, 'POST', `user=${user}`))
  }

  /** A whole login at the provider, as whoever the cookie names. */
  async function signIn(cookie: string): Promise<string> {
    const page = {
      cookie,
      accept: 'text/html',
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'navigate',
    }
    const begun = await through('/login', page)
    let answer = begun
    const held = [cookie, cookiesOf(begun)].join('; ')
    while (
      answer.headers.location?.startsWith(box.origin) ||
      answer.headers.location?.startsWith('/')
    ) {
      const { location } = answer.headers
      answer = await send(new URL(location, box.origin).href, { cookie })
      const [, action] = /<form[^>]* action="([^"]*approval[^"]*)"/.exec(answer.body) ?? []
      const fields = [...answer.body.matchAll(/name="(req|hmac)" value="([^"]*)"/g)]
      if (answer.status === 200 && fields.length > 0) {
        const form = {
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          origin: box.origin,
        }
        const said = new URLSearchParams()
        for (const [, name = '', value = ''] of fields) said.set(name, value)
        said.set('approval', 'approve')
        answer = await send(
          new URL(action ?? location, box.origin).href,
          form,
          'POST',
          String(said),
        )
      }
    }
    const done = await send(answer.headers.location ?? '', { ...page, cookie: held })
    expect([done.status, done.body]).toEqual([303, ''])
    return [cookie, cookiesOf(done)].join('; ')
  }

  return {
    ...{ box, through, asApp, direct, signInAtBox, signIn },
    /** The app begins anew, with this option. */
    configure(accept: NonNullable<LoginOptions['session']>['acceptIngressUser']) {
      const session = { store: createMemoryStore(), ...(accept && { acceptIngressUser: accept }) }
      login = createLogin({ environment: box.environment, fetch: toBox, session })
    },
    async close() {
      await box.close()
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    },
  }
}
