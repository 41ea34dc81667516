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
import { isSubresource } from '../protocol/fetch-metadata.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { chooseScopes } from '../protocol/scopes.ts'
import { attemptId, type LoginTransaction } from '../session/transactions.ts'
import { loginPath, type Route, type RouteContext, redirect } from './context.ts'

/** Logins completed one right after the other that make a loop. */
const LOOP = 5

/**
 * Makes the route that starts a login; with `prompt=login` one that the provider must ask for anew,
 * such as after sessions were ended elsewhere.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `AUTHENTICATION_REQUIRED` (a script or an image asked),
 * `LOGIN_LOOP`, and the codes of metadata and store.
 *
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function createLoginRoute(context: RouteContext): Route {
  const { settings, provider, transactions, emit } = context
  const { completed } = settings.cookies

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
    if (isPrefixed(header('host'), settings.origin)) {
      // Rebuilt, since what came may be long and hold anything.
      const path = loginPath(settings, request.returnTo, anew)
      return redirect(302, settings.origin + path, [])
    }
    const cookies = header('cookie') ?? undefined
    if (Number(cookieValue(cookies, completed)) >= LOOP) {
      throw new LoginError('LOGIN_LOOP', 'login: too many completed logins in a row', {
        expected: `fewer than ${LOOP} logins in a row`,
        seen: `${LOOP}`,
      })
    }
    const metadata = await request.recorder.step('authorization-request', () => provider.metadata())
    const { state, setCookies, ...transaction } = await transactions.begin(cookies, returnTo, anew)
    emit({ type: 'login-started', attempt: attemptId(state) })
    const location = buildAuthorizationRequest(
      metadata.authorization_endpoint,
      authorizationRequest(context, metadata, transaction, state),
    )
    return redirect(302, location, setCookies)
  }
}

/**
 * True of `<prefix>-<host>`: LazyCat leads such names to the app too, but the cookie of a login begun
 * there would not be there when the provider returns to the one registered address. The header only
 * chooses whether to go to that address, never where.
 */
function isPrefixed(host: string | null | undefined, origin: string): boolean {
  return host?.endsWith(`-${new URL(origin).host}`) ?? false
}

/** The authorization request of a login transaction: the same whenever it is asked for. */
export function authorizationRequest(
  { settings }: RouteContext,
  metadata: ProviderMetadata,
  { nonce, codeVerifier, anew }: LoginTransaction,
  state: string,
): AuthorizationRequest {
  const { id, redirectUri, scopes } = settings.client
  return {
    client_id: id,
    redirect_uri: redirectUri,
    scope: chooseScopes(scopes, metadata.scopes_supported),
    state,
    nonce,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...(anew && { prompt: 'login' }),
  }
}

/** Seconds without a completed login after which the count of {@link LOOP} begins anew. */
const LOOP_WINDOW = 20

/**
 * The `Set-Cookie` value that counts one more completed login, or forgets the count.
 *
 * @param completed - name of the cookie
 */
export function countCompleted(cookies: string | undefined, completed: string, add: 0 | 1): string {
  const count = Number(cookieValue(cookies, completed))
  const next = Number.isInteger(count) && count > 0 && count < LOOP ? count + 1 : 1
  return serializeCookie(completed, add === 1 ? String(next) : '', add * LOOP_WINDOW)
}
