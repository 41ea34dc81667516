/** The listening side: which hosts it answers to, what it has been asked, and by which route. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Reply, text } from './reply.ts'
import { type BoxRequest, parseRequest, parseTarget, readBody } from './request.ts'
import { send } from './send.ts'

/** One request the box has seen; the status is 0 while, or if, it is not answered. */
export interface SeenRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
}

/** What the listener needs of the box. */
export interface Listener {
  now(): number
  handle(request: BoxRequest): Promise<Reply>
}

/** Requests seen, in order; the oldest go first when there are too many. */
export interface RequestLog {
  readonly entries: readonly SeenRequest[]
  add(method: string, path: string): { status: number }
  count(path: string): number
}

const LIMIT = 10_000

/** Makes an empty request log. */
export function createRequestLog(): RequestLog {
  const entries: { method: string; path: string; status: number }[] = []
  return {
    entries,
    add(method, path) {
      const entry = { method, path, status: 0 }
      entries.push(entry)
      if (entries.length > LIMIT) entries.shift()
      return entry
    },
    count: (path) => entries.filter((entry) => entry.path === path).length,
  }
}

/**
 * Starts to listen.
 *
 * @param open - Called once the address is known; makes what answers the requests.
 */
export async function listen(
  host: string,
  port: number,
  log: RequestLog,
  open: (origin: string) => Listener,
): Promise<{ readonly server: Server; readonly origin: string }> {
  let listener: Listener | undefined
  let hosts: readonly string[] = []
  const server = createServer((message, response) => {
    if (listener !== undefined) void answer(message, response, listener, hosts, log)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${bound}`)
  const origin = `http://${host === '::1' ? '[::1]' : host}:${bound}`
  listener = open(origin)
  return { server, origin }
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
  if (!hosts.includes((message.headers.host ?? '').toLowerCase())) {
    return text(421, `This box answers only to ${hosts.join(', ')}.\n`)
  }
  const body = await readBody(message)
  if (body === undefined) {
    const reply = text(413, 'The request body is too long.\n')
    return { ...reply, headers: { ...reply.headers, connection: 'close' } }
  }
  return listener.handle(parseRequest(message, body))
}
