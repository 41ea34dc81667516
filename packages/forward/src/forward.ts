/** Passes a request on to the app and its answer back, streaming both ways. */
import {
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http'
import { pipeline, type Transform } from 'node:stream'
import { attempt, type Failure, LIMITS, type Limits } from './attempt.ts'
import { flushHead, sendAnswer, sendBody } from './body.ts'
import { type Exchange, followConnection } from './connection.ts'
import { isRepeatable } from './framing.ts'
import { buildDownstreamHeaders } from './headers.ts'
import type { Upstream } from './upstream.ts'

/** Where a request goes and with which headers. */
export interface Destination {
  readonly upstream: Upstream
  /** As the app gets it. */
  readonly target: string
  /** Raw pairs. */
  readonly headers: readonly string[]
  /** Makes of the headers of an answer those that the browser gets; raw pairs. */
  readonly rewrite: (headers: readonly string[]) => readonly string[]
  /** What is done to the body of an answer, where anything is. */
  readonly change?: ((answer: IncomingMessage) => Promise<BodyChange | undefined>) | undefined
  /** {@link LIMITS} by default. */
  readonly limits?: Limits
}

/** What is done to a body on its way back. */
export interface BodyChange {
  /** Makes of the headers, already rewritten, those that fit the changed body; raw pairs. */
  readonly headers: (headers: readonly string[]) => readonly string[]
  readonly through: Transform
}

/**
 * Passes a request on. What may be sent twice goes out on a kept connection, and once more when that was
 * closed before anything came; everything else has a connection of its own.
 *
 * @param fail - Called once, instead of an answer, while nothing has been sent to the browser yet.
 */
export function forward(
  { message, response }: Exchange,
  destination: Destination,
  fail: (why: Failure, cause: Error | undefined) => void,
): void {
  const { upstream, target, headers, limits = LIMITS } = destination
  const head = { method: message.method ?? 'GET', target, headers }
  let current: ClientRequest | undefined
  const give = (why: Failure, cause?: Error): void => {
    if (response.headersSent || response.destroyed) response.destroy()
    else fail(why, cause)
  }
  const start = (shared: boolean): void => {
    const sent = upstream.open(head, shared)
    current = sent
    attempt(sent, limits, {
      answered(answer) {
        // Of an answer without a length that is reset only the request tells; the answer ends as if it were whole.
        sent.once('error', () => {
          if (!answer.complete) response.destroy()
        })
        pass({ message, response }, destination, answer, give)
      },
      failed(why, cause, untouched) {
        if (untouched && shared && !response.destroyed) start(false)
        else give(why, cause)
      },
    })
    sendBody(message, sent)
  }
  message.on('error', () => {})
  response.on('error', () => {})
  followConnection({ message, response })
  if (response.destroyed || message.socket.destroyed) return
  // It has left, or has all of its answer: then nobody wants what is still missing of the body.
  response.once('close', () => current?.destroy())
  start(isRepeatable(message))
}

function pass(
  { response }: Exchange,
  destination: Destination,
  answer: IncomingMessage,
  give: (why: Failure, cause?: Error) => void,
): void {
  if (!isPassable(answer)) {
    answer.destroy()
    give('unusable')
    return
  }
  const changing = destination.change?.(answer)
  if (changing === undefined) {
    answerWith(answer, response, destination)
    return
  }
  changing.then(
    (change) => answerWith(answer, response, destination, change),
    () => {
      answer.destroy()
      give('unusable')
    },
  )
}

/** Whether an answer of the app is one that may be sent on: the parser takes more than the writer. */
export function isPassable({ statusCode = 0, statusMessage = '', rawHeaders }: Head): boolean {
  if (statusCode < 200 || statusCode > 999) return false
  try {
    validateHeaderValue('reason-phrase', statusMessage)
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      validateHeaderName(rawHeaders[i] ?? '')
      validateHeaderValue(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
    }
    return true
  } catch {
    return false
  }
}

type Head = Pick<IncomingMessage, 'statusCode' | 'statusMessage' | 'rawHeaders'>

function answerWith(
  answer: IncomingMessage,
  response: ServerResponse,
  { rewrite }: Destination,
  change?: BodyChange,
): void {
  response.sendDate = false
  const { statusCode = 502, statusMessage = '', rawHeaders } = answer
  const headers = rewrite(buildDownstreamHeaders(rawHeaders))
  response.writeHead(statusCode, statusMessage, [...(change?.headers(headers) ?? headers)])
  if (change === undefined) {
    sendAnswer(answer, response)
    return
  }
  flushHead(response)
  pipeline(answer, change.through, response, () => {})
}
