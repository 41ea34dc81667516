/** The listening side: which hosts it answers to, and who takes a request. */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { answerHandshake, followConnection, isWebSocket } from 'catflap-forward'
import { type Reply, text } from './http/reply.ts'
import { type BoxRequest, parseRequest, parseTarget, readBody } from './http/request.ts'
import type { RequestLog } from './http/request-log.ts'
import { send } from './http/send.ts'
import type { ServerCertificate } from './https/authority.ts'
import type { Ingress } from './ingress/ingress.ts'

/** What the listener needs of the box. */
export interface Listener {
  now(): number
  handle(request: BoxRequest): Promise<Reply>
  /** With an ingress the box answers to this one host, and the ingress to the app's. */
  readonly ingress?: Ingress & { boxHost(): string }
}

/** Where to listen, and with which certificate; without one it is plain http. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly certificate: ServerCertificate | undefined
}

// Whatever NODE_OPTIONS say: two readings of where a body ends would smuggle requests in.
// The size is what Go takes: cookies of every app at one host name come along.
const STRICT: ServerOptions = { insecureHTTPParser: false, maxHeaderSize: 1024 * 1024 }

/**
 * Starts to listen.
 *
 * @param open - Called once the address is known; makes what answers the requests.
 */
export async function listen(
  { host, port, certificate }: Place,
  log: RequestLog,
  open: (origin: string) => Listener,
): Promise<Server | TlsServer> {
  let listener: Listener | undefined
  let loopback: readonly string[] = []
  const hostsOf = ({ ingress }: Listener) => (ingress ? [ingress.boxHost()] : loopback)
  const take = (message: IncomingMessage, response: ServerResponse): void => {
    if (listener === undefined) return
    const { ingress } = listener
    followConnection({ message, response })
    if (hasTwoHosts(message)) send(response, TWO_HOSTS, listener.now())
    else if (ingress?.owns(hostOf(message)))
      attempt(() => ingress.answer(message, response), response)
    else void answer(message, response, listener, hostsOf(listener), log)
  }
  const server =
    certificate === undefined
      ? createServer(STRICT, take)
      : createTlsServer({ ...STRICT, ...certificate }, take)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${bound}`)
  listener = open(`http://${host === '::1' ? '[::1]' : host}:${bound}`)
  const { ingress } = listener
  if (ingress !== undefined) {
    server.on('upgrade', (message, socket, head) => {
      if (!isWebSocket(message) || hasTwoHosts(message) || !ingress.owns(hostOf(message))) {
        return answerHandshake(socket, 400, [], 'Only WebSockets of the app pass here.\n')
      }
      attempt(() => ingress.upgrade(message, socket, head), socket)
    })
  }
  return server
}

/** Whatever bytes from outside bring about, they end one connection and not the box. */
function attempt(work: () => void, connection: { destroy(): unknown }): void {
  try {
    work()
  } catch {
    connection.destroy()
  }
}

const TWO_HOSTS: Reply = text(400, 'A request has one Host.\n')

/** Node keeps the first of several; whoever stands behind might keep the last (RFC 9112, 3.2). */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  const isHost = (text: string, i: number) => i % 2 === 0 && text.toLowerCase() === 'host'
  return rawHeaders.filter(isHost).length > 1
}

function hostOf(message: IncomingMessage): string {
  return (message.headers.host ?? '').toLowerCase()
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  listener: Listener,
  hosts: readonly string[],
  log: RequestLog,
): Promise<void> {
  const entry = log.add(message.method ?? 'GET', parseTarget(message.url ?? '/').path)
  try {
    const reply = await replyTo(message, listener, hosts)
    entry.status = reply.status
    send(response, reply, listener.now())
  } catch {
    // The peer went away while it was sending, or a handler has a bug: either way, not a crash.
    entry.status = 500
    if (!response.headersSent) send(response, text(500, 'Internal error.\n'), listener.now())
    else response.destroy()
  }
}

async function replyTo(
  message: IncomingMessage,
  listener: Listener,
  hosts: readonly string[],
): Promise<Reply> {
  // A name that merely resolves to loopback is a page elsewhere reaching in (DNS rebinding).
  if (!hosts.includes(hostOf(message))) {
    return text(421, `This box answers only to ${hosts.join(', ')}.\n`)
  }
  const body = await readBody(message)
  if (body === undefined) {
    const reply = text(413, 'The request body is too long.\n')
    return { ...reply, headers: { ...reply.headers, connection: 'close' } }
  }
  return listener.handle(parseRequest(message, body))
}
