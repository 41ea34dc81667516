/** Plain node:http, and node:http2 in its manner. It carries; it decides nothing about login. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, type Need, refusal, type SessionDemand } from './need.ts'
import { askedOf, authenticate, isAnswer, readSession } from './node-authenticate.ts'
import {
  breakOff,
  clearHeaders,
  headerOf,
  isAnswered,
  isThenable,
  type NodeRequest,
  type NodeResponse,
  sendResponse,
  wholeTarget,
} from './node-messages.ts'

export {
  requireLoginOnUpgrade,
  type UpgradeHandler,
  type UpgradeOptions,
} from './node-upgrade.ts'
export { type NodeRequest, type NodeResponse, readSession, sendResponse }

/**
 * Your app: gets the session of the request, or `undefined` when nobody is signed in. What it throws
 * or rejects with is answered with status 500 and told as one event.
 */
export type OpenHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  session: Session | undefined,
) => unknown

/** Your app behind the login: gets the session of the request. */
export type GuardedHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  session: Session,
) => unknown

/** Not an app of Express or Connect: it would take the session for its `next`. */
export interface PlainHandler {
  readonly handle?: never
  readonly use?: never
}

/** For `createServer` of node:http, node:https and node:http2. It never throws. */
export type LoginListener = (req: NodeRequest, res: NodeResponse) => void

/** Which login has read the session of a request, and what it found. */
const READER: unique symbol = Symbol('catflap reader')
const SESSION: unique symbol = Symbol('catflap session')
type Seen = NodeRequest & { [READER]?: Login; [SESSION]?: Session | undefined }

/**
 * Puts the login's paths in front of a handler that serves everybody.
 *
 * @throws TypeError for an app of Express or Connect: pass `(req, res) => app(req, res)`
 */
export function withLogin(login: Login, handler: OpenHandler & PlainHandler): LoginListener {
  requirePlain('withLogin', handler)

  /** Told as one event, and answered if that is still possible. */
  function fail(req: NodeRequest, res: NodeResponse, error: unknown): void {
    const response = login.refuse(error, headerOf(req))
    if (isAnswered(res)) breakOff(res)
    else {
      clearHeaders(res)
      void sendResponse(req, res, response)
    }
  }

  /** The one place that catches what the app throws, at once or later. */
  function run(req: Seen, res: NodeResponse, session: Session | undefined): void {
    req[READER] = login
    req[SESSION] = session
    try {
      // The objects of node:http2 are made to be used as those of node:http.
      const running = handler(req as IncomingMessage, res as ServerResponse, session)
      if (isThenable(running)) {
        Promise.resolve(running).catch((error: unknown) => fail(req, res, error))
      }
    } catch (error) {
      fail(req, res, error)
    }
  }

  function pass(req: NodeRequest, res: NodeResponse, found: Response | Session | undefined): void {
    if (isAnswer(found)) void sendResponse(req, res, found)
    else run(req, res, found)
  }

  return function listen(req: Seen, res) {
    // However many of these lie in one another, the store is read once.
    if (req[READER] === login) return run(req, res, req[SESSION])
    const found = authenticate(login, req, wholeTarget(req))
    if (found instanceof Promise) void found.then((later) => pass(req, res, later))
    else pass(req, res, found)
  }
}

/**
 * Puts the login in front of a handler: requests without a session never reach it.
 *
 * @throws TypeError for an app of Express or Connect: pass `(req, res) => app(req, res)`
 */
export function requireLogin(
  login: Login,
  handler: GuardedHandler & PlainHandler,
  demand: SessionDemand = {},
): LoginListener {
  requirePlain('requireLogin', handler)
  return guard(login, demand, handler)
}

/**
 * Lets only people pass who are in one of some groups; others get 403.
 *
 * @throws TypeError for an app of Express or Connect: pass `(req, res) => app(req, res)`
 */
export function requireGroup(
  login: Login,
  groups: readonly string[],
  handler: GuardedHandler & PlainHandler,
): LoginListener {
  requirePlain('requireGroup', handler)
  return guard(login, { groups }, handler)
}

function guard(login: Login, need: Need, handler: GuardedHandler): LoginListener {
  return withLogin(login, (req, res, session) => {
    if (session !== undefined && meets(session, need)) return handler(req, res, session)
    return sendResponse(req, res, refusal(login, session, need, askedOf(req, wholeTarget(req))))
  })
}

/** With the session as its `next`, an app of Express dies at the first request that it has no route for. */
function requirePlain(name: string, handler: unknown): void {
  const isApp =
    typeof handler === 'function' &&
    ['handle', 'use'].some((member) => typeof Reflect.get(handler, member) === 'function')
  if (typeof handler === 'function' && !isApp) return
  const seen = isApp
    ? 'an app of Express or Connect, which would take the session for its next()'
    : `${handler === null ? 'null' : typeof handler}`
  throw new TypeError(
    `catflap/node: ${name} takes a function (req, res, session), not ${seen}. ` +
      `Pass ${name}(login, (req, res) => app(req, res)).\n` +
      `catflap/node：${name} 需要一个函数 (req, res, session)。请写成 ${name}(login, (req, res) => app(req, res))。`,
  )
}
