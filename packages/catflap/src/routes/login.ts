/**
 * The login path: sends the browser to the provider.
 */
import { createHash } from 'node:crypto'
import { LoginError } from '../errors.ts'
import {
  type AuthorizationRequest,
  buildAuthorizationRequest,
} from '../protocol/authorization-request.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import { type HeaderReader, isSubresource } from '../protocol/fetch-metadata.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { LOOPBACK } from '../protocol/url.ts'
import { scopesOf } from '../provider/scopes.ts'
import { attemptId, type LoginTransaction } from '../session/transactions.ts'
import { loginPath, type Route, type RouteContext, type RouteRequest, redirect } from './context.ts'

/**
 * Logins completed one right after the other that make a loop. A browser follows twenty redirects, and
 * one login on a box takes seven (four of them the box's): with a third one the page would come too late.
 */
const LOOP = 2

/**
 * Makes the route that starts a login; with `prompt=login` one that the provider must ask for anew,
 * such as after sessions were ended elsewhere.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `AUTHENTICATION_REQUIRED` (a script or an image asked),
 * `LOGIN_LOOP`, and the codes of metadata and store.
 *
 * A person whose session the provider has ended since is told so first, once, on a page that leads back
 * here: the request that met the end may have shown nothing.
 *
 * @param refuse - answers with the page of an error
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function createLoginRoute(
  context: RouteContext,
  refuse: (error: LoginError, header: HeaderReader, asked: RouteRequest) => Response,
): Route {
  const { settings, provider, sessions, transactions, emit } = context

  return async function startLogin(request) {
    const { method, url, header, returnTo = settings.routes.afterLogin } = request
    if (method !== 'GET') {
      throw new LoginError('METHOD_NOT_ALLOWED', 'login', { expected: 'GET' })
    }
    if (isSubresource(header)) {
      // It could not show the provider's page, but would push out the attempts of a person.
      throw new LoginError('AUTHENTICATION_REQUIRED', 'login: not a navigation')
    }
    const anew = url.searchParams.get('prompt') === 'login'
    if (isOtherName(header('host') ?? '', settings.origin)) {
      // Rebuilt, since what came may be long and hold anything.
      const path = loginPath(settings, request.returnTo, anew)
      return redirect(302, settings.origin + path, [])
    }
    const cookies = header('cookie') ?? undefined
    const reason = await sessions.whyEnded(cookies)
    if (reason !== undefined) {
      const page = refuse(reason, header, request)
      page.headers.append('set-cookie', sessions.clearCookie)
      return page
    }
    const completed = completedIn(cookies, settings.cookies.completed)
    if (completed >= LOOP) {
      throw new LoginError('LOGIN_LOOP', 'login: too many completed logins in a row', {
        expected: `fewer than ${LOOP} logins in a row`,
        seen: String(completed),
      })
    }
    const metadata = await request.recorder.step('authorization-request', () => provider.metadata())
    const { state, setCookies, ...transaction } = await transactions.begin(cookies, returnTo, {
      anew,
      completed,
    })
    emit({ type: 'login-started', attempt: attemptId(state) })
    const location = buildAuthorizationRequest(
      metadata.authorization_endpoint,
      authorizationRequest(context, metadata, transaction, state),
    )
    return redirect(302, location, setCookies)
  }
}

/**
 * True of another name under which browsers reach the app, where the cookie of a login would not be
 * there when the provider returns to the one registered address: `<prefix>-<host>` on LazyCat, and of
 * an app on plain http, which only loopback may use, every other name of this machine with its port.
 * The header only chooses whether to go to that address, never where.
 */
function isOtherName(host: string, origin: string): boolean {
  const own = new URL(origin)
  if (host.endsWith(`-${own.host}`)) return true
  if (own.protocol !== 'http:' || host === own.host) return false
  const [, name = '', port = '80'] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? []
  return LOOPBACK.test(name) && port === (own.port || '80')
}

/** The authorization request of a login transaction: the same whenever it is asked for. */
export function authorizationRequest(
  { settings }: RouteContext,
  metadata: ProviderMetadata,
  { nonce, codeVerifier, anew }: LoginTransaction,
  state: string,
): AuthorizationRequest {
  const { id, redirectUri } = settings.client
  return {
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopesOf(settings, metadata),
    state,
    nonce,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...(anew && { prompt: 'login' }),
  }
}

/** Seconds without a completed login after which the count of {@link LOOP} begins anew. */
const LOOP_WINDOW = 20

/**
 * How many logins this browser has completed one right after the other; 0 for any value but ours.
 *
 * @param name - of the cookie that counts them
 */
export function completedIn(cookies: string | undefined, name: string): number {
  const value = cookieValue(cookies, name) ?? ''
  return /^[1-9]$/.test(value) ? Math.min(Number(value), LOOP) : 0
}

/** The `Set-Cookie` value that keeps the count of completed logins; 0 forgets it. */
export const countCookie = (name: string, count: number): string =>
  serializeCookie(name, count === 0 ? '' : String(count), count === 0 ? 0 : LOOP_WINDOW)
