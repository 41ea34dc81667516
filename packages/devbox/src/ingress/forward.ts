/** Passes a request on to the app and its answer back, streaming both ways. */
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { buildBrowserHeaders } from './headers.ts'
import { appendTo, isPage, lengthen, type Tail } from './tail.ts'

/** Where a request goes and with which headers. */
export interface Destination {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly target: string
  /** Raw pairs. */
  readonly headers: readonly string[]
  /** Makes of the headers of an answer those that the browser gets; raw pairs. */
  readonly rewrite: (headers: readonly string[]) => readonly string[]
  /** What pages get behind them. */
  readonly tail?: Tail | undefined
}

/** Why there is no answer of the app. */
export type Failure = 'unreachable' | 'too-slow' | 'unusable'

/** Milliseconds in which an answer must begin; once it has, it may take as long as it likes. */
export const ANSWER_WITHIN = 60_000

/**
 * Passes a request on.
 *
 * @param fail - Called once, instead of an answer, while nothing has been sent to the browser yet.
 * @param answerWithin - Milliseconds, {@link ANSWER_WITHIN} by default.
 */
export function forward(
  message: IncomingMessage,
  response: ServerResponse,
  destination: Destination,
  fail: (why: Failure) => void,
  answerWithin: number = ANSWER_WITHIN,
): void {
  const sent = openRequest(message.method ?? 'GET', destination)
  let answered = false
  let failed = false
  const give = (why: Failure): void => {
    clearTimeout(timer)
    if (failed) return
    failed = true
    if (response.headersSent || response.destroyed) response.destroy()
    else fail(why)
    sent.destroy()
  }
  const timer = setTimeout(() => give('too-slow'), answerWithin)
  sent.once('response', (answer) => {
    clearTimeout(timer)
    answered = true
    if (!isPassable(answer)) return give('unusable')
    const { tail } = destination
    if (tail === undefined || !isPage(message.method, answer)) {
      return sendAnswer(answer, response, destination, '')
    }
    tail().then(
      (more) => sendAnswer(answer, response, destination, more),
      () => give('unusable'),
    )
  })
  sent.on('error', () => give('unreachable'))
  // An answer that changes the protocol, which nobody asked for, ends without an error.
  sent.once('close', () => {
    if (!answered) give('unusable')
  })
  response.once('close', () => sent.destroy())
  if (hasBody(message)) pipeline(message, sent, () => {})
  else sent.end()
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

/** Opens a request to the app, on a connection of its own: an app that restarts breaks no pool. */
export function openRequest(
  method: string,
  destination: Omit<Destination, 'rewrite'>,
): ClientRequest {
  const url = new URL(destination.origin)
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest
  return open({
    agent: false,
    method,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: destination.target,
    headers: destination.headers,
    setHost: false,
  })
}

function sendAnswer(
  answer: IncomingMessage,
  response: ServerResponse,
  { rewrite }: Destination,
  tail: string,
): void {
  response.sendDate = false
  const { statusCode = 502, statusMessage = '', rawHeaders } = answer
  const headers = rewrite(buildBrowserHeaders(rawHeaders))
  response.writeHead(statusCode, statusMessage, [
    ...(tail === '' ? headers : lengthen(headers, tail)),
  ])
  // Without this the head would wait for the first byte of the body.
  response.flushHeaders()
  if (tail === '') pipeline(answer, response, () => {})
  else pipeline(answer, appendTo(tail), response, () => {})
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
}
