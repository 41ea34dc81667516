/** Plain node:http, and node:http2 in its manner. It carries; it decides nothing about login. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import {
  breakOff,
  clearHeaders,
  headerOf,
  headerValue,
  isAnswered,
  type NodeRequest,
  type NodeResponse,
  sendResponse,
  toRequest,
} from './node-messages.ts'

export { type NodeRequest, type NodeResponse, sendResponse }

const USER = USER_HEADER.value.toLowerCase()

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
  return login.readSession(req.headers.cookie, headerValue(req, USER))
}

/**
 * Puts the login's paths in front of a handler that serves everybody.
 *
 * @throws TypeError for an app of Express or Connect: pass `(req, res) => app(req, res)`
 */
export function withLogin(login: Login, handler: OpenHandler & PlainHandler): LoginListener {
  requirePlain('withLogin', handler)

  const refuse = (req: NodeRequest, res: NodeResponse, error: unknown): void =>
    void sendResponse(req, res, login.refuse(error, headerOf(req)))

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
  function run(req: NodeRequest, res: NodeResponse, session: Session | undefined): void {
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

  return function listen(req, res) {
    const target = req.url ?? '/'
    if (login.owns(target)) return void answer(login, req, res, target)
    let session: ReturnType<Login['readSession']>
    try {
      session = readSession(login, req)
    } catch (error) {
      return refuse(req, res, error)
    }
    if (!(session instanceof Promise)) return run(req, res, session)
    session.then(
      (found) => run(req, res, found),
      (error: unknown) => refuse(req, res, error),
    )
  }
}

/**
 * Puts the login in front of a handler: requests without a session never reach it.
 *
 * @throws TypeError for an app of Express or Connect: pass `(req, res) => app(req, res)`
 */
export function requireLogin(login: Login, handler: GuardedHandler & PlainHandler): LoginListener {
  requirePlain('requireLogin', handler)
  return withLogin(login, (req, res, session) => {
    if (session !== undefined) return handler(req, res, session)
    const { method = 'GET', url = '/' } = req
    return sendResponse(req, res, login.challenge(method, url, headerOf(req)))
  })
}

/** Answers one of the login's paths; never rejects. */
async function answer(
  login: Login,
  req: NodeRequest,
  res: NodeResponse,
  target: string,
): Promise<void> {
  let response: Response
  try {
    response = await login.handle(toRequest(req, login.origin + target))
  } catch (error) {
    response = login.refuse(error, headerOf(req))
  }
  await sendResponse(req, res, response)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === 'function'
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
