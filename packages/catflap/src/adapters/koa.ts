/** Koa. It carries; it decides nothing about login. */
import type { Context, Middleware, Next } from 'koa'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, type Need, refusal, type SessionDemand } from './need.ts'
import { askedOf, authenticate, isAnswer } from './node-authenticate.ts'

/** Gives `ctx.state.session` its type. */
export interface LoginState {
  session: Session | undefined
}

/** Gives `ctx.state.session` its type behind {@link requireLogin}. */
export interface GuardedState {
  session: Session
}

/** Which login has read the session of a request, and what it found: `state` anybody may write. */
const READER: unique symbol = Symbol('catflap reader')
const SESSION: unique symbol = Symbol('catflap session')
type Seen = Context & { [READER]?: Login; [SESSION]?: Session | undefined }

/** Answers the login's paths, and tells every middleware behind it who is signed in. */
export function withLogin(login: Login): Middleware<LoginState> {
  return middleware(login, 'nothing')
}

/** Lets only requests with a session pass; alone, it answers the login's paths as well. */
export function requireLogin(login: Login, demand: SessionDemand = {}): Middleware<GuardedState> {
  return middleware(login, demand)
}

/** Lets only people pass who are in one of some groups; others get 403. */
export function requireGroup(login: Login, ...groups: readonly string[]): Middleware<GuardedState> {
  return middleware(login, { groups })
}

function middleware<State>(login: Login, need: Need): Middleware<State> {
  function pass(found: Response | Session | undefined, ctx: Seen, next: Next): Promise<unknown> {
    if (isAnswer(found)) return send(ctx, found)
    ctx[READER] = login
    ctx[SESSION] = found
    ctx.state.session = found
    if (meets(found, need)) return next()
    return send(ctx, refusal(login, found, need, askedOf(ctx.req, ctx.originalUrl)))
  }

  return function loginMiddleware(context, next) {
    const ctx = context as unknown as Seen
    // However many of these stand in a row, the store is read once.
    if (ctx[READER] === login) return pass(ctx[SESSION], ctx, next)
    // `originalUrl`, since koa-mount cuts the mount path off `url`.
    const { body } = ctx.request as { readonly body?: unknown }
    const found = authenticate(login, ctx.req, ctx.originalUrl, body)
    if (!(found instanceof Promise)) return pass(found, ctx, next)
    return found.then((later) => pass(later, ctx, next))
  }
}

/** Through Koa's own response, so that middleware in front sees what was answered. */
async function send(ctx: Context, response: Response): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') ctx.append(name, value)
    else ctx.set(name, value)
  }
  const body = Buffer.from(await response.arrayBuffer())
  // Koa gives a body a type of its own; without one it would say 204.
  ctx.body = body.byteLength === 0 ? null : body
  ctx.status = response.status
}
