/** Bodies on their way, each as fast as whoever gets it takes it. */
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { hasBody } from './framing.ts'

/** Sends the body of a request on. What the app does not want any more, nobody keeps. */
export function sendBody(message: IncomingMessage, sent: ClientRequest): void {
  if (!hasBody(message)) return void sent.end()
  message.pipe(sent)
  // An app that answers early and hangs up is heard nevertheless: the answer is still on its way.
  sent.once('close', () => {
    message.unpipe(sent)
    message.resume()
  })
}

/**
 * Sends an answer on whose head has been written: with the first bytes of its body where these have come
 * with it, else at once, since the body may take its time.
 */
export function sendAnswer(answer: IncomingMessage, response: ServerResponse): void {
  // It has broken off already, while somebody thought about it: nothing more will be told of it.
  if (answer.destroyed) {
    response.destroy()
    return
  }
  let begun = false
  answer.on('data', (piece: Buffer) => {
    begun = true
    if (!response.write(piece)) answer.pause()
  })
  response.on('drain', () => answer.resume())
  answer.once('end', () => response.end())
  // One that breaks off breaks off the browser's too: it must not pass for the whole.
  answer.on('error', () => {})
  answer.once('close', () => {
    if (!answer.complete) response.destroy()
  })
  setImmediate(() => {
    if (!begun && !response.writableEnded && !response.destroyed) flushHead(response)
  })
}

/**
 * Sends a head that has been written. `flushHeaders` would send it as UTF-8: each byte of a header beyond ASCII, which Node
 * has as one character, would become two.
 */
export function flushHead(response: ServerResponse): void {
  response.write('', 'latin1')
}
