/**
 * An app as it comes in a container, without a login of its own, behind the gate alone or behind a proxy that asks the
 * gate; and a box that asks whoever comes who they are.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FrontProxy } from '../../packages/gate/test/proxies/front.ts'
import { startWorld, type World } from '../../packages/gate/test/support/world.ts'
import { freePort } from './free-port.ts'

export interface Gated {
  readonly origin: string
  /** Ends the app; {@link start} brings it back. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

const RULES = [
  { path: '/admin', groups: ['ADMIN'] },
  { path: '/backup', deny: true },
  { path: '=/hello.txt', public: true, methods: ['GET'] },
]

/** @param proxy - none for the gate alone */
export async function startGated(proxy?: FrontProxy): Promise<Gated> {
  const app = await createApp()
  if (proxy === undefined) {
    const world = await startWorld(`http://${app.host}`, {
      user: 'asked',
      settings: { rules: RULES },
    })
    return gated(world, app, [])
  }
  const front = await freePort()
  const settings = {
    rules: RULES,
    trustedProxies: ['127.0.0.1'],
    auth: { listen: '127.0.0.1:0', proxy: proxy.kind },
  }
  const world = await startWorld(undefined, { user: 'asked', front, settings })
  const { public: pages = '', auth: questions = '' } = world.gate.addresses
  const running = await proxy.start(
    front,
    { public: new URL(pages).host, auth: new URL(questions).host, app: app.host },
    (text) => text,
  )
  return gated(world, app, [running])
}

type App = Omit<Gated, 'origin'> & { readonly host: string }

function gated(
  world: World,
  { start, stop }: App,
  running: readonly { close(): Promise<void> }[],
): Gated {
  const { origin } = world
  async function close(): Promise<void> {
    for (const one of [...running, world, { close: stop }]) await one.close()
  }
  return { origin, start, stop, close }
}

/** Says hello by `Remote-User`, tells the length of what is sent, and greets by WebSocket. */
const answer: RequestListener = async (req, res) => {
  let length = 0
  for await (const chunk of req as AsyncIterable<Buffer>) length += chunk.length
  // nginx sends no header that is empty.
  const user = String(req.headers['remote-user'] ?? '').replace(/[<&]/g, '')
  if (req.method === 'POST') return void res.end(String(length))
  const lines = [
    '<!doctype html><html lang="en"><title>Notes</title>',
    `<h1>Hello ${user}</h1><p id="asked">${(req.url ?? '').replace(/[<&]/g, '')}</p>`,
  ]
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.end(lines.join(''))
}

async function createApp(): Promise<App> {
  let server: Server
  let sockets: WebSocketServer
  let port = 0
  async function start(): Promise<void> {
    server = createServer(answer)
    sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket: WebSocket, req) => {
      socket.send(`Hello ${req.headers['remote-user']}`)
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  async function stop(): Promise<void> {
    if (!server.listening) return
    for (const client of sockets.clients) client.terminate()
    sockets.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  await start()
  return { host: `127.0.0.1:${port}`, start, stop, close: stop }
}
