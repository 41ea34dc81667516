/**
 * The logout path: POST ends the session here and goes on to the provider's logout, GET asks first
 * and tells what has ended.
 */
import { randomBytes } from 'node:crypto'
import { LoginError } from '../errors.ts'
import { pickLanguage } from '../pages/language.ts'
import {
  forgetting,
  goingOnPage,
  logoutQuestion,
  signedOutPage,
  stillNamedPage,
} from '../pages/logout-page.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import { buildEndSessionRequest } from '../protocol/end-session-request.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { checkSameOrigin } from '../protocol/same-origin.ts'
import type { Provider } from '../provider/provider.ts'
import type { SessionDetails } from '../session/stored-session.ts'
import { loginPath, type Route, type RouteContext, type RouteRequest, redirect } from './context.ts'
import { countCookie } from './login.ts'
import { signedOutCookies } from './silent.ts'

/** Milliseconds for which a logout waits to learn where the provider's logout is. */
const PATIENCE = 2000
/** Seconds within which the provider's answer to a logout is known again. */
const STATE_LIFETIME = 600

/**
 * Makes the route that ends sessions.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `CROSS_ORIGIN_REFUSED` or `STORE_UNAVAILABLE`; in the last
 * case the cookie stays, so that the logout can be tried again. A provider that is away, slow or
 * without a logout never fails it.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0, sections 2 and 3; RFC 7009
 */
export function createLogoutRoute(context: RouteContext): Route {
  const { settings, provider, sessions, emit } = context
  const { logout, afterLogin } = settings.routes
  const { id: clientId } = settings.client
  const { completed, logout: stateCookie } = settings.cookies

  async function show({ header, url }: RouteRequest, cookies: string | undefined) {
    const language = pickLanguage(header)
    // Whoever asks: it is this cookie's session that would end.
    const session = await sessions.read(cookies, undefined)
    if (session !== undefined) return logoutQuestion(language, logout, afterLogin)
    if (context.readIngressSession?.(header) !== undefined) {
      return stillNamedPage(language, afterLogin)
    }
    // Anybody can link here: only the state of a logout of this browser proves where it has been.
    const state = url.searchParams.get('state')
    const returned = state !== null && state === cookieValue(cookies, stateCookie)
    return signedOutPage(language, loginPath(settings), returned ? 'both' : 'here')
  }

  /** Behind the answer: it waits for nothing, and failures are told by their events. */
  function revoke({ refreshToken, accessToken }: SessionDetails): void {
    const token =
      refreshToken === undefined
        ? ({ token: accessToken, hint: 'access_token' } as const)
        : ({ token: refreshToken, hint: 'refresh_token' } as const)
    void provider.revoke(token).catch(() => undefined)
  }

  return async function endSession(request) {
    const { method, header } = request
    const cookies = header('cookie') ?? undefined
    if (method === 'GET' || method === 'HEAD') return show(request, cookies)
    checkPost(method, header, settings.origin)
    const ended = await sessions.endWithDetails(cookies)
    const cleared = [sessions.clearCookie, countCookie(completed, 0), ...signedOutCookies(settings)]
    if (ended === undefined) return forgetting(redirect(303, logout, cleared))

    emit({ type: 'session-ended', session: ended.id, reason: 'logout' })
    if (ended.details !== undefined) revoke(ended.details)
    const endpoint = (await metadataInTime(provider))?.end_session_endpoint
    if (endpoint === undefined) return forgetting(redirect(303, logout, cleared))

    const state = randomBytes(32).toString('base64url')
    const address = buildEndSessionRequest(endpoint, {
      client_id: clientId,
      post_logout_redirect_uri: settings.origin + logout,
      state,
      id_token_hint: ended.details?.idToken,
    })
    const cookie = serializeCookie(stateCookie, state, STATE_LIFETIME)
    return goOn(header, address, [...cleared, cookie])
  }
}

function checkPost(method: string, header: HeaderReader, origin: string): void {
  if (method !== 'POST') {
    const expected = 'GET, HEAD, POST'
    throw new LoginError('METHOD_NOT_ALLOWED', 'logout: GET and POST only', { expected })
  }
  checkSameOrigin(header, origin, 'logout')
}

/** The provider's metadata, or `undefined` when it cannot be had soon. */
async function metadataInTime(provider: Provider): Promise<ProviderMetadata | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined)
  })
  const known = provider.metadata().catch(() => undefined)
  return Promise.race([known, late]).finally(() => clearTimeout(timer))
}

/** Sends a browser on by a page, and tells a program the address. */
function goOn(header: HeaderReader, address: string, cookies: readonly string[]): Response {
  const accept = header('accept') ?? ''
  const program = accept.includes('application/json') && !accept.includes('text/html')
  const response = program
    ? forgetting(
        new Response(JSON.stringify({ logout: address }), {
          headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        }),
      )
    : goingOnPage(pickLanguage(header), address)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
