/**
 * Logins of which nobody is asked anything (`prompt=none`): for pages that everybody may see, and that
 * greet those who are signed in at the provider already. They end with no page of an error, unless their
 * answer is no longer known to be theirs: its `state` comes twice, or after ten minutes.
 */
import type { Settings } from '../configuration/options.ts'
import { LoginError } from '../errors.ts'
import { cookieValue, serializeCookie } from '../protocol/cookie.ts'
import { type HeaderReader, isNavigation } from '../protocol/fetch-metadata.ts'
import { asksPeople, type LoginParameters } from '../protocol/login-parameters.ts'
import { parseReturnTo } from '../protocol/return-to.ts'
import { attemptId } from '../session/transactions.ts'
import { loginPath, type RouteContext, type RouteRequest, redirect } from './context.ts'
import { isOtherName } from './other-name.ts'
import { toldOf } from './outcome.ts'

/** Seconds after which a browser is asked in silence again; whoever keeps no cookies is not asked. */
const TRIED = 600
/** The same after a logout: whoever signed out did not mean the time until the next page. */
const SIGNED_OUT = 43_200

const NONE: LoginParameters = { prompt: 'none' }

/** See `Login.silentLogin`. */
export type SilentLogin = (
  method: string,
  target: string,
  header: HeaderReader,
) => Response | undefined

/** True of a login of which nobody may be asked anything. */
export const isSilent = (asked: LoginParameters | undefined): boolean => asked?.prompt === 'none'

/** The `Set-Cookie` values that say that somebody has signed out of this browser; none without the option. */
export const signedOutCookies = ({ cookies, session }: Settings): readonly string[] =>
  session.silentLogin ? [serializeCookie(cookies.silent, '1', SIGNED_OUT)] : []

/**
 * Refuses a silent login of a browser that did not keep the cookie which `silentLogin` gave it: its page
 * would send it here again, without end.
 *
 * @throws {@link LoginError} `LOGIN_PARAMETER_INVALID`
 */
export function checkSilent(settings: Settings, header: HeaderReader): void {
  if (wasTried(settings, header)) return
  throw new LoginError('LOGIN_PARAMETER_INVALID', 'login: in silence, without the cookie', {
    parameter: 'prompt',
    expected: 'with none, the cookie that says so, by session.silentLogin',
    seen: 'no such cookie',
  })
}

/** Ends a silent login that brought no session: its page comes all the same, for anybody. */
export function leaveInSilence(
  { settings, emit, transactions }: RouteContext,
  { returnTo = settings.routes.afterLogin, url }: RouteRequest,
  failure: LoginError,
): Response {
  const state = url.searchParams.get('state')
  const told = toldOf(failure)
  if (state === null) emit({ type: 'request-refused', ...told }, failure)
  else emit({ type: 'login-failed', attempt: attemptId(state), ...told }, failure)
  return redirect(303, returnTo, state === null ? [] : [transactions.clearCookie(state)])
}

const wasTried = ({ cookies }: Settings, header: HeaderReader): boolean =>
  cookieValue(header('cookie') ?? undefined, cookies.silent) !== undefined

/**
 * Makes the function that sends a browser to be asked in silence, where that is worth it; it never is where
 * the configuration demands that people are asked, nor at another name of the app, where no session ever is.
 *
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function createSilentLogin(settings: Settings): SilentLogin {
  const isNever = asksPeople(settings.client.authorizationParams)
  return function silentLogin(method, target, header) {
    if (isNever || method !== 'GET' || !isNavigation(header) || wasTried(settings, header))
      return undefined
    if (isOtherName(header('host'), settings.origin)) return undefined
    const page = parseReturnTo(settings.routes.stripped + target)
    if (page === undefined) return undefined
    const tried = serializeCookie(settings.cookies.silent, '1', TRIED)
    return redirect(302, loginPath(settings, page, NONE), [tried])
  }
}
