/**
 * Who may reach a route: checked here, once, in one order, for every protected route.
 */
import { checkSameOrigin, type Login, type Session } from 'catflap'
import type { LoginEnv } from 'catflap/hono'
import type { Handler } from 'hono'
import { refuseUnconfigured } from './answer.tsx'
import { requireAdministrator } from './role.ts'
import { headersOf, type Site, targetOf, type Visit } from './site.ts'

/** A handler that runs only for a person who is signed in. */
export type Guarded = (c: Visit, session: Session) => Response | Promise<Response>

/**
 * Puts the guard in front of a handler: configured, same origin when unsafe, signed in, and for
 * `administrator` one who is a member of that group and whom the box does not call otherwise.
 */
export function guarded(
  site: Site,
  who: 'anyone' | 'administrator',
  handler: Guarded,
): Handler<LoginEnv> {
  return async function guard(c) {
    const { login } = site
    if (login === undefined) return refuseUnconfigured(site, c)
    if (c.req.method === 'POST') checkSameOrigin(headersOf(c), login.origin, 'viewer')
    const session = c.get('session')
    if (session === undefined) return challenge(login, c)
    if (who === 'administrator') requireAdministrator(site, c, session)
    return handler(c, session)
  }
}

/** Below `/api/` nobody is redirected: what asks there could not follow a login. */
function challenge(login: Login, c: Visit): Response {
  const header = headersOf(c)
  if (!c.req.path.startsWith('/api/')) return login.challenge(c.req.method, targetOf(c), header)
  return login.challenge(c.req.method, targetOf(c), (name) => {
    if (name === 'accept') return 'application/json'
    return name.startsWith('sec-fetch-') ? undefined : header(name)
  })
}
