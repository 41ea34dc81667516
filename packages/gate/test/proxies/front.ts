/** A real proxy with the configuration of docs/gate.md, which asks a real gate, in front of an app that echoes. */
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { createMemoryStore, type SessionStore } from 'catflap'
import { freePort } from '../../../../test/support/free-port.ts'
import type { UserAgent } from '../../../../test/support/user-agent.ts'
import type { ProxyKind } from '../../src/ask/proxies.ts'
import { CORPUS_RULES } from '../rules/corpus.ts'
import { addressOf, cookieOf, echo, startWorld, type World } from '../support/world.ts'
import type { Addresses } from './docs.ts'

/** A proxy of one kind. */
export interface FrontProxy {
  readonly kind: ProxyKind
  /** Targets of the corpus that it refuses itself. */
  readonly refuses: readonly string[]
  /** Targets whose dots it resolves itself, before it asks: what is asked about then is what the app gets. */
  readonly resolves?: readonly string[]
  /** Starts it with the document's configuration. @param edit - what a test changes of it */
  start(
    port: number,
    addresses: Addresses,
    edit: (configuration: string) => string,
  ): Promise<{ close(): Promise<void> }>
}

/** All of it. */
export interface Fronted {
  readonly world: World
  readonly port: number
  readonly origin: string
  /** Targets that have reached the app. */
  readonly reached: readonly string[]
  /** Whether the session store is away. */
  outage(away: boolean): void
  close(): Promise<void>
}

const RULES = [
  ...CORPUS_RULES,
  { path: '/members', groups: ['NORMAL'] },
  { path: '=/open-socket', public: true, methods: ['GET'] },
]

/** Starts it. Bob signs in there, who is in the group `NORMAL` alone. */
export async function startFronted(
  proxy: FrontProxy,
  edit: (configuration: string) => string = (text) => text,
  identity: Readonly<Record<string, unknown>> = {},
): Promise<Fronted> {
  const reached: string[] = []
  const app = createApp(reached)
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const port = await freePort()
  let away = false
  const memory = createMemoryStore()
  const store: SessionStore = {
    ...memory,
    read: (...asked) => {
      if (away) throw new Error('away')
      return memory.read(...asked)
    },
  }
  const auth = { listen: '127.0.0.1:0', proxy: proxy.kind }
  const settings = { auth, identity, rules: RULES, trustedProxies: ['127.0.0.1'] }
  const world = await startWorld(undefined, { front: port, store, user: 'bob', settings })
  const { public: pages = '', auth: questions = '' } = world.gate.addresses
  const addresses = {
    public: new URL(pages).host,
    auth: new URL(questions).host,
    app: new URL(addressOf(app)).host,
  }
  const running = await proxy.start(port, addresses, edit)
  reached.length = 0
  return {
    ...{ world, port, origin: world.origin, reached },
    outage(now) {
      away = now
    },
    async close() {
      await running.close()
      await world.close()
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    },
  }
}

/** Echoes requests and WebSockets; below `/status/` it answers with that status. */
export function createApp(reached: string[]): Server {
  const app = createServer((req, res) => {
    reached.push(req.url ?? '')
    const [, status] = /^\/status\/(\d{3})$/.exec(req.url ?? '') ?? []
    if (status === undefined) return echo(req, res)
    res.writeHead(Number(status), { 'x-of': 'app' }).end(`the app’s ${status}`)
  })
  app.on('upgrade', ({ url = '', headers }, socket: Socket) => {
    reached.push(url)
    socket.on('error', () => {})
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\nX-User: ${headers['remote-user']}\r\n\r\n`,
    )
    socket.pipe(socket)
  })
  return app
}

/** A handshake that was answered. */
export interface Shaken {
  readonly status: number
  readonly socket: Socket
  /** All that has come. */
  text(): string
}

/** Asks for a WebSocket. @param from - the origin of the page */
export function shake(
  port: number,
  path: string,
  visitor: Pick<UserAgent, 'cookies'>,
  from: string,
): Promise<Shaken> {
  const cookie = cookieOf(visitor)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`ended with ${got}`)))
    socket.setEncoding('latin1').on('data', (part: string) => {
      got += part
      const [, status] = /^HTTP\/1\.1 (\d+) /.exec(got) ?? []
      if (got.includes('\r\n\r\n')) resolve({ status: Number(status), socket, text: () => got })
    })
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: ${from}\r\n` +
        `${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n`,
    )
  })
}
