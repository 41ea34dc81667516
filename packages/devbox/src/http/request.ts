/** A request as the handlers see it: parsed, bounded, and never a reason to throw. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { splitList, stripBlanks } from 'catflap-forward'
import { isMediaType } from './go.ts'

/** One request, its body read. */
export interface BoxRequest {
  readonly method: string
  /** Path as sent, without the query. */
  readonly path: string
  readonly search: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly query: URLSearchParams
  /** Body of a form POST, empty for any other body. */
  readonly form: URLSearchParams
  /** True when query, form or content type is one that Go cannot parse. */
  readonly malformed: boolean
}

const HAS_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/** Bodies longer than this many bytes are refused. */
export const BODY_LIMIT: number = 10 * 1024 * 1024

/** Splits a request target; an absolute or odd one stays what it is and finds no route. */
export function parseTarget(url: string): { readonly path: string; readonly search: string } {
  const mark = url.indexOf('?')
  return mark === -1
    ? { path: url, search: '' }
    : { path: url.slice(0, mark), search: url.slice(mark + 1) }
}

/** Puts head and body of a request together. */
export function parseRequest(message: IncomingMessage, body: string): BoxRequest {
  const { path, search } = parseTarget(message.url ?? '/')
  const contentType = message.headers['content-type'] ?? ''
  const [type = ''] = contentType.split(';')
  const isForm = stripBlanks(type).toLowerCase() === 'application/x-www-form-urlencoded'
  const form = isForm ? body : ''
  return {
    method: message.method ?? 'GET',
    path,
    search,
    headers: message.headers,
    body,
    query: new URLSearchParams(search),
    form: new URLSearchParams(form),
    malformed:
      isUnparsable(search) ||
      isUnparsable(form) ||
      (HAS_BODY.has(message.method ?? 'GET') && contentType !== '' && !isMediaType(contentType)),
  }
}

/**
 * Reads a body to its end.
 *
 * @returns `undefined` when it is longer than {@link BODY_LIMIT}.
 */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/**
 * One cookie of a request, as it was sent.
 *
 * @returns `undefined` also when the name occurs with two values: nothing tells which is ours.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const start = `${name}=`
  const pairs = splitList(header ?? '', ';').filter((pair) => pair.startsWith(start))
  const [value, another] = new Set(pairs.map((pair) => pair.slice(start.length)))
  return another === undefined ? value : undefined
}

/** A percent sign that begins no escape, or a semicolon, which once stood between parameters. */
function isUnparsable(text: string): boolean {
  return /%(?![0-9a-f]{2})|;/i.test(text)
}
