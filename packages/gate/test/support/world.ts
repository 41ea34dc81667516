/** An app without a login, a gate in front of it, and a box that signs people in. */
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMemoryStore, type Login, type SessionStore } from 'catflap'
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { sendRaw } from '../../../../packages/forward/test/support/front.ts'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { freePort } from '../../../../test/support/free-port.ts'
import { createUserAgent, type UserAgent } from '../../../../test/support/user-agent.ts'
import { type Gate, startGate } from '../../src/gate.ts'
import type { Entry } from '../../src/operations/log.ts'
import { createMetrics } from '../../src/operations/metrics.ts'
import { createSockets, type Sockets } from '../../src/operations/sockets.ts'
import { makeLogin } from '../../src/settings/login.ts'
import { parseSettings } from '../../src/settings/parse.ts'

/** What the echoing app saw. */
export interface Seen {
  readonly method: string
  readonly url: string
  /** Raw pairs. */
  readonly raw: readonly string[]
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface World {
  readonly origin: string
  readonly port: number
  readonly box: Devbox
  readonly login: Login
  readonly gate: Gate
  readonly sockets: Sockets
  readonly log: readonly Entry[]
  /** Sends bytes on a connection of its own. */
  raw(text: string): Promise<string>
  /** A browser in which somebody has signed in. */
  signIn(): Promise<UserAgent>
  close(): Promise<void>
}

export const echo: RequestListener = (req, res) => {
  let body = ''
  req.setEncoding('latin1').on('data', (text: string) => {
    body += text
  })
  req.on('end', () => {
    const { method, url, rawHeaders: raw, headers } = req
    res.end(JSON.stringify({ method, url, raw, headers, body }))
  })
}

export async function startApp(listener: RequestListener = echo): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export const addressOf = (server: { address(): unknown }): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`

export interface WorldOptions {
  /** Settings by path, as the file has them. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly now?: () => number
  readonly store?: SessionStore
  /** Who is signed in by a visit to the login; `asked` where the box asks, as it does people. */
  readonly user?: 'alice' | 'bob' | 'asked'
  /** Port of a proxy that stands in front; the app's origin is there. */
  readonly front?: number
  /** It takes HTTPS, by a certificate of this authority. */
  readonly ca?: string | undefined
  readonly box?: Partial<DevboxOptions>
  /** `CATFLAP_SECRET` and its like. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts a gate in front of what answers at `upstream`, on a port of its own. */
export async function startWorld(
  upstream: string | undefined,
  options: WorldOptions = {},
): Promise<World> {
  const { settings = {}, now, store = createMemoryStore(), user = 'alice', front, ca } = options
  const listen = await freePort()
  const port = front ?? listen
  const origin = `${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  const redirectUri = `${origin}/_catflap/callback`
  const box = await createDevbox({
    keys: boxKeys(),
    redirectUri,
    autoApprove: user === 'asked' ? undefined : user,
    ...(now && { now }),
    ...options.box,
  })
  const file = { upstream, listen, ...settings }
  const parsed = parseSettings({
    file: { name: 'gate.yaml', text: JSON.stringify(file) },
    options: {},
    environment: {},
  })
  const made = makeLogin({
    environment: { ...box.environment, OIDC_REDIRECT_URI: redirectUri, ...options.environment },
    session: { store, followIngressUser: false },
    ...(now && { now }),
  })
  if (parsed.settings === undefined) throw new Error(JSON.stringify(parsed.problems))
  if (made.login === undefined) throw new Error(JSON.stringify(made.problems))
  const { login } = made
  const log: Entry[] = []
  const sockets = createSockets(parsed.settings.websockets.perSession)
  const metrics = createMetrics(() => sockets.size)
  const parts = { settings: parsed.settings, login, metrics, sockets, environment: {} }
  const gate = await startGate({ ...parts, log: (entry) => void log.push(entry) })
  return {
    ...{ origin, port, box, login, gate, sockets, log },
    raw: (text) => sendRaw(port, text),
    async signIn() {
      const agent = createUserAgent({}, ca)
      await agent.browse(`${origin}/_catflap/login`)
      return agent
    },
    async close() {
      await gate.close()
      await box.close()
    },
  }
}

/** What the app saw of a request that passed. */
export async function seen(
  agent: UserAgent,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const answer = await agent.get(url, headers)
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.body}`)
  return JSON.parse(answer.body) as Seen
}

export const namesOf = (raw: readonly string[]): readonly string[] =>
  raw.filter((_, i) => i % 2 === 0)

/** All cookies of a browser, as a `Cookie` header has them. */
export const cookieOf = ({ cookies }: Pick<UserAgent, 'cookies'>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
