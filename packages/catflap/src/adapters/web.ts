/**
 * Everything that speaks the web's own `Request` and `Response`: SvelteKit, Astro, h3 and Nuxt, React
 * Router, Bun and Deno. It carries; it decides nothing about login.
 */
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Login } from '../login.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { isForeignUpgrade } from '../protocol/same-origin.ts'
import type { Session } from '../session/session.ts'
import type { MaybePromise } from '../store/store.ts'
import { lacksLogin, meets, refusal, type SessionDemand } from './need.ts'
import { ownRequest } from './own-request.ts'
import { targetOf } from './target.ts'

const USER = USER_HEADER.value

/** Which login has read the session of a request, what it found, and when, by the monotonic clock. */
const READER: unique symbol = Symbol('catflap reader')
const SESSION: unique symbol = Symbol('catflap session')
const READ_AT: unique symbol = Symbol('catflap read at')
type Seen = Request & { [READER]?: Login; [SESSION]?: Session | undefined; [READ_AT]?: number }

/**
 * Milliseconds for which that counts: for all that is asked while an answer is made. The request of a
 * stream or a WebSocket lives on, and its session may end.
 */
const COUNTS = 5000

/** What {@link requireSession} may be told. */
export interface Requirement extends SessionDemand {
  /** Path and query as the browser sees them, where a base path was cut off. */
  readonly target?: string
  /** One of these; any person who is signed in when left out. */
  readonly groups?: readonly string[]
  /** Origins beside the app's own whose pages may open a WebSocket, such as `https://app.example`. */
  readonly allowedOrigins?: readonly string[]
  /**
   * Whether a script of the framework asks for a page and leads the browser to where a redirect leads, as
   * client-side navigation does: it is then sent to the login like a person.
   */
  readonly navigation?: boolean
}

/**
 * Answers the login's paths, and tells of every other request who is signed in. Never rejects.
 *
 * A WebSocket of another page is nobody's: browsers let any page open one with this person's cookie,
 * where it is same-site, as every app of one box is.
 *
 * @param target - path and query as the browser sees them, where a base path was cut off
 * @returns a `Response` is the answer to the request; else the session, or `undefined`
 */
export function authenticate(
  login: Login,
  request: Request,
  target: string = targetOf(request),
): MaybePromise<Response | Session | undefined> {
  if (login.owns(target)) return login.handle(ownRequest(request, login.origin + target))
  const found = find(login, request, [])
  if (login.silentLogin === undefined) return found
  // With that option, the provider may know whoever has no session.
  const greet = (one: Response | Session | undefined): Response | Session | undefined =>
    one ?? login.silentLogin?.(request.method, target, headerOf(request))
  return found instanceof Promise ? found.then(greet) : greet(found)
}

/** Whose request it is, or the answer when that cannot be told. */
function find(
  login: Login,
  request: Seen,
  allowedOrigins: readonly string[],
): MaybePromise<Response | Session | undefined> {
  if (isForeignUpgrade(headerOf(request), login.origin, allowedOrigins)) return undefined
  // However often it is asked while one request is answered, the store is read once.
  if (request[READER] === login && performance.now() - (request[READ_AT] ?? 0) < COUNTS) {
    return request[SESSION]
  }
  const { headers } = request
  try {
    const session = login.readSession(
      headers.get('cookie') ?? undefined,
      headers.get(USER) ?? undefined,
    )
    if (!(session instanceof Promise)) return keep(login, request, session)
    return session
      .then((found) => keep(login, request, found))
      .catch((error: unknown) => login.refuse(error, headerOf(request)))
  } catch (error) {
    return login.refuse(error, headerOf(request))
  }
}

/** @param own - the session that the request's cookie opens, which comes before the word of an ingress */
function keep(login: Login, request: Seen, own: Session | undefined): Session | undefined {
  const session = own ?? login.readIngressSession?.(headerOf(request))
  request[READER] = login
  request[SESSION] = session
  request[READ_AT] = performance.now()
  return session
}

/**
 * The same for a request that needs a session, or a person who is in one of some groups: to whoever
 * may not pass, the answer is the way to the login, or 403; for a WebSocket of another page 403, too.
 *
 * @returns a `Response` is the answer to the request; else the session
 */
export function requireSession(
  login: Login,
  request: Request,
  requirement: Requirement = {},
): MaybePromise<Response | Session> {
  const { target = targetOf(request), allowedOrigins = [], navigation = false } = requirement
  if (login.owns(target)) return login.handle(ownRequest(request, login.origin + target))
  const pass = (found: Response | Session | undefined): Response | Session => {
    if (found instanceof Response) return found
    if (found !== undefined && meets(found, requirement)) return found
    const isLed = navigation && lacksLogin(found, requirement)
    const header = isLed ? asNavigation(request) : headerOf(request)
    return refusal(login, found, requirement, {
      method: request.method,
      target,
      header,
      allowedOrigins,
    })
  }
  const found = find(login, request, allowedOrigins)
  return found instanceof Promise ? found.then(pass) : pass(found)
}

const headerOf =
  ({ headers }: Request): HeaderReader =>
  (name) =>
    headers.get(name)

/** What a script has asked for, as the browser itself would ask. A form it cannot send so. */
function asNavigation(request: Request): HeaderReader {
  const header = headerOf(request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return header
  return (name) => (name === 'sec-fetch-mode' ? 'navigate' : header(name))
}
