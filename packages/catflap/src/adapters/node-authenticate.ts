/**
 * What every adapter on node:http asks first: whose request is this, or what is the answer to it?
 *
 * On an ordinary request nothing is made: no `Request`, no `Headers`, no closure, and with an
 * embedded store no promise.
 */
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Login } from '../login.ts'
import { isForeignUpgrade } from '../protocol/same-origin.ts'
import type { LoginRequest } from '../routes/login-request.ts'
import type { Session } from '../session/session.ts'
import type { MaybePromise } from '../store/store.ts'
import type { Asked } from './need.ts'
import { headerOf, headerValue, type NodeRequest, toRequest } from './node-messages.ts'

const USER = USER_HEADER.value.toLowerCase()

/**
 * The session of a request, for handlers that are not told it: behind a framework, or of a WebSocket's
 * `upgrade`, which passes no guard.
 *
 * @throws what {@link Login.readSession} throws
 */
export function readSession(
  login: Login,
  req: Pick<NodeRequest, 'headers'>,
): ReturnType<Login['readSession']> {
  const { headers } = req
  // Few apps get it: asked for by a name that stands here, its absence costs next to nothing.
  const named = headers[USER] === undefined ? undefined : headerValue(req, USER)
  const found = login.readSession(headers.cookie, named)
  const { readIngressSession } = login
  if (readIngressSession === undefined) return found
  if (!(found instanceof Promise)) return found ?? readIngressSession(headerOf(req))
  return found.then((session) => session ?? readIngressSession(headerOf(req)))
}

/** A `Response` is the answer; else the session, when there is one. Never rejects. */
export type Authenticated = MaybePromise<Response | Session | undefined>

/**
 * Whether that is an answer. Told by what no session has: Node makes `Response` when it is first used, and V8
 * is slow to say what is an instance of a global that was replaced.
 */
export const isAnswer = (found: Response | Session | undefined): found is Response =>
  found !== undefined && 'headers' in found

/**
 * Answers the login's paths and requests of which nobody can tell whose they are, and gives the
 * session of every other. A WebSocket of another page is nobody's, where one comes as a request.
 *
 * @param target - path and query as the browser sees them, whatever a framework cut off
 * @param parsed - what a parser in front has made of the body, where it does not stand in `req.body`
 */
export function authenticate(
  login: Login,
  req: NodeRequest,
  target: string,
  parsed?: unknown,
): Authenticated {
  const foreign = mayBeUpgrade(req) && isForeignUpgrade(headerOf(req), login.origin, [])
  return foreign && !login.owns(target) ? undefined : identify(login, req, target, parsed)
}

/** The same for whoever has judged the `Origin` of an upgrade. */
export function identify(
  login: Login,
  req: NodeRequest,
  target: string,
  parsed?: unknown,
): Authenticated {
  try {
    if (login.owns(target)) return login.handle(ownRequest(login, req, target, parsed))
    const session = readSession(login, req)
    if (!(session instanceof Promise)) return session ?? greet(login, req, target)
    return session
      .then((found) => found ?? greet(login, req, target))
      .catch((error: unknown) => login.refuse(error, headerOf(req)))
  } catch (error) {
    return login.refuse(error, headerOf(req))
  }
}

/** A request to a path of the login; a web one only where there may be a body that it wants. */
function ownRequest(
  login: Login,
  req: NodeRequest,
  target: string,
  parsed: unknown,
): Request | LoginRequest {
  if (req.method === 'POST') return toRequest(req, login.origin + target, parsed)
  return { method: req.method ?? 'GET', target, header: headerOf(req) }
}

/** Whoever has no session: with `session.silentLogin` the provider may know them. */
const greet = (login: Login, req: NodeRequest, target: string): Response | undefined =>
  login.silentLogin?.(req.method ?? 'GET', target, headerOf(req))

/** Cheap, and false of ordinary requests. */
const mayBeUpgrade = ({ headers }: NodeRequest): boolean =>
  (headers.upgrade ?? headers['sec-websocket-version']) !== undefined

/** What a guard needs to know of a request that it refuses. */
export function askedOf(req: NodeRequest, target: string): Asked {
  return { method: req.method ?? 'GET', target, header: headerOf(req) }
}
