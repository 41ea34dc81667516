/**
 * What came of a login: told as an event and kept among the attempts.
 */
import type { LoginError, LoginErrorCode, StoreFailure } from '../errors.ts'
import { browserHint } from '../session/browser-hint.ts'
import { attemptId } from '../session/transactions.ts'
import type { RouteContext, RouteRequest } from './context.ts'

/** What scripts and link checkers get. */
const NO_ATTEMPT: ReadonlySet<LoginErrorCode> = new Set([
  'AUTHENTICATION_REQUIRED',
  'METHOD_NOT_ALLOWED',
])

/** What an event tells of a failure: its code, why where the store failed, and what the provider says of it. */
export function toldOf({ code, reason, said }: LoginError): {
  readonly code: LoginErrorCode
  readonly reason?: StoreFailure
  readonly said?: string
} {
  return { code, ...(reason !== undefined && { reason }), ...(said !== undefined && { said }) }
}

/** Keeps a login that ended with a session. Copies of its callback are the same attempt. */
export function keepCompleted(
  { attempts }: RouteContext,
  state: string,
  request: RouteRequest,
): void {
  attempts.record({
    attempt: attemptId(state),
    code: undefined,
    step: undefined,
    parameter: undefined,
    expected: undefined,
    seen: undefined,
    browser: browserHint(request.header('user-agent')),
  })
}

/** Tells of a failed request: as an event and, when somebody meant to sign in, among the attempts. */
export function tellFailure(context: RouteContext, asked: RouteRequest, failure: LoginError): void {
  const { emit, attempts, settings } = context
  const { url, header, recorder } = asked
  const { code, parameter, expected, seen } = failure
  const told = toldOf(failure)
  const { login, callback } = settings.routes
  const state = url.pathname === callback ? url.searchParams.get('state') : null
  const attempt = state === null ? undefined : attemptId(state)
  if (attempt === undefined) emit({ type: 'request-refused', ...told }, failure)
  else emit({ type: 'login-failed', attempt, ...told }, failure)
  if (![login, callback].includes(url.pathname) || NO_ATTEMPT.has(code)) return
  const { steps } = recorder
  const ours = steps.some(({ name, failed }) => name === 'authorization-request' && !failed)
  attempts.record({
    attempt: ours ? attempt : undefined,
    code,
    step: steps.find(({ failed }) => failed !== undefined)?.name,
    parameter,
    expected,
    seen: seen ?? failure.reason,
    browser: browserHint(header('user-agent')),
  })
}
