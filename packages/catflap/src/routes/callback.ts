/**
 * The redirect URI: turns the provider's answer into a session, once.
 *
 * A repeated, stale or late answer in a browser that is signed in leads to the wanted page instead
 * of an error; it never starts a login by itself.
 */
import { LoginError, type LoginErrorCode } from '../errors.ts'
import { toLoginError } from '../pages/error-response.ts'
import { takeFragmentPage } from '../pages/fragment-pages.ts'
import { pickLanguage } from '../pages/language.ts'
import {
  type AuthorizationResponse,
  checkAuthorizationResponse,
  parseAuthorizationResponse,
} from '../protocol/authorization-response.ts'
import { isText } from '../protocol/claims.ts'
import { discoveryUrl } from '../protocol/metadata.ts'
import { scopesOf } from '../protocol/scopes.ts'
import { createDeadline, type Deadline } from '../provider/deadline.ts'
import { attempt as storeAttempt } from '../session/stored.ts'
import { attemptId, type LoginTransaction } from '../session/transactions.ts'
import { describeRequest, describeResponse, describeUnknown } from './authorization-steps.ts'
import { createCompletion } from './completion.ts'
import {
  ingressUserOf,
  type Route,
  type RouteContext,
  type RouteRequest,
  redirect,
} from './context.ts'
import { createFlights, type Flight } from './flights.ts'
import { completedIn, countCookie } from './login.ts'
import { keepCompleted } from './outcome.ts'
import { isSilent, leaveInSilence } from './silent.ts'

/** Seconds for which a spent transaction is remembered: longer than its cookie lives. */
const SPENT = 900
const MARK = new Uint8Array([1])

/** Failures that a browser with a session need not be shown. */
const HEALED: ReadonlySet<LoginErrorCode> = new Set([
  'PARAMETER_MISSING',
  'STATE_MISMATCH',
  'LOGIN_TRANSACTION_MISSING',
  'LOGIN_TRANSACTION_EXPIRED',
  'LOGIN_TRANSACTION_SPENT',
])

/**
 * Makes the route of the redirect URI.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `LOGIN_TRANSACTION_SPENT`, and every code of
 * `authorization-response.ts`, `transactions.ts`, `completion.ts` and the store.
 *
 * @see OpenID Connect Core 1.0, section 3.1.2.5
 */
