/** Hono. It carries; it decides nothing about login. */
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Context, MiddlewareHandler } from 'hono'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'

/** Gives `c.get('session')` its type: `new Hono<LoginEnv>()`. */
export interface LoginEnv {
  readonly Variables: { session: Session | undefined }
}

/** Gives `c.get('session')` its type behind {@link requireLogin}. */
export interface GuardedEnv {
  readonly Variables: { session: Session }
}

/** Answers the login's paths, and tells every other handler who is signed in. */
export function withLogin(login: Login): MiddlewareHandler<LoginEnv> {
  return async function loginMiddleware(c, next) {
    const target = targetOf(c)
    if (login.owns(target)) return login.handle(c.req.raw)
    const refused = await readSession(login, c)
    return refused ?? next()
  }
}

/** Lets only requests with a session pass. */
export function requireLogin(login: Login): MiddlewareHandler<GuardedEnv> {
  return async function guard(c, next) {
    const target = targetOf(c)
    if (login.owns(target)) return login.handle(c.req.raw)
    const refused = await readSession(login, c as unknown as Context<LoginEnv>)
    if (refused !== undefined) return refused
    if (c.get('session') !== undefined) return next()
    return login.challenge(c.req.method, target, (name) => c.req.header(name))
  }
}

/** Puts the session where handlers find it; a Response when it cannot be told. */
async function readSession(login: Login, c: Context<LoginEnv>): Promise<Response | undefined> {
  try {
    const session = login.readSession(c.req.header('cookie'), c.req.header(USER_HEADER.value))
    c.set('session', session instanceof Promise ? await session : session)
    return undefined
  } catch (error) {
    return login.refuse(error, (name) => c.req.header(name))
  }
}

/** Path and query of a request, cut out of its address without parsing it. */
function targetOf(c: Context): string {
  const { url } = c.req
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}
