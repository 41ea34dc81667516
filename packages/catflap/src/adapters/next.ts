/**
 * Next.js 16, on its Node runtime. It carries; it decides nothing about login.
 *
 * Next makes several bundles of one app, and each evaluates the module that calls this one, also while
 * it builds: so nothing is made, and no variable read, before the first request; see `next-shared.ts`.
 */
import { USER_HEADER } from 'catflap-lazycat/facts'
import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation.js'
import { NextResponse } from 'next/server.js'
import type { LoginOptions } from '../configuration/login-options.ts'
import { createLogin, type Login } from '../login.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { isForeignUpgrade } from '../protocol/same-origin.ts'
import { notMember } from '../session/groups.ts'
import type { Session } from '../session/session.ts'
import { LOGIN_NEEDED, lacksLogin, meets, type Need, type SessionDemand } from './need.ts'
import { openPage, sealPage, shareLogin } from './next-shared.ts'
import { targetOf } from './target.ts'
import { authenticate, requireSession } from './web.ts'

/** What a Next app has of its login. */
export interface NextLogin {
  /** Made at its first use; one per process. */
  readonly login: Login
  /** As `proxy.ts`: answers the login's paths; every other request goes on. */
  proxy(request: Request): Promise<Response>
  /** The same, but only requests with a session go on. */
  requireLogin(request: Request): Promise<Response>
  /** The same, but only where a session began with a login at the provider, not by the ingress's word. */
  requireOidcLogin(request: Request): Promise<Response>
  /** The same as `requireLogin`, but only of people who are in one of some groups; others get 403. */
  requireGroup(...groups: readonly string[]): (request: Request) => Promise<Response>
  /** Answer the login's paths as route handlers, where `proxy.ts` does not see them. */
  readonly handlers: {
    GET(request: Request): Promise<Response>
    POST(request: Request): Promise<Response>
  }
  /**
   * Who is signed in, for server components, server actions and route handlers.
   *
   * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell
   */
  getSession(): Promise<Session | undefined>
  /**
   * The same where somebody must be: else Next redirects to the login, and from there back to the page.
   * Behind `proxy` or `requireLogin`, which tell the page; without them back to where logins lead.
   *
   * @param requirement - `groups`: one of these, too; whoever is in none gets Next's page for 403
   */
  requireSession(
    requirement?: SessionDemand & { readonly groups?: readonly string[] },
  ): Promise<Session>
}

const USER = USER_HEADER.value

/** What Next makes of a redirect leads a browser there, also where a script of its own has asked. */
const AS_NAVIGATION: HeaderReader = (name) => (name === 'sec-fetch-mode' ? 'navigate' : undefined)

/**
 * What Next takes an error with for one that is answered with 403, in pages and in route handlers. Its
 * own `forbidden()` cannot be called from here: its switch is set while Next bundles an app.
 */
const FORBIDDEN = { digest: 'NEXT_HTTP_ERROR_FALLBACK;403' } as const

/** Tells the page that is rendered which one it is: Next does not. */
const PAGE_HEADER = 'x-catflap-page'

/**
 * Makes the login of a Next app.
 *
 * @param options - as of `createLogin`; two logins in one app need different `session.cookieName`
 */
export function createNextLogin(options: LoginOptions = {}): NextLogin {
  const made = (): Login =>
    shareLogin(options.session?.cookieName ?? '', () => createLogin(options))
  const guard = (need: Need) => (request: Request) => pass(made(), request, need)
  const handle = async (request: Request): Promise<Response> => {
    const login = made()
    return absolute(login, await login.handle(withBase(login, request)))
  }
  async function getSession(): Promise<Session | undefined> {
    // Also tells `next build` that the page depends on its request, before any variable is read.
    const sent = await headers()
    if (isForeignUpgrade((name) => sent.get(name), made().origin, [])) return undefined
    const { readIngressSession } = made()
    const own = await made().readSession(
      sent.get('cookie') ?? undefined,
      sent.get(USER) ?? undefined,
    )
    return own ?? readIngressSession?.((name) => sent.get(name))
  }

  return {
    // Not the login itself: it is taken out of this object while the app is built.
    login: new Proxy({} as Login, { get: (_, name) => Reflect.get(made(), name) }),
    proxy: guard('nothing'),
    requireLogin: guard({}),
    requireOidcLogin: guard({ source: 'oidc' }),
    requireGroup: (...groups) => guard({ groups }),
    handlers: { GET: handle, POST: handle },
    getSession,
    async requireSession(requirement = {}) {
      const session = await getSession()
      const login = made()
      if (session !== undefined && !lacksLogin(session, requirement)) {
        if (meets(session, requirement)) return session
        const error = notMember(session, requirement.groups ?? [])
        login.refuse(error, AS_NAVIGATION)
        throw Object.assign(error, FORBIDDEN)
      }
      const page = openPage((await headers()).get(PAGE_HEADER)) ?? ''
      const { headers: answer } = absolute(
        login,
        login.challenge('GET', page, AS_NAVIGATION, session && LOGIN_NEEDED),
      )
      redirect(answer.get('location') ?? login.origin)
    },
  }
}

/** A request that has come to `proxy.ts`: answered here, or sent on with the address of its page. */
async function pass(login: Login, request: Request, need: Need): Promise<Response> {
  const target = targetIn(login, request)
  const found = await (need === 'nothing'
    ? authenticate(login, request, target)
    : requireSession(login, request, { ...need, target }))
  if (found instanceof Response) return absolute(login, found)
  const sent = new Headers(request.headers)
  sent.set(PAGE_HEADER, sealPage(targetOf(request)))
  return NextResponse.next({ request: { headers: sent } })
}

/**
 * Path and query as the login knows them: with `trailingSlash: true` Next leads each path to the one with
 * a slash, the login's own too, before anybody is asked.
 */
function targetIn(login: Login, request: Request): string {
  const target = targetOf(request)
  const bare = target.replace(/\/(?=$|\?)/, '')
  return login.owns(bare) ? bare : target
}

/** A request of a route handler, where Next takes its base path off and does not say which. */
function withBase(login: Login, request: Request): Request {
  if (login.owns(targetOf(request))) return request
  const { pathname, search } = new URL(request.url)
  const own = pathname.replace(/\/$/, '')
  const path = Object.values(login.paths).find((one) => own !== '' && one.endsWith(own))
  return path === undefined ? request : new Request(login.origin + path + search, request)
}

/** Next takes no other address from `proxy.ts`, and puts its base path in front of any other in a page. */
function absolute(login: Login, response: Response): Response {
  const location = response.headers.get('location')
  if (location?.startsWith('/')) response.headers.set('location', login.origin + location)
  return response
}
