/**
 * The login path: sends the browser to the provider.
 */
import type { Settings } from '../configuration/options.ts'
import { LoginError } from '../errors.ts'
import { toLoginError } from '../pages/error-response.ts'
import { keepFragmentPage } from '../pages/fragment-pages.ts'
import { pickLanguage } from '../pages/language.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import { type HeaderReader, isDocument, isSubresource } from '../protocol/fetch-metadata.ts'
import { type LoginParameters, parseLoginParameters } from '../protocol/login-parameters.ts'
import { attemptId, type LoginTransaction } from '../session/transactions.ts'
import { authorizationAddress, requestOf } from './authorization.ts'
import {
  ingressUserOf,
  loginPath,
  type Route,
  type RouteContext,
  type RouteRequest,
  redirect,
} from './context.ts'
import { isOtherName } from './other-name.ts'
import { checkSilent, isSilent, leaveInSilence } from './silent.ts'

/**
 * Logins completed one right after the other that make a loop. A browser follows twenty redirects, and
 * one login on a box takes seven (four of them the box's): with a third one the page would come too late.
 */
const LOOP = 2

/**
 * Makes the route that starts a login. What its link asks of the provider is handed on: `prompt=login`
 * has the person sign in anew, `prompt=none` asks nobody.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `AUTHENTICATION_REQUIRED` (a script or an image asked),
 * `LOGIN_PARAMETER_INVALID`, `LOGIN_LOOP`, and the codes of metadata, pushed requests and store.
 *
 * A person whose session has been ended since by the provider, or from elsewhere, is told so first, once,
 * on a page that leads back here: the request that met the end may have shown nothing.
 *
 * @param refuse - answers with the page of an error
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function createLoginRoute(
  context: RouteContext,
  refuse: (error: LoginError, header: HeaderReader, asked: RouteRequest) => Response,
): Route {
  const { settings, provider, sessions, transactions, emit } = context
  const handedOn = handedOnBy(settings)

  async function start(request: RouteRequest): Promise<Response> {
    const { method, url, header } = request
    if (method !== 'GET') {
      throw new LoginError('METHOD_NOT_ALLOWED', 'login', { expected: 'GET' })
    }
    if (isSubresource(header)) {
      // It could not show the provider's page, but would push out the attempts of a person.
      throw new LoginError('AUTHENTICATION_REQUIRED', 'login: not a navigation')
    }
    const asked = parseLoginParameters(url.searchParams, handedOn)
    request.parameters = asked
    if (isOtherName(header('host'), settings.origin)) {
      // Rebuilt, since what came may be long and hold anything.
      const path = loginPath(settings, request.returnTo, asked)
      return redirect(302, settings.origin + path, [])
    }
    const cookies = header('cookie') ?? undefined
    if (isSilent(asked)) checkSilent(settings, header)
    const user = ingressUserOf(settings, header)
    const reason = isSilent(asked) ? undefined : await sessions.whyEnded(cookies, user)
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
    return (
      fragmentPage(request, asked) ??
      begin(request, { asked, completed, fragment: url.searchParams.get(FRAGMENT) === 'kept' })
    )
  }

  /** The page that a browser wants may have had a fragment, which only a script can see. */
  function fragmentPage(
    { header, url, returnTo }: RouteRequest,
    asked: LoginParameters,
  ): Response | undefined {
    if (returnTo === undefined || returnTo.includes('#')) return undefined
    if (url.searchParams.has(FRAGMENT) || !isDocument(header)) return undefined
    const path = (fragment: string) => loginPath(settings, returnTo, { ...asked, fragment })
    const addresses = { page: returnTo, kept: path('kept'), none: path('none') }
    return keepFragmentPage(pickLanguage(header), addresses)
  }

  /** Begins a login transaction, and leads to the provider with its request. */
  async function begin(request: RouteRequest, told: Told): Promise<Response> {
    const { header, recorder, returnTo = settings.routes.afterLogin } = request
    const [location, setCookies] = await recorder.step('authorization-request', async () => {
      const metadata = await provider.metadata()
      const cookies = header('cookie') ?? undefined
      const { state, setCookies, ...begun } = await transactions.begin(cookies, returnTo, told)
      emit({ type: 'login-started', attempt: attemptId(state) })
      const wanted = requestOf(context, metadata, begun, state)
      return [await authorizationAddress(context, metadata, wanted), setCookies] as const
    })
    return redirect(302, location, setCookies)
  }

  return async function startLogin(request) {
    try {
      return await start(request)
    } catch (error) {
      const failure = toLoginError(error)
      const isOurs = failure.code !== 'LOGIN_PARAMETER_INVALID'
      if (isOurs && isSilent(request.parameters)) return leaveInSilence(context, request, failure)
      throw error
    }
  }
}

/** What a link may hand on: what the configuration names, and what links of our own say, of a challenge and in silence. */
const handedOnBy = ({ routes, session }: Settings): readonly string[] => [
  ...new Set([
    ...routes.loginParameters,
    ...['max_age', 'acr_values'],
    ...(session.silentLogin ? ['prompt'] : []),
  ]),
]

type Told = Pick<LoginTransaction, 'asked' | 'completed' | 'fragment'>

/** Says whether the browser has kept a fragment of the wanted page (`kept`), or there is none. */
const FRAGMENT = 'fragment'

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
