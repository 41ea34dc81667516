/** One request at the public door, and what is told of it once it is over. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HeaderReader, type Login, LoginError } from 'catflap'
import { followConnection } from 'catflap-forward'
import { refusalResponse } from '../answers/refusal.ts'
import { clientAddress, type Peers } from '../ask/peers.ts'
import { GateError } from '../errors.ts'
import { pathOf, type RequestEntry } from '../operations/log.ts'
import type { Answerer } from '../operations/metrics.ts'
import type { PublicDoorParts } from './parts.ts'

/** One request. */
export interface Visit {
  readonly req: IncomingMessage
  /** Path and query as they came. */
  readonly target: string
  readonly header: HeaderReader
  /** What is noted of it on its way. */
  readonly note: { by: Answerer; code: string | undefined; session: string | undefined }
}

export function beginVisit(req: IncomingMessage): Visit {
  const note = { by: 'gate' as const, code: undefined, session: undefined }
  return { req, target: req.url ?? '/', header: readerOf(req), note }
}

/** The answer to a visit that is refused, for whatever reason. */
export function refuse(login: Login, error: unknown, { header, note }: Visit): Response {
  if (error instanceof GateError) {
    note.code = error.code
    return refusalResponse(error, header)
  }
  note.code = error instanceof LoginError ? error.code : 'INTERNAL'
  return login.refuse(error, header)
}

/** The client's address; see {@link clientAddress}. */
export function clientOf(
  { req, header }: Pick<Visit, 'req' | 'header'>,
  peers: Peers,
): string | undefined {
  return clientAddress(header('x-forwarded-for') ?? undefined, req.socket.remoteAddress, peers)
}

/** Reads the headers of a request of node:http. */
export function readerOf({ headers }: Pick<IncomingMessage, 'headers'>): HeaderReader {
  return (name) => {
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
}

/** Status of a visitor who left before there was an answer, as nginx has it. */
export const LEFT = 499

/** Tells log and metrics of a visit once it is over. */
export function tellWhenOver(
  { log, metrics, options }: PublicDoorParts,
  visit: Visit,
  res: ServerResponse,
): void {
  const began = performance.now()
  followConnection({ message: visit.req, response: res })
  res.once('close', () => {
    const duration = performance.now() - began
    const status = res.headersSent ? res.statusCode : LEFT
    metrics.observe(visit.note.by, status, duration / 1000)
    if (options.accessLog) log(entryOf(visit, options.peers, status, duration))
  })
}

/** @param duration - milliseconds */
export function entryOf(
  visit: Visit,
  peers: Peers,
  status: number,
  duration: number,
): RequestEntry {
  const { req, target, note } = visit
  return {
    type: 'request',
    method: req.method ?? '',
    path: pathOf(target),
    status,
    duration: Math.round(duration),
    client: clientOf(visit, peers),
    session: note.session,
    code: note.code,
  }
}
