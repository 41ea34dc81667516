/**
 * What a request gets that needs a session and has none: see `Login.challenge`.
 */
import { LoginError, shown } from '../errors.ts'
import { pickLanguage } from '../pages/language.ts'
import { notSentPage } from '../pages/not-sent-page.ts'
import { type HeaderReader, isNavigation } from '../protocol/fetch-metadata.ts'
import { demanding, type LoginParameters, type Requirements } from '../protocol/login-parameters.ts'
import { isMisledLogin, parseReturnTo, pathOf, readReferrer } from '../protocol/return-to.ts'
import { needsProvider } from '../session/ingress-user.ts'
import { loginPath, type RouteContext, redirect } from './context.ts'
import { toldOf } from './outcome.ts'

/** See `Login.challenge`. */
export type Challenge = (
  method: string,
  target: string,
  header: HeaderReader,
  requirements?: Requirements,
) => Response

/** @param refuse - answers with the page or the problem details of an error */
export function createChallenge(
  { settings, emit }: RouteContext,
  refuse: (
    error: LoginError,
    header: HeaderReader,
    asked?: { readonly parameters: LoginParameters },
  ) => Response,
): Challenge {
  const { login, callback, logout, backChannelLogout, afterLogin, stripped } = settings.routes
  const own = [login, callback, logout, backChannelLogout]

  /** A page as the browser sees it; nowhere when the target could lead anywhere else. */
  function seenByBrowser(target: string): string | undefined {
    const page = parseReturnTo(target)
    return page === undefined ? undefined : parseReturnTo(stripped + page)
  }

  /** What a form sent cannot be sent again after the login: lead to the page that it was on. */
  function formPage(header: HeaderReader, parameters: LoginParameters): Response {
    const from = readReferrer(header, settings.origin)
    const returnTo = from === undefined || own.includes(pathOf(from)) ? afterLogin : from
    return notSentPage(pickLanguage(header), loginPath(settings, returnTo, parameters))
  }

  return function challenge(method, target, header, requirements) {
    const parameters = demanding(requirements ?? {})
    const reads = method === 'GET' || method === 'HEAD'
    if (method === 'OPTIONS' && header('access-control-request-method')) return preflight()
    const navigation = isNavigation(header)
    const misled = navigation && reads && isMisledLogin(stripped + target, login)
    const error = misled
      ? pathMismatch(login.slice(stripped.length), target)
      : lacking(requirements)
    emit({ type: 'request-refused', ...toldOf(error) }, error)
    if (!navigation || misled) return refuse(error, header, { parameters })
    if (!reads) return formPage(header, parameters)
    return redirect(302, loginPath(settings, seenByBrowser(target), parameters), [])
  }
}

/**
 * A browser asks whether a page of another origin may send something, without any cookie. No header
 * here says that it may; the app would, in front of the guard.
 *
 * @see Fetch, CORS-preflight request
 */
const preflight = (): Response =>
  new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })

function lacking(requirements: Requirements | undefined): LoginError {
  if (requirements === undefined) return new LoginError('AUTHENTICATION_REQUIRED', 'no session')
  const { maxAge, acrValues = [], source } = requirements
  if (source !== undefined) return needsProvider('the request')
  const wanted = [
    ...(maxAge === undefined ? [] : [`a sign-in at most ${maxAge} seconds ago`]),
    ...(acrValues.length === 0 ? [] : [`acr ${acrValues.join(' or ')}`]),
  ]
  return new LoginError('AUTHENTICATION_INSUFFICIENT', 'the sign-in is too old or too weak', {
    expected: shown(wanted.join(', ')),
    seen: 'none that is',
  })
}

const pathMismatch = (login: string, target: string): LoginError =>
  new LoginError('LOGIN_PATH_MISMATCH', 'the login is asked for under a path that is not its own', {
    expected: login,
    seen: shown(pathOf(target)),
  })