export function createCallbackRoute(context: RouteContext): Route {
  const { settings, transactions, sessions, emit } = context
  const { complete, share } = createCompletion(context)
  const flights = createFlights(context.now)

  /** Redeems once: copies that arrive meanwhile, or shortly after, share the result. */
  function completeOnce(
    response: AuthorizationResponse,
    transaction: LoginTransaction,
    { header, recorder }: Pick<RouteRequest, 'header' | 'recorder'>,
    deadline: Deadline,
  ): Flight & { readonly isCopy: boolean } {
    const id = attemptId(response.state)
    let isCopy = true
    const flight = flights.join(id, recorder, async () => {
      isCopy = false
      await claim(context, id)
      return complete(response, transaction, header, { recorder, deadline })
    })
    return { ...flight, isCopy }
  }

  /** The answer as a step of the login; the request before it is told now that it is known whose. */
  async function receive(
    request: RouteRequest,
    cookies: string | undefined,
    deadline: Deadline,
  ): Promise<{ readonly response: AuthorizationResponse; readonly transaction: LoginTransaction }> {
    const { url, recorder } = request
    return recorder.step('authorization-response', async (step) => {
      step.received.push(...describeUnknown(url.searchParams))
      const response = await parse(request)
      const transaction = await transactions.find(cookies, response.state)
      remember(request, transaction)
      step.received.splice(0, step.received.length, ...describeResponse(response))
      recorder.checks.push(STATE)
      const { issuer } = settings.provider
      const asked = context.provider.metadata()
      const metadata = await deadline.within('discovery', discoveryUrl(settings.provider), asked)
      recorder.steps.push(describeRequest(context, metadata, transaction, response.state))
      const issRequired = metadata.authorization_response_iss_parameter_supported
      const scope = scopesOf(settings, metadata)
      checkAuthorizationResponse(response, { issuer, issRequired, scope })
      const { iss } = response
      const name = 'iss (authorization response)'
      if (iss !== undefined) recorder.checks.push({ name, expected: issuer, seen: iss })
      return { response, transaction }
    })
  }

  /** Reads the answer. Where its form is wrong, too, it is asked whose it is: one in silence has no page of an error. */
  async function parse(request: RouteRequest): Promise<AuthorizationResponse> {
    const { searchParams } = request.url
    try {
      return parseAuthorizationResponse(searchParams)
    } catch (error) {
      const cookies = request.header('cookie') ?? undefined
      const [state, ...more] = searchParams.getAll('state')
      if (state && more.length === 0)
        await transactions.find(cookies, state).then(
          (transaction) => remember(request, transaction),
          () => undefined,
        )
      throw error
    }
  }

  async function answer(request: RouteRequest): Promise<Response> {
    const cookies = request.header('cookie') ?? undefined
    const deadline = createDeadline(settings.provider.deadline)
    const { response, transaction } = await receive(request, cookies, deadline)
    const flight = completeOnce(response, transaction, request, deadline)
    request.recorder = flight.recorder
    const completion = await flight.result
    if (flight.isCopy) await share(completion, request.header)
    const { setCookie, switched } = completion
    const { completed } = settings.cookies
    // Logins of tabs that began beside one another are one round of a loop, not several.
    const inRow = Math.max(transaction.completed + 1, completedIn(cookies, completed))
    keepCompleted(context, response.state, request)
    return goOn(request, transaction, [
      setCookie,
      transactions.clearCookie(response.state),
      countCookie(completed, switched ? 1 : inRow),
    ])
  }

  /** The page that a signed-in browser wanted, when the failure is one of a stale answer. */
  async function heal(error: unknown, { url, header }: RouteRequest): Promise<Response> {
    if (!(error instanceof LoginError && HEALED.has(error.code))) throw error
    const cookies = header('cookie') ?? undefined
    const session = await sessions.read(cookies, ingressUserOf(settings, header))
    if (session === undefined) throw error
    emit({ type: 'callback-healed', session: session.id, code: error.code })
    const state = url.searchParams.get('state')
    const own = isText(state) && attemptId(state) === session.attempt
    return redirect(303, own ? session.returnTo : settings.routes.afterLogin, [])
  }

  return async function callback(request) {
    // HEAD, as link checkers send it, must not spend the code.
    if (request.method !== 'GET') {
      throw new LoginError('METHOD_NOT_ALLOWED', 'callback', { expected: 'GET' })
    }
    try {
      return await answer(request)
    } catch (error) {
      if (isSilent(request.parameters)) return leaveInSilence(context, request, toLoginError(error))
      return await heal(error, request)
    }
  }
}

/** Whatever becomes of an answer, it is one of this login. */
function remember(request: RouteRequest, { returnTo, asked }: LoginTransaction): void {
  request.returnTo = returnTo
  request.parameters = asked
}

/** Leads to the wanted page; one whose fragment the browser has kept, by a page that takes it up. */
function goOn(
  { header }: RouteRequest,
  { returnTo, fragment }: LoginTransaction,
  setCookies: readonly string[],
): Response {
  if (!fragment) return redirect(303, returnTo, setCookies)
  const page = takeFragmentPage(pickLanguage(header), returnTo)
  for (const cookie of setCookies) page.headers.append('set-cookie', cookie)
  return page
}

const STATE = {
  name: 'state',
  expected: 'the value sent with the authorization request',
  seen: 'the same value',
}

/** Marks a login transaction as spent, for every process that shares the store. */
async function claim({ store, now }: RouteContext, id: string): Promise<void> {
  const condition = { revision: 0, expiresAt: now() + SPENT }
  const first = await storeAttempt(() => store.write(`spent:${id}`, MARK, condition, now()))
  if (first) return
  throw new LoginError('LOGIN_TRANSACTION_SPENT', 'authorization response: seen before', {
    parameter: 'state',
    expected: 'a login not yet completed',
    seen: 'one that was',
  })
}
