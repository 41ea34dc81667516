/**
 * The logout path: POST ends the session, GET asks first and tells what has ended.
 */
import { LoginError } from '../errors.ts'
import { pickLanguage } from '../pages/language.ts'
import { logoutQuestion, signedOutPage } from '../pages/logout-page.ts'
import { isSameOrigin } from '../protocol/fetch-metadata.ts'
import { loginPath, type Route, type RouteContext, redirect } from './context.ts'
import { countCompleted } from './login.ts'

/**
 * Makes the route that ends sessions.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `CROSS_ORIGIN_REFUSED` or `STORE_UNAVAILABLE`; in the last
 * case the cookie stays, so that the logout can be tried again.
 */
export function createLogoutRoute({ settings, sessions, emit }: RouteContext): Route {
  const { logout, afterLogin } = settings.routes

  return async function endSession({ method, header }) {
    const cookies = header('cookie') ?? undefined
    if (method === 'GET' || method === 'HEAD') {
      const language = pickLanguage(header)
      const session = await sessions.read(cookies)
      return session === undefined
        ? signedOutPage(language, loginPath(settings))
        : logoutQuestion(language, logout, afterLogin)
    }
    if (method !== 'POST') {
      throw new LoginError('METHOD_NOT_ALLOWED', 'logout', { expected: 'GET, HEAD, POST' })
    }
    if (!isSameOrigin(header, settings.origin)) {
      throw new LoginError('CROSS_ORIGIN_REFUSED', 'logout: not from a page of this app', {
        parameter: 'origin',
        expected: settings.origin,
        seen: 'another site, or none named',
      })
    }
    const ended = await sessions.end(cookies)
    if (ended !== undefined) emit({ type: 'session-ended', session: ended, reason: 'logout' })
    return redirect(303, logout, [
      sessions.clearCookie,
      countCompleted(cookies, settings.secure, 0),
    ])
  }
}
