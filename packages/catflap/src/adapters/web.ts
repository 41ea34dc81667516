/**
 * Everything that speaks the web's own `Request` and `Response`: SvelteKit, Astro, h3 and Nuxt, React
 * Router, Bun and Deno. It carries; it decides nothing about login.
 */
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import type { MaybePromise } from '../store/store.ts'
import { meets, type Need, refusal } from './need.ts'
import { targetOf } from './target.ts'

const USER = USER_HEADER.value

/** What {@link requireSession} may be told. */
export interface Requirement {
  /** Path and query as the browser sees them, where a base path was cut off. */
  readonly target?: string
  /** One of these; any person who is signed in when left out. */
  readonly groups?: readonly string[]
}

/**
 * Answers the login's paths, and tells of every other request who is signed in. Never rejects.
 *
 * @param target - path and query as the browser sees them, where a base path was cut off
 * @returns a `Response` is the answer to the request; else the session, or `undefined`
 */
export function authenticate(
  login: Login,
  request: Request,
  target: string = targetOf(request),
): MaybePromise<Response | Session | undefined> {
  if (login.owns(target)) return login.handle(at(login, request, target))
  const { headers } = request
  try {
    const session = login.readSession(
      headers.get('cookie') ?? undefined,
      headers.get(USER) ?? undefined,
    )
    if (!(session instanceof Promise)) return session
    return session.catch((error: unknown) => login.refuse(error, headerOf(request)))
  } catch (error) {
    return login.refuse(error, headerOf(request))
  }
}

/**
 * The same for a request that needs a session, or a person who is in one of some groups: to whoever
 * may not pass, the answer is the way to the login, or 403.
 *
 * @returns a `Response` is the answer to the request; else the session
 */
export function requireSession(
  login: Login,
  request: Request,
  { target = targetOf(request), groups }: Requirement = {},
): MaybePromise<Response | Session> {
  const need: Need = groups ?? 'session'
  const pass = (found: Response | Session | undefined): Response | Session => {
    if (found instanceof Response) return found
    if (found !== undefined && meets(found, need)) return found
    const asked = { method: request.method, target, header: headerOf(request) }
    return refusal(login, found, need, asked)
  }
  const found = authenticate(login, request, target)
  return found instanceof Promise ? found.then(pass) : pass(found)
}

const headerOf =
  ({ headers }: Request) =>
  (name: string): string | null =>
    headers.get(name)

/** The request under the path that the browser sees. */
function at(login: Login, request: Request, target: string): Request {
  return targetOf(request) === target ? request : new Request(login.origin + target, request)
}
