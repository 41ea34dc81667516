/**
 * Express 4 and 5, and Nest on Express. It carries; it decides nothing about login.
 *
 * The session lies in `req.auth`: `req.session` belongs to session middleware, `req.login` to passport.
 */
import { IncomingMessage } from 'node:http'
import type { Response as Answer, NextFunction, Request, RequestHandler } from 'express'
import { LoginError } from '../errors.ts'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, type Need, refusal, type SessionDemand } from './need.ts'
import { askedOf, authenticate, isAnswer } from './node-authenticate.ts'
import { sendResponse } from './node-messages.ts'

/** Among the types of Express the name `Session` may be that of session middleware. */
type LoginSession = Session

declare global {
  namespace Express {
    interface Request {
      /** The session behind `withLogin` and `requireLogin`; `undefined` when nobody is signed in. */
      auth?: LoginSession | undefined
    }
  }
}

/** Which login has read the session of a request, and what it found: `auth` anybody may write. */
interface Seen {
  readonly login: Login
  readonly session: Session | undefined
}

/**
 * Beside the requests, not in them: Express gives each another prototype, after which V8 takes some
 * microseconds for every property that is added.
 */
const seen: WeakMap<object, Seen> = new WeakMap()

/** Answers the login's paths, and tells every handler behind it who is signed in. */
export function withLogin(login: Login): RequestHandler {
  return middleware(login, 'nothing')
}

/** Lets only requests with a session pass; alone, it answers the login's paths as well. */
export function requireLogin(login: Login, demand: SessionDemand = {}): RequestHandler {
  return middleware(login, demand)
}

/** Lets only people pass who are in one of some groups; others get 403. */
export function requireGroup(login: Login, ...groups: readonly string[]): RequestHandler {
  return middleware(login, { groups })
}

/**
 * The session of a request behind `requireLogin`.
 *
 * @throws {@link LoginError} `AUTHENTICATION_REQUIRED` when nobody is signed in
 */
export function sessionOf(req: Request): Session {
  const session = seen.get(req)?.session
  if (session !== undefined) return session
  throw new LoginError('AUTHENTICATION_REQUIRED', 'no session: is requireLogin in front?')
}

function middleware(login: Login, need: Need): RequestHandler {
  function pass(
    found: Response | Session | undefined,
    req: Request,
    res: Answer,
    next: NextFunction,
  ): void {
    if (isAnswer(found)) {
      void sendResponse(req, res, found)
      return
    }
    seen.set(req, { login, session: found })
    if (req.auth !== found) show(req, found)
    if (meets(found, need)) next()
    else void sendResponse(req, res, refusal(login, found, need, askedOf(req, req.originalUrl)))
  }

  return function loginMiddleware(req, res, next) {
    // However many of these stand in a row, the store is read once.
    const before = seen.get(req)
    if (before?.login === login) return pass(before.session, req, res, next)
    // `originalUrl`, since Express cuts the mount path off `url`.
    const found = authenticate(login, req, req.originalUrl)
    if (!(found instanceof Promise)) return pass(found, req, res, next)
    found.then((later) => pass(later, req, res, next)).catch(next)
  }
}

/** Has `req.auth` tell the session. What somebody else has written there gives way to it. */
function show(req: Request, session: Session | undefined): void {
  addReader(req)
  if (req.auth !== session) req.auth = session
}

/**
 * Gives what all requests of Express have in common an `auth` that looks here: some microseconds less
 * than a property of each. Not where there is one already, nor for what is no request of Express.
 */
function addReader(req: Request): void {
  let common: object = req
  let above: unknown = Object.getPrototypeOf(req)
  while (above !== null && above !== IncomingMessage.prototype) {
    common = above as object
    above = Object.getPrototypeOf(above)
  }
  if (above === null || common === req || 'auth' in common) return
  Reflect.defineProperty(common, 'auth', {
    configurable: true,
    enumerable: true,
    get(this: Request) {
      return seen.get(this)?.session
    },
    set(this: Request, value: unknown) {
      const own = { value, writable: true, enumerable: true, configurable: true }
      Reflect.defineProperty(this, 'auth', own)
    },
  })
}
