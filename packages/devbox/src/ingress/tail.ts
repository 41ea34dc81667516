/** Something that goes out behind a page: the stream passes as it is, and nothing of it is read. */
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import type { BodyChange } from 'catflap-forward'

/** Makes what goes behind a page, once it is known to be one; ASCII, empty for nothing. Never rejects. */
export type Tail = () => Promise<string>

/** Whether an answer is a page that something may follow: text of HTML, whole, and as it reads. */
export function isPage(
  method: string | undefined,
  { statusCode = 0, headers }: Pick<IncomingMessage, 'statusCode' | 'headers'>,
): boolean {
  if (method === 'HEAD' || [204, 205, 206, 304].includes(statusCode)) return false
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers
  return /^text\/html(?![^; \t])(?!.*utf-?(16|32))/i.test(type) && /^identity$/i.test(encoding)
}

/**
 * What a tail does to an answer: nothing unless it is a page, and nothing when it is empty.
 *
 * @param method - of the request
 */
export async function changeBy(
  tail: Tail,
  method: string | undefined,
  answer: IncomingMessage,
): Promise<BodyChange | undefined> {
  const more = isPage(method, answer) ? await tail() : ''
  if (more === '') return undefined
  return { headers: (headers) => lengthen(headers, more), through: appendTo(more) }
}

/** Headers of a page with a tail: its new length, and nothing that would keep it or compare it. */
export function lengthen(headers: readonly string[], tail: string): string[] {
  const more = Buffer.byteLength(tail)
  const kept = headers.flatMap((name, i) => {
    const value = headers[i + 1]
    if (i % 2 === 1 || value === undefined) return []
    const lower = name.toLowerCase()
    if (STALE.has(lower)) return []
    const isLength = lower === 'content-length' && /^\d+$/.test(value)
    return [name, isLength ? String(Number(value) + more) : value]
  })
  return [...kept, 'Cache-Control', 'no-store']
}

const STALE: ReadonlySet<string> = new Set([
  ...['etag', 'last-modified', 'cache-control', 'expires', 'accept-ranges'],
  ...['content-md5', 'digest', 'content-digest', 'repr-digest'],
])

/** A stream that lets everything through and ends with the tail; one that breaks off gets none. */
export function appendTo(tail: string): Transform {
  return new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => done(null, tail),
  })
}
