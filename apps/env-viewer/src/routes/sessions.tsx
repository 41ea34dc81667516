/**
 * A person's sessions: shown, renewed, ended. Every change is a form of our own pages.
 */
import { type Login, LoginError, type Session } from 'catflap'
import { page, pageContext, refuseUnconfigured } from '../answer.tsx'
import { readForm } from '../form.ts'
import { clearNotice, type Notice, noticeCookie, readNotice } from '../notice.ts'
import { ProblemPage } from '../pages/problem.tsx'
import { SessionsPage } from '../pages/sessions.tsx'
import { SignedOutPage } from '../pages/signed-out.tsx'
import { withoutSecrets } from '../problems/without-secrets.ts'
import { headersOf, type Site, type Visit, wantsPage } from '../site.ts'

/** The guard lets nobody pass without a login. */
type Configured = Site & { readonly login: Login }

/** `GET /sessions`. */
export async function showSessions(site: Site, c: Visit, session: Session): Promise<Response> {
  const { login } = site as Configured
  const sessions = await login.listSessions(session.sub)
  const notice = readNotice(site, c)
  const view = { context: pageContext(site, c), login, now: site.now(), session, sessions, notice }
  const response = page(<SessionsPage view={view} />, 200, 'scripted')
  if (notice !== undefined) response.headers.append('set-cookie', clearNotice(site))
  return response
}

/** `POST /session/renew`: a failure that leaves the session as it is, is told on the next page. */
export async function renewSession(site: Site, c: Visit, session: Session): Promise<Response> {
  try {
    await session.renew()
    return next(site, { kind: 'renewed' })
  } catch (error) {
    if (!(error instanceof LoginError) || !wantsPage(c)) throw error
    const { code, status } = error
    if (status >= 500 || code === 'REFRESH_TOKEN_MISSING') {
      return next(site, { kind: 'failed', code })
    }
    // It has ended the session; the library has told the log.
    c.set('session', undefined)
    const { login } = (site as Configured).login.paths
    const context = pageContext(site, c)
    const problem = withoutSecrets({ error, login, trace: undefined, now: site.now() }, site.hide)
    return page(<ProblemPage context={context} problem={problem} />, status)
  }
}

/** `POST /sessions/end`: ends one session of this very person; the library looks at no other. */
export async function endSession(site: Site, c: Visit, session: Session): Promise<Response> {
  const { login } = site as Configured
  const asked = (await readForm(c)).get('session')
  if (asked === session.id) return signOut(login, c, c.req.header('accept'))
  const count = await login.endSessions(session.sub, ({ id }) => id === asked)
  return next(site, { kind: 'ended', count })
}

/** `POST /sessions/everywhere`: ends all of this person's sessions, this one last. */
export async function endEverywhere(site: Site, c: Visit, session: Session): Promise<Response> {
  const { login } = site as Configured
  const others = await login.endSessions(session.sub, ({ id }) => id !== session.id)
  const out = await signOut(login, c, 'application/json')
  if (out.status >= 400) {
    throw new LoginError('STORE_UNAVAILABLE', 'viewer: this session may still be there')
  }
  const goesOn = out.headers.get('content-type') === 'application/json'
  const { logout } = goesOn ? ((await out.json()) as { logout: string }) : { logout: undefined }
  c.set('session', undefined)
  const ended = { count: others + 1, providerLogout: logout }
  const { paths } = login
  const context = pageContext(site, c)
  const response = page(<SignedOutPage context={context} login={paths.login} ended={ended} />)
  for (const one of out.headers.getSetCookie()) response.headers.append('set-cookie', one)
  // As the library's own page has it: Back shall show nothing.
  response.headers.set('clear-site-data', '"cache"')
  return response
}

/** `GET /sessions/everywhere`, as when the page above is loaded again: changes nothing. */
export function showSignedOut(site: Site, c: Visit): Response {
  const { login } = site
  if (login === undefined) return refuseUnconfigured(site, c)
  if (c.get('session') !== undefined) return c.redirect('/sessions', 303)
  return page(<SignedOutPage context={pageContext(site, c)} login={login.paths.login} />)
}

/** What the library's logout answers to the request at hand. */
function signOut(login: Login, c: Visit, accept = ''): Promise<Response> {
  const header = headersOf(c)
  const headers = new Headers({ accept })
  for (const name of ['cookie', 'origin', 'sec-fetch-site', 'accept-language']) {
    const value = header(name)
    if (value) headers.set(name, value)
  }
  const address = login.origin + login.paths.logout
  return login.handle(new Request(address, { method: 'POST', headers }))
}

function next(site: Site, notice: Notice): Response {
  const headers = { location: '/sessions', 'set-cookie': noticeCookie(site, notice) }
  return new Response(null, { status: 303, headers })
}
