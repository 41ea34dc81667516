/** Hono. It carries; it decides nothing about login. */
import type { Context, MiddlewareHandler, Next } from 'hono'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, type Need, refusal, type SessionDemand } from './need.ts'
import {
  type Authenticated,
  authenticate as authenticateIncoming,
  isAnswer,
} from './node-authenticate.ts'
import { type NodeRequest, wholeTarget } from './node-messages.ts'
import { ownRequest } from './own-request.ts'
import { targetOf } from './target.ts'
import { authenticate as authenticateRequest } from './web.ts'

/** Gives `c.get('session')` its type: `new Hono<LoginEnv>()`. */
export interface LoginEnv {
  readonly Variables: { session: Session | undefined }
}

/** Gives `c.get('session')` its type behind {@link requireLogin}. */
export interface GuardedEnv {
  readonly Variables: { session: Session }
}

/** Under which a request keeps the login that has read its session, and what it found. */
const SEEN: unique symbol = Symbol('catflap')
interface Seen {
  readonly login: Login
  readonly session: Session | undefined
}

/** Answers the login's paths, and tells every other handler who is signed in. */
export function withLogin(login: Login): MiddlewareHandler<LoginEnv> {
  return middleware(login, 'nothing')
}

/** Lets only requests with a session pass; alone, it answers the login's paths as well. */
export function requireLogin(
  login: Login,
  demand: SessionDemand = {},
): MiddlewareHandler<GuardedEnv> {
  return middleware(login, demand) as unknown as MiddlewareHandler<GuardedEnv>
}

/** Lets only people pass who are in one of some groups; others get 403. */
export function requireGroup(
  login: Login,
  ...groups: readonly string[]
): MiddlewareHandler<GuardedEnv> {
  return middleware(login, { groups }) as unknown as MiddlewareHandler<GuardedEnv>
}

function middleware(login: Login, need: Need): MiddlewareHandler<LoginEnv> {
  function pass(c: LoginContext, found: Response | Session | undefined, next: Next): Answer {
    if (isAnswer(found)) return Promise.resolve(withOwnPolicy(found))
    c.set(SEEN as never, { login, session: found } as never)
    c.set('session', found)
    if (meets(found, need)) return next()
    const asked = { method: c.req.method, target: targetIn(c), header: headerOf(c) }
    return Promise.resolve(withOwnPolicy(refusal(login, found, need, asked)))
  }

  return function loginMiddleware(c, next) {
    const seen = c.get(SEEN as never) as Seen | undefined
    // However many of these stand in a row, the store is read once.
    if (seen?.login === login) return pass(c, seen.session, next)
    const found = authenticate(login, c)
    if (found instanceof Promise) return found.then((later) => pass(c, later, next))
    return pass(c, found, next)
  }
}

const POLICY = 'content-security-policy'

/**
 * An answer of the login, whose pages work under their own policy alone: `secureHeaders` in front
 * would set its own on whatever comes back.
 */
function withOwnPolicy(response: Response): Response {
  const { headers } = response
  if (!headers.has(POLICY)) return response
  Object.defineProperty(headers, 'set', {
    value(name: string, value: string): void {
      if (name.toLowerCase() !== POLICY) Headers.prototype.set.call(headers, name, value)
    },
  })
  return response
}

type LoginContext = Context<LoginEnv>
type Answer = ReturnType<MiddlewareHandler>

/** On @hono/node-server the headers are read where Node keeps them: `Headers` cost more than the guard. */
function authenticate(login: Login, c: LoginContext): Authenticated {
  const target = targetIn(c)
  if (login.owns(target)) return handle(login, c, target)
  const incoming = incomingOf(c)
  return incoming?.headers === undefined
    ? authenticateRequest(login, c.req.raw, target)
    : authenticateIncoming(login, incoming as NodeRequest, target)
}

/** The request of Node's own, on @hono/node-server. */
const incomingOf = (c: LoginContext): Partial<NodeRequest> | undefined =>
  ((c.env ?? {}) as { readonly incoming?: Partial<NodeRequest> }).incoming

/** As the browser sees it: `app.mount` cuts the mount path off `c.req`. Without Node's own request nobody knows what it cut. */
function targetIn(c: LoginContext): string {
  const incoming = incomingOf(c)
  const target = incoming?.url === undefined ? '' : wholeTarget(incoming)
  return target.startsWith('/') ? target : targetOf(c.req)
}

/** Answers one of the login's paths. What a parser in front has read is put together again. */
async function handle(login: Login, c: LoginContext, target: string): Promise<Response> {
  const { raw } = c.req
  const request = raw.bodyUsed ? await reread(c) : raw
  return login.handle(
    targetOf(request) === target ? request : ownRequest(request, login.origin + target),
  )
}

/** The request with the form that Hono has kept of it; as it is, when `raw` itself was read. */
async function reread({ req }: LoginContext): Promise<Request> {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of await req.formData()) body.append(name, String(value))
    const { url, method, headers } = req.raw
    return new Request(url, { method, headers, body })
  } catch {
    return req.raw
  }
}

const headerOf = (c: LoginContext) => (name: string) => c.req.header(name)
