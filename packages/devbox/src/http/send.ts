/** Puts a reply on the wire, in the manner it asks for. */
import type { ServerResponse } from 'node:http'
import type { Reply } from './reply.ts'

const DRIP_MILLISECONDS = 200

/**
 * Sends a reply.
 *
 * @param now - The box's time in seconds, for the Date header.
 */
export function send(response: ServerResponse, reply: Reply, now: number): void {
  if (reply.manner === 'hang') return
  if (reply.manner === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  response.sendDate = false
  response.statusCode = reply.status
  response.setHeader('date', new Date(now * 1000).toUTCString())
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
  if (reply.manner === 'drip') {
    drip(response)
    return
  }
  response.setHeader('content-length', Buffer.byteLength(reply.body))
  response.end(reply.body)
}

function drip(response: ServerResponse): void {
  response.flushHeaders()
  const timer = setInterval(() => response.write(' '), DRIP_MILLISECONDS)
  response.once('close', () => clearInterval(timer))
}
