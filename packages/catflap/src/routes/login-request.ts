/**
 * A request to one of the login's paths, as it comes: a web `Request`, or the little of one that the login
 * reads, where a server has no `Request` at hand and would have to make one.
 */
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import type { RouteRequest } from './context.ts'
import { readBody } from './request-body.ts'

/** A request without a body: all that the login reads of it. */
export interface LoginRequest {
  readonly method: string
  /** Path and query, as `Login.owns` takes them. */
  readonly target: string
  /** Reads the request's headers by lower-case name; several lines of one as one. */
  readonly header: HeaderReader
}

/** What a route reads of a request; of its address path and query alone. */
export type AskedRequest = Pick<RouteRequest, 'method' | 'url' | 'header' | 'body'>

/** Methods whose case does not matter, as of those that a `Request` has (Fetch, section 2.2.1). */
const ANY_CASE = /^(?:delete|get|head|options|post|put)$/i

/**
 * Reads a request; its body stays unread.
 *
 * @param origin - of the app: what the request says of it is not looked at
 * @throws TypeError when its address is none
 */
export function readRequest(request: Request | LoginRequest, origin: string): AskedRequest {
  if ('target' in request) {
    const { target, header } = request
    const method = ANY_CASE.test(request.method) ? request.method.toUpperCase() : request.method
    const address = origin + target
    // What is no address is no path of ours.
    const url = new URL(URL.canParse(address) ? address : origin)
    return { method, url, header, body: async () => '' }
  }
  const { method, headers, url } = request
  const header: HeaderReader = (name) => headers.get(name)
  return { method, url: new URL(url), header, body: () => readBody(request) }
}
