/** WebSockets: the handshake goes through the same gate, then bytes pass unseen both ways. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { ANSWER_WITHIN, type Destination, isPassable, openRequest } from './forward.ts'
import { buildBrowserHeaders } from './headers.ts'

/** A handshake that arrived. */
export interface Handshake {
  readonly message: IncomingMessage
  readonly socket: Duplex
  /** What the browser sent after its head already. */
  readonly head: Buffer
}

/** Whether it is WebSocket that is asked for; nothing else may change the protocol. */
export function isWebSocket(message: IncomingMessage): boolean {
  return message.method === 'GET' && message.headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * Passes a handshake on; an app that declines answers as it likes.
 *
 * @param fail - Called once, instead of an answer.
 */
export function forwardUpgrade(
  { message, socket, head }: Handshake,
  destination: Destination,
  fail: () => void,
): void {
  const { rewrite } = destination
  const headers = [...destination.headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket']
  const sent = openRequest(message.method ?? 'GET', { ...destination, headers })
  const timer = setTimeout(() => sent.destroy(), ANSWER_WITHIN)
  let answered = false
  sent.once('upgrade', (answer, upstream, first) => {
    answered = true
    clearTimeout(timer)
    const lines = ['Connection', 'Upgrade', 'Upgrade', 'websocket']
    socket.write(buildHead(101, [...rewrite(buildBrowserHeaders(answer.rawHeaders)), ...lines]))
    if (first.length > 0) socket.write(first)
    if (head.length > 0) upstream.write(head)
    join(socket, upstream)
  })
  sent.once('response', (answer) => {
    if (!isPassable(answer)) return void sent.destroy(new Error('not an answer to pass on'))
    answered = true
    clearTimeout(timer)
    const kept = rewrite(buildBrowserHeaders(answer.rawHeaders))
    socket.write(buildHead(answer.statusCode ?? 502, [...kept, 'Connection', 'close']))
    answer.on('error', () => socket.destroy())
    answer.pipe(socket)
  })
  sent.once('error', () => {
    clearTimeout(timer)
    if (answered) socket.destroy()
    else fail()
  })
  socket.once('close', () => sent.destroy())
  socket.on('error', () => sent.destroy())
  sent.end()
}

/** Answers a handshake without the app, and closes. */
export function answerHandshake(
  socket: Duplex,
  status: number,
  headers: readonly string[],
  body = '',
): void {
  socket.on('error', () => {})
  const length = ['Content-Length', String(Buffer.byteLength(body)), 'Connection', 'close']
  socket.write(buildHead(status, [...headers, ...length]))
  socket.end(body)
}

function join(left: Duplex, right: Duplex): void {
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    from.on('error', () => to.destroy())
    from.once('close', () => to.destroy())
    from.pipe(to)
  }
}

/** Header values are characters of one byte each, as Node has read them. */
function buildHead(status: number, headers: readonly string[]): Buffer {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`
  for (let i = 0; i + 1 < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  return Buffer.from(`${head}\r\n`, 'latin1')
}
