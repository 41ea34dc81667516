import { createLogin, type Session } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'
import { createContext, type MiddlewareFunction } from 'react-router'

export const login = createLogin()

/** The session of a request, for loaders and actions: `context.get(sessionContext)`. */
export const sessionContext = createContext<Session | undefined>(undefined)
/** The same behind `requireLogin`, where there always is one. */
export const guardedContext = createContext<Session>()

/** Tells every route below who is signed in. */
export const withLogin: MiddlewareFunction<Response> = async ({ request, context }) => {
  const found = await authenticate(login, request)
  if (found instanceof Response) return found
  context.set(sessionContext, found)
}

/** Lets only people pass who are signed in: everybody else is sent to the login, programs get 401. */
export const requireLogin: MiddlewareFunction<Response> = async ({ request, context }) => {
  const found = await requireSession(login, request)
  if (found instanceof Response) return found
  context.set(guardedContext, found)
}
