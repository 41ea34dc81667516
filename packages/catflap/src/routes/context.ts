/**
 * What the routes share: the settings and the parts that `login.ts` has wired.
 */
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Settings } from '../configuration/options.ts'
import type { LoginError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { Provider } from '../provider/provider.ts'
import type { IngressReader } from '../session/ingress-user.ts'
import type { LoginAttempts } from '../session/login-attempts.ts'
import type { SessionIndex } from '../session/session-index.ts'
import type { Sessions } from '../session/sessions.ts'
import type { LoginTransactions } from '../session/transactions.ts'
import type { SessionStore } from '../store/store.ts'
import type { LoginRecorder } from '../trace.ts'

/** See the file's head. */
export interface RouteContext {
  readonly settings: Settings
  readonly provider: Provider
  readonly store: SessionStore
  readonly sessions: Sessions
  readonly index: SessionIndex
  readonly transactions: LoginTransactions
  readonly attempts: LoginAttempts
  /** `undefined` where the ingress signs nobody in. */
  readonly readIngressSession: IngressReader | undefined
  readonly emit: Emit
  /** Seconds since the epoch. */
  readonly now: () => number
}

/** A request to one of our paths: its parsed address and a reader of its headers. */
export interface RouteRequest {
  readonly method: string
  readonly url: URL
  readonly header: HeaderReader
  /** Reads the body, once, as text; throws `BODY_TOO_LARGE` or `BODY_UNREADABLE`. */
  readonly body: () => Promise<string>
  /** Where the person wants to go; a route that learns it says so, for the page of a failure. */
  returnTo: string | undefined
  /** What the login asks of the provider; likewise. */
  parameters?: LoginParameters
  /** What the login did so far, for the page of a failure; a copy of a callback has its original's. */
  recorder: LoginRecorder
}

/** Answers one path; rejects with {@link LoginError}. */
export type Route = (request: RouteRequest) => Promise<Response>

/** The header in which the ingress names a request's user, where the settings follow it. */
export function ingressUserOf(settings: Settings, header: HeaderReader): string | undefined {
  return settings.session.followIngressUser ? (header(USER) ?? undefined) : undefined
}

const USER = USER_HEADER.value.toLowerCase()

/** The path that starts a login which ends at `returnTo`, and asks this of the provider. */
export function loginPath(
  settings: Settings,
  returnTo?: string,
  parameters: LoginParameters = {},
): string {
  const told = returnTo === undefined ? parameters : { return_to: returnTo, ...parameters }
  const query = Object.entries(told).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return settings.routes.login + (query.length === 0 ? '' : `?${query.join('&')}`)
}

/** A redirect that no cache keeps, with the cookies it sets. */
export function redirect(
  status: 302 | 303,
  location: string,
  setCookies: readonly string[],
): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(null, { status, headers })
}
