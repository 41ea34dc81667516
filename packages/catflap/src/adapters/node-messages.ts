/**
 * Messages of node:http and node:http2 as web ones, and back: for the few requests that the login
 * itself answers. Ordinary requests are never converted.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { requestMethod } from './request-method.ts'

/** A request as node:http hands it over, or as node:http2 does in its manner. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/** The response that belongs to a {@link NodeRequest}. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/** RFC 9113, section 7. */
const INTERNAL_ERROR = 2

/** Headers of one connection, which HTTP/2 does not have (RFC 9113, section 8.2.2). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** One header by its lower-case name; several lines as one. */
export function headerValue(
  { headers }: Pick<NodeRequest, 'headers'>,
  name: string,
): string | undefined {
  // In HTTP/2 the host is a pseudo-header.
  const value = headers[name] ?? (name === 'host' ? headers[':authority'] : undefined)
  return Array.isArray(value) ? value.join(', ') : value
}

/** Path and query as the browser sees them: a router that cuts a mount path off `url` keeps the whole beside it. */
export function wholeTarget(req: Partial<NodeRequest>): string {
  const { originalUrl } = req as { readonly originalUrl?: unknown }
  return typeof originalUrl === 'string' ? originalUrl : (req.url ?? '/')
}

/** Reads the headers of a request. */
export function headerOf(req: Pick<NodeRequest, 'headers'>): (name: string) => string | undefined {
  return (name) => headerValue(req, name)
}

/**
 * A request as a web Request; its body stays unread until somebody asks for it.
 *
 * @param url - its whole address. The origin comes from configuration: a Host or X-Forwarded-*
 * header cannot move it.
 * @param parsed - what a parser in front has made of the body, where it does not stand in `req.body`
 */
export function toRequest(req: NodeRequest, url: string, parsed?: unknown): Request {
  const { rawHeaders } = req
  const method = requestMethod(req.method ?? 'GET')
  const headers = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (!name.startsWith(':')) headers.append(name, rawHeaders[i + 1]!)
  }
  const host = headerValue(req, 'host')
  if (host !== undefined) headers.set('host', host)
  if (method !== 'POST') return new Request(url, { method, headers })
  const form = req.readableDidRead ? formOf(parsed ?? Reflect.get(req, 'body')) : undefined
  if (form !== undefined) return new Request(url, { method, headers, body: form })
  return new Request(url, { method, headers, body: bodyOf(req), duplex: 'half' } as RequestInit)
}

/** The form that a parser in front has read: fields with one or several texts, as they were sent. */
function formOf(parsed: unknown): string | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const fields = Object.entries(parsed).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().map((one) => [name, one]),
  )
  const texts = fields.filter((field): field is [string, string] => typeof field[1] === 'string')
  return new URLSearchParams(texts).toString()
}

/**
 * The body as a stream that touches the request only once somebody reads it: a body that nobody
 * reads is drained by node:http, which one that merely waits would prevent.
 */
function bodyOf(req: NodeRequest): ReadableStream<Uint8Array> {
  let begun = false
  let stop = () => {}
  function begin(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (req.readableDidRead || req.destroyed) {
      throw new Error('the body was read before the login could: mount body parsers behind it')
    }
    const data = (chunk: Uint8Array) => {
      req.pause()
      controller.enqueue(chunk)
    }
    // A stream that has ended throws at whoever ends it again, and that would be an event listener.
    const end = () => {
      stop()
      controller.close()
    }
    const close = () => {
      stop()
      controller.error(new Error('the request broke off'))
    }
    req.on('data', data).on('end', end).on('close', close)
    stop = () => void req.off('data', data).off('end', end).off('close', close)
    begun = true
  }
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!begun) begin(controller)
        req.resume()
      },
      cancel() {
        stop()
        req.resume()
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * Answers a request with a web Response. Never rejects: what has been answered meanwhile, or whose
 * client has gone, is left as it is; a Response that cannot be sent becomes an empty 500.
 */
export async function sendResponse(
  req: NodeRequest,
  res: NodeResponse,
  response: Response,
): Promise<void> {
  try {
    const body = response.body === null ? undefined : Buffer.from(await response.arrayBuffer())
    if (isAnswered(res)) return
    res.statusCode = response.status
    for (const [name, value] of response.headers) {
      if (HOP_BY_HOP.has(name)) continue
      if (name === 'set-cookie') res.appendHeader(name, value)
      else res.setHeader(name, value)
    }
    if (body === undefined || req.method === 'HEAD') res.end()
    else res.end(body)
  } catch {
    breakOff(res)
  }
}

/**
 * Ends an answer that cannot be finished: with status 500 while nothing has been sent, else by
 * cutting it off, so that nobody takes a part for the whole.
 */
export function breakOff(res: NodeResponse): void {
  if (res.writableEnded || res.destroyed) return
  if (!res.headersSent) {
    clearHeaders(res)
    res.statusCode = 500
    res.end()
  } else if ('stream' in res) res.stream.close(INTERNAL_ERROR)
  else res.destroy()
}

/** True once somebody has answered, or nobody is left to be answered. */
export function isAnswered(res: NodeResponse): boolean {
  return res.headersSent || res.writableEnded || res.destroyed
}

/** Drops what was said about an answer that will not come. */
export function clearHeaders(res: NodeResponse): void {
  for (const name of res.getHeaderNames()) res.removeHeader(name)
}

/** True of what an async handler gives. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === 'function'
}
