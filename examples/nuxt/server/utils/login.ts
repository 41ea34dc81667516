import { createLogin, type Session } from 'catflap'
import { requireSession } from 'catflap/web'
import type { H3Event } from 'h3'

declare module 'h3' {
  interface H3EventContext {
    session?: Session
  }
}

export const login = createLogin()

/** A body is read once: only the login's own paths hand theirs on, all others are yours. */
export const requestOf = (event: H3Event) =>
  login.owns(event.path)
    ? toWebRequest(event)
    : new Request(login.origin + event.path, { method: event.method, headers: event.headers })

/** A handler for people who are signed in: everybody else is sent to the login, programs get 401. */
export const defineGuardedHandler = <T>(handle: (session: Session, event: H3Event) => T) =>
  defineEventHandler(async (event) => {
    const found = await requireSession(login, requestOf(event))
    return found instanceof Response ? found : handle(found, event)
  })
