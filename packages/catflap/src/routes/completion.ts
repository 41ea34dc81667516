/**
 * The second half of a login: from an authorization code to a stored session.
 */
import { toLoginError } from '../pages/error-response.ts'
import type { AuthorizationResponse } from '../protocol/authorization-response.ts'
import { cookieValue } from '../protocol/cookie.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { expectedAuthentication } from '../protocol/login-parameters.ts'
import type { Deadline } from '../provider/deadline.ts'
import { browserHint } from '../session/browser-hint.ts'
import { ingressUserIn } from '../session/ingress-user.ts'
import { attemptId, type LoginTransaction } from '../session/transactions.ts'
import type { LoginRecorder } from '../trace.ts'
import { ingressUserOf, type RouteContext } from './context.ts'
import { renewalTimes } from './refresh.ts'

/** A login that succeeded. */
export interface Completion {
  /** The session's `Set-Cookie` value. */
  readonly setCookie: string
  /** Whether the browser was signed in as somebody else before: then it is no loop. */
  readonly switched: boolean
}

/** What goes with one login: its record, and the time that it has. */
export interface Attending {
  readonly recorder: LoginRecorder
  readonly deadline: Deadline
}

/** See {@link createCompletion}. */
export interface Completing {
  /**
   * Completes one login. The session that the browser had before ends.
   *
   * It rejects with the codes of `Provider.redeem` and `STORE_UNAVAILABLE`.
   */
  complete(
    response: AuthorizationResponse,
    transaction: LoginTransaction,
    header: HeaderReader,
    attending: Attending,
  ): Promise<Completion>
  /**
   * Gives the session to a copy of the callback as well: the one that its browser has got meanwhile, from
   * another tab's login, loses its cookie here and ends, too.
   */
  share(completion: Completion, header: HeaderReader): Promise<void>
}

/** Makes what completes logins. */
export function createCompletion(context: RouteContext): Completing {
  const { settings, provider, sessions, index, emit, now } = context
  const { redirectUri, authorizationParams } = settings.client

  async function complete(
    response: AuthorizationResponse,
    transaction: LoginTransaction,
    header: HeaderReader,
    { recorder, deadline }: Attending,
  ): Promise<Completion> {
    const { nonce, codeVerifier, returnTo, startedAt, asked } = transaction
    const attempt = attemptId(response.state)
    const code = response.code ?? ''
    const request = { redirectUri, code, codeVerifier }
    const demanded = expectedAuthentication(authorizationParams, asked)
    const login = { nonce, authentication: { ...demanded, requestedAt: startedAt } }
    const { tokens, claims, userInfo } = await provider.redeem(request, login, recorder, deadline)
    const { sub } = claims
    const sid = typeof claims.sid === 'string' ? claims.sid : undefined
    const browser = browserHint(header('user-agent'))
    const { id, setCookie } = await sessions.create(
      {
        sub,
        sid,
        claims,
        userInfo,
        attempt,
        returnTo,
        ingressUser: ingressUserIn(ingressUserOf(settings, header)),
        ...renewalTimes(tokens, now()),
      },
      {
        accessToken: tokens.accessToken,
        idToken: tokens.idToken,
        refreshToken: tokens.refreshToken,
        accessTokenExpiresAt: tokens.expiresIn === undefined ? undefined : now() + tokens.expiresIn,
        startedAt,
      },
      recorder,
      // Not listed, a session could not be ended from elsewhere: then its cookie is not given out.
      (session) => index.add({ ...session, sub, sid, issuedAt: claims.iat, browser }),
    )
    const previous = await endPrevious(header('cookie') ?? undefined)
    const duration = (now() - startedAt) * 1000
    emit({ type: 'login-completed', attempt, session: id, duration })
    return { setCookie, switched: previous !== undefined && previous !== sub }
  }

  async function share({ setCookie }: Completion, header: HeaderReader): Promise<void> {
    const cookies = header('cookie') ?? undefined
    const name = settings.cookies.session
    const value = cookieValue(cookies, name)
    if (!setCookie.startsWith(`${name}=${value};`)) await endPrevious(cookies)
  }

  /**
   * Ends the session before; its `sub`. The browser gets a new cookie in any case: what fails here must
   * not undo the login.
   */
  async function endPrevious(cookies: string | undefined): Promise<string | undefined> {
    try {
      const ended = await sessions.endWithDetails(cookies)
      if (ended === undefined) return undefined
      emit({ type: 'session-ended', session: ended.id, reason: 'new-login' })
      return ended.record?.sub
    } catch (error) {
      const failure = toLoginError(error)
      emit({ type: 'request-refused', code: failure.code }, failure)
      return undefined
    }
  }

  return { complete, share }
}
