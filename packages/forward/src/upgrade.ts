/** WebSockets: the handshake goes through the same gate, then bytes pass unseen both ways. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { attempt, type Failure, LIMITS } from './attempt.ts'
import { type Destination, isPassable } from './forward.ts'
import { closeFrame, createFrameFollower } from './frames.ts'
import { buildDownstreamHeaders } from './headers.ts'
import { pairsOf } from './pairs.ts'

/** A handshake that arrived. */
export interface Handshake {
  readonly message: IncomingMessage
  readonly socket: Duplex
  /** What the browser sent after its head already. */
  readonly head: Buffer
}

/**
 * Ends a WebSocket from here: no byte passes any more, the app's side is cut, and the browser is told why, where that is
 * possible between two of the app's frames.
 *
 * @param code - of the Close frame
 */
export type Leave = (code: number) => void

/** Milliseconds that a visitor has to go once the last byte has been sent. */
const GRACE = 2000

/** Whether it is WebSocket that is asked for; nothing else may change the protocol. */
export function isWebSocket(message: IncomingMessage): boolean {
  return message.method === 'GET' && message.headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * Passes a handshake on; an app that declines answers as it likes.
 *
 * @param fail - Called once, instead of an answer.
 * @param answered - Told the status of the app's answer, once: 101 where it has agreed, and how to end it then.
 */
export function forwardUpgrade(
  { message, socket, head }: Handshake,
  destination: Omit<Destination, 'change'>,
  fail: (why: Failure, cause: Error | undefined) => void,
  answered: (status: number, leave?: Leave) => void = () => {},
): void {
  if (socket.destroyed) return
  const { upstream, target, rewrite, limits = LIMITS } = destination
  const lines = ['Connection', 'Upgrade', 'Upgrade', 'websocket']
  const headers = [...withoutFraming(destination.headers), ...lines]
  const sent = upstream.open({ method: message.method ?? 'GET', target, headers }, false)
  let begun = false
  const settle = attempt(sent, limits, {
    answered(answer) {
      if (!isPassable(answer)) {
        answer.destroy()
        return fail('unusable', undefined)
      }
      begun = true
      const kept = rewrite(buildDownstreamHeaders(answer.rawHeaders))
      socket.write(buildHead(answer.statusCode ?? 502, [...kept, 'Connection', 'close']))
      answer.on('error', () => socket.destroy())
      answer.pipe(socket)
      letGo(socket)
      answered(answer.statusCode ?? 502)
    },
    failed: fail,
  })
  sent.once('upgrade', (answer, upstreamSocket, first) => {
    settle()
    begun = true
    const kept = rewrite(buildDownstreamHeaders(answer.rawHeaders))
    socket.write(buildHead(101, [...kept, ...lines]))
    if (first.length > 0) socket.write(first)
    if (head.length > 0) upstreamSocket.write(head)
    answered(101, join(socket, upstreamSocket, first, isOfFrames(message)))
  })
  sent.once('error', () => {
    if (begun) socket.destroy()
  })
  socket.once('close', () => sent.destroy())
  socket.on('error', () => sent.destroy())
  sent.end()
}

/** A handshake has no body: what said so would make the app wait for one, or take ours for one. */
const withoutFraming = (headers: readonly string[]): string[] =>
  pairsOf(headers)
    .filter(([name]) => !['content-length', 'transfer-encoding'].includes(name.toLowerCase()))
    .flat()

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
  letGo(socket)
}

/**
 * Has a connection that gets an answer, and then nothing more, end in any case: node:http has handed it over with no time limit,
 * and that a visitor has left is told of nowhere while something of theirs is unread.
 */
function letGo(socket: Duplex): void {
  socket.resume()
  socket.once('finish', () => setTimeout(() => socket.destroy(), GRACE).unref())
}

/** Of an earlier protocol nobody here knows where a frame ends. */
const isOfFrames = (message: IncomingMessage): boolean =>
  message.headers['sec-websocket-version'] === '13'

/** @param first - what the app has sent already */
function join(left: Duplex, right: Duplex, first: Buffer, hasFrames: boolean): Leave {
  const frames = createFrameFollower()
  frames.push(first)
  right.on('data', frames.push)
  let isLeft = false
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const follow = (): void => {
      if (!isLeft) to.destroy()
    }
    from.on('error', follow)
    from.once('close', follow)
    from.pipe(to)
  }
  return (code) => {
    if (isLeft) return
    isLeft = true
    const tells = hasFrames && frames.mayAdd && left.writable
    left.unpipe(right)
    right.unpipe(left)
    right.destroy()
    if (!tells) return void left.destroy()
    // What still comes goes nowhere.
    left.resume().end(closeFrame(code))
    setTimeout(() => left.destroy(), GRACE).unref()
  }
}

/** Header values are characters of one byte each, as Node has read them. */
function buildHead(status: number, headers: readonly string[]): Buffer {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`
  for (let i = 0; i + 1 < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  return Buffer.from(`${head}\r\n`, 'latin1')
}
