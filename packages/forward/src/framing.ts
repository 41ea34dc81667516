/** Whether a request has a body, and whether it may be sent twice. */
import type { IncomingMessage } from 'node:http'

/** Methods that change nothing (RFC 9110, section 9.2.1), as far as people use them. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether bytes follow the head of a request (RFC 9112, section 6.3). */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
}

/**
 * Whether a request may be sent again when a connection was closed in its face, and may so go out on one
 * that others have used. One with a body may not: an app that overlooks the body of a GET, or answers
 * before it has read it, takes the rest for the next request, and that one's answer is somebody else's.
 */
export function isRepeatable(message: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return SAFE.has(message.method ?? '') && !hasBody(message)
}
