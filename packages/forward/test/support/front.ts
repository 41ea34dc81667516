/** A front that passes everything on, and apps that answer by the byte. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  answerHandshake,
  buildUpstreamHeaders,
  createUpstream,
  type Destination,
  type Failure,
  forward,
  forwardUpgrade,
  LIMITS,
  type Limits,
} from '../../src/index.ts'

export interface Front {
  readonly port: number
  readonly failures: readonly Failure[]
  /** Connections on which a handshake came. */
  readonly upgraded: readonly Duplex[]
  /** Sends bytes on a connection of its own, and gives what has come when it ends. */
  raw(text: string): Promise<string>
  close(): void
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port

/** Starts a front of an app, with kept connections. */
export async function startFront(address: string, limits: Partial<Limits> = {}): Promise<Front> {
  const upstream = createUpstream(address, { keep: true })
  const failures: Failure[] = []
  const destinationOf = (message: IncomingMessage): Destination => ({
    upstream,
    target: message.url ?? '/',
    headers: buildUpstreamHeaders(message.rawHeaders, 'app.example', {
      isTaken: () => false,
      cookies: (header) => header,
    }),
    rewrite: (headers) => headers,
    limits: { ...LIMITS, ...limits },
  })
  const server = createServer((message, response) =>
    forward({ message, response }, destinationOf(message), (why) => {
      failures.push(why)
      response.writeHead(why === 'too-slow' ? 504 : 502).end(why)
    }),
  )
  const upgraded: Duplex[] = []
  server.on('upgrade', (message, socket, head) => {
    upgraded.push(socket)
    forwardUpgrade({ message, socket, head }, destinationOf(message), () =>
      answerHandshake(socket, 502, []),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server),
    failures,
    upgraded,
    raw: (text) => sendRaw(portOf(server), text),
    close() {
      for (const socket of upgraded) socket.destroy()
      upstream.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Sends bytes and collects what comes back until the connection ends, or nothing has come for a while. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    socket.setEncoding('latin1').on('data', (part: string) => {
      got += part
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(got))
    socket.setTimeout(20_000, () => socket.destroy())
    socket.write(text, 'latin1')
  })
}

export interface RawApp {
  readonly address: string
  /** What has come on each connection, in their order. */
  readonly connections: readonly { readonly socket: Socket; got: string }[]
  close(): void
}

/**
 * An app that is told each piece of bytes as it comes.
 *
 * @param answer - `nth` counts the pieces of this connection from 0
 */
export async function startRawApp(
  answer: (socket: Socket, piece: string, nth: number) => void,
): Promise<RawApp> {
  const connections: { socket: Socket; got: string }[] = []
  const server = createTcpServer((socket) => {
    const connection = { socket, got: '' }
    connections.push(connection)
    let nth = 0
    socket.on('error', () => {})
    socket.setEncoding('latin1').on('data', (piece: string) => {
      connection.got += piece
      answer(socket, piece, nth++)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${portOf(server)}`,
    connections,
    close() {
      for (const { socket } of connections) socket.destroy()
      server.close()
    },
  }
}

export const answerOf = (body: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`

export const get = (path: string, more = 'Connection: close\r\n'): string =>
  `GET ${path} HTTP/1.1\r\nHost: app.example\r\n${more}\r\n`

export const addressOf = (server: Server): string => `http://127.0.0.1:${portOf(server)}`
