/**
 * What a visitor's connection means for the answers that wait on it. A response that is queued behind another of the same
 * connection (pipelining) has no socket yet, so node:http tells it nothing when the visitor leaves.
 *
 * @see RFC 9112, section 9.3.2
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A request and what answers it. */
export interface Exchange {
  readonly message: IncomingMessage
  readonly response: ServerResponse
}

/** Most answers of one connection that wait; browsers ask for one at a time. */
const MOST_WAITING = 100

/** The answers of each connection that are not over. */
const waiting = new WeakMap<Socket, Set<ServerResponse>>()

/**
 * Lets a response be closed with its connection, wherever it stands in the queue: its `close` comes then in any case. To be
 * called before anything is awaited; a second time does nothing.
 */
export function followConnection({ message: { socket }, response }: Exchange): void {
  const answers = waiting.get(socket) ?? follow(socket)
  if (answers.has(response)) return
  answers.add(response)
  response.once('close', () => answers.delete(response))
  if (answers.size > MOST_WAITING) socket.destroy()
}

function follow(socket: Socket): Set<ServerResponse> {
  const answers = new Set<ServerResponse>()
  waiting.set(socket, answers)
  socket.once('close', () => {
    // Of the one whose turn it is node:http tells itself.
    for (const one of answers) if (one.socket === null) close(one)
  })
  return answers
}

function close(response: ServerResponse): void {
  response.destroy()
  response.emit('close')
}
