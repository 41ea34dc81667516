/**
 * The shell: wires the parts into one {@link Login}, and turns every failure into an answer.
 */

import type { LoginOptions } from './configuration/login-options.ts'
import { parseOptions, type Settings } from './configuration/options.ts'
import { LoginError } from './errors.ts'
import { createEmitter } from './events.ts'
import { errorResponse, toLoginError } from './pages/error-response.ts'
import { isOwnCookie } from './protocol/cookie.ts'
import type { HeaderReader } from './protocol/fetch-metadata.ts'
import type { KnownProvider } from './protocol/known-provider.ts'
import type { Requirements } from './protocol/login-parameters.ts'
import { parseReturnTo, pathOf } from './protocol/return-to.ts'
import { createTransport } from './provider/create-transport.ts'
import { createProvider } from './provider/provider.ts'
import { createBackChannelLogoutRoute } from './routes/back-channel-logout.ts'
import { createCallbackRoute } from './routes/callback.ts'
import { createChallenge } from './routes/challenge.ts'
import { loginPath, type Route, type RouteContext, type RouteRequest } from './routes/context.ts'
import { countCookie, createLoginRoute } from './routes/login.ts'
import { type LoginRequest, readRequest } from './routes/login-request.ts'
import { createLogoutRoute } from './routes/logout.ts'
import { tellFailure, toldOf } from './routes/outcome.ts'
import { createOwnPaths } from './routes/own-paths.ts'
import { createReadiness, type Readiness } from './routes/readiness.ts'
import { createRefresh } from './routes/refresh.ts'
import { createSessionList } from './routes/session-list.ts'
import { createSilentLogin, type SilentLogin } from './routes/silent.ts'
import {
  createAwaitedRenewal,
  createRenewalsUnderWay,
  type RenewalsUnderWay,
} from './session/awaited-renewal.ts'
import { createEnding } from './session/ending.ts'
import { createIngressReader, type IngressReader } from './session/ingress-user.ts'
import { appKeys, createKeyRing, type KeyRing } from './session/key-ring.ts'
import { createLoginAttempts, type LoginAttempt } from './session/login-attempts.ts'
import { createRemembered } from './session/remembered.ts'
import { createRenewal, type Renew } from './session/renewal.ts'
import type { Session } from './session/session.ts'
import { createSessionIndex, type SessionInfo } from './session/session-index.ts'
import { createSessions } from './session/sessions.ts'
import { createLoginTransactions } from './session/transactions.ts'
import { openStore } from './store/open-store.ts'
import type { MaybePromise } from './store/store.ts'
import { createRecorder, withoutSecrets } from './trace.ts'

/** What an app and its adapter know of the library. */
export interface Login {
  /** Origin of the app, from its redirect URI. */
  readonly origin: string
  /** The paths that the library answers, as a browser sees them: for links and forms. */
  readonly paths: {
    readonly login: string
    readonly callback: string
    readonly logout: string
    readonly backChannelLogout: string
  }
  /** What the provider must know of this app; no secret. */
  readonly client: {
    readonly issuer: string
    readonly id: string
    readonly redirectUri: string
    readonly postLogoutRedirectUri: string
    readonly backChannelLogoutUri: string
  }
  /**
   * True of a request target (path and query) that {@link Login.handle} answers. Targets are as a browser
   * sees them, but for `routes.baseStripped`: then as they come from the proxy.
   */
  owns(target: string): boolean
  /** True of the name of a cookie that is the library's: for a proxy, whose app has no use for it. */
  ownsCookie(name: string): boolean
  /**
   * Answers one of those targets; of the address only path and query are read. Never rejects.
   *
   * @param request - of a request without a body, its method, target and headers will do
   */
  handle(request: Request | LoginRequest): Promise<Response>
  /**
   * The session in a Cookie header, at once with an embedded store; but a request that comes after
   * its access token's end waits for the renewal, for the time-out of the provider at most.
   *
   * @param ingressUser - the header `X-HC-User-ID`, as it came, by which LazyCat's ingress says who is
   * asking. The session of somebody else does not apply; by itself the header signs nobody in.
   * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell; answer with {@link Login.refuse}
   */
  readSession(
    cookieHeader: string | undefined,
    ingressUser: string | undefined,
  ): MaybePromise<Session | undefined>
  /**
   * With `session.acceptIngressUser`, for a request without a session of its own: the session of the person
   * whom LazyCat's ingress names, from its headers alone; nothing is looked up. `undefined` without the
   * option. The adapters call it.
   */
  readonly readIngressSession: IngressReader | undefined
  /** The live sessions of a subject, newest first. @throws {@link LoginError} `STORE_UNAVAILABLE` */
  listSessions(sub: string): Promise<readonly SessionInfo[]>
  /**
   * Ends those of a subject's sessions that `which` picks, on every replica.
   *
   * @returns how many have ended
   * @throws {@link LoginError} `STORE_UNAVAILABLE`
   */
  endSessions(sub: string, which: (session: SessionInfo) => boolean): Promise<number>
  /**
   * Answers a request that needs a session and has none: a navigation is sent to the login and back
   * to `target`; a form gets a page (401) that says so and leads to the login and back to the page that
   * it was on; everything else gets 401 problem details with the login's address.
   *
   * @param header - reads the request's headers by lower-case name
   * @param requirements - how the person must have signed in, where a session does not suffice
   * (`Session.meets`): the login demands it of the provider, and a program is told so
   */
  challenge(
    method: string,
    target: string,
    header: HeaderReader,
    requirements?: Requirements,
  ): Response
  /**
   * With `session.silentLogin`, for a request without a session: leads a person who opens a page to the
   * provider, which asks nobody, and back to `target` in any case. `undefined` where that is not worth it:
   * then show the page. The adapters call it.
   */
  readonly silentLogin: SilentLogin | undefined
  /** Answers a request that failed, as a page or as problem details. */
  refuse(error: unknown, header: HeaderReader): Response
  /** Which software the provider is, as far as its metadata has given it away; for `errorText`. */
  provider(): KnownProvider | undefined
  /** The last attempts to sign in, newest first, at most 50. @throws {@link LoginError} `STORE_UNAVAILABLE` */
  listAttempts(): Promise<readonly LoginAttempt[]>
  /**
   * Keys of 32 bytes for a purpose of the app's own, such as signing: they follow from the configured secrets
   * or, without one, from the key of the store, so all processes with the same have the same, and nothing is
   * stored. Those of the library's own purposes are others.
   *
   * @param purpose - any text; each has keys of its own
   * @returns one for each secret: use the first, accept what the others made
   * @throws {@link LoginError} `STORE_UNAVAILABLE`, without configured secrets only
   */
  deriveKeys(purpose: string): Promise<readonly [Uint8Array, ...Uint8Array[]]>
  /** Whether a login could begin, by metadata at most an hour old, and whether the store answers. */
  readiness(): Promise<Readiness>
  /**
   * Lets go of connections and store. Renewals under way end first, for the time-out of the provider at
   * most: their refresh tokens are spent. Attempts are written then, for as long again at most.
   */
  close(): Promise<void>
}

/**
 * Makes a login. Reads options and environment once; contacts nobody.
 *
 * @throws {@link ConfigurationError} listing every problem of options and environment
 */
export function createLogin(options: LoginOptions = {}): Login {
  const settings = parseOptions(options)
  const context = createContext(options, settings)
  const { sessions, emit, store, attempts, provider, renewals, ring } = context
  const { login, callback, logout, backChannelLogout, stripped } = settings.routes
  const routes: ReadonlyMap<string, Route> = new Map([
    [login, createLoginRoute(context, refuse)],
    [callback, createCallbackRoute(context)],
    [logout, createLogoutRoute(context)],
    [backChannelLogout, createBackChannelLogoutRoute(context)],
  ])

  function refuse(
    failure: LoginError,
    header: HeaderReader,
    asked: Partial<Pick<RouteRequest, 'returnTo' | 'recorder' | 'parameters'>> = {},
  ): Response {
    const trace = asked.recorder && withoutSecrets(asked.recorder)
    const login = loginPath(settings, asked.returnTo, asked.parameters)
    const told = { error: failure, header, login, trace, provider: provider.software() }
    const response = errorResponse(told, options.failurePage, (cause) => {
      const error = new LoginError('INTERNAL', 'failurePage: ours is shown instead', { cause })
      emit({ type: 'request-refused', code: error.code }, error)
    })
    if (failure.code === 'METHOD_NOT_ALLOWED') {
      response.headers.set('allow', failure.expected ?? 'GET')
    }
    if (failure.code === 'LOGIN_LOOP') {
      response.headers.append('set-cookie', countCookie(settings.cookies.completed, 0))
    }
    return response
  }

  return {
    origin: settings.origin,
    paths: { login, callback, logout, backChannelLogout },
    client: {
      issuer: settings.provider.issuer,
      id: settings.client.id,
      redirectUri: settings.client.redirectUri,
      postLogoutRedirectUri: settings.origin + logout,
      backChannelLogoutUri: settings.origin + backChannelLogout,
    },
    owns: createOwnPaths(routes.keys(), stripped),
    ownsCookie: (name) => isOwnCookie(settings.cookies, name),
    readSession: settings.session.followIngressUser
      ? sessions.read
      : (cookieHeader) => sessions.read(cookieHeader, undefined),
    readIngressSession: context.readIngressSession,
    ...createSessionList(context),
    readiness: createReadiness(context),
    refuse(error, header) {
      const failure = toLoginError(error)
      emit({ type: 'request-refused', ...toldOf(failure) }, failure)
      return refuse(failure, header)
    },
    provider: provider.software,
    listAttempts: attempts.list,
    deriveKeys: (purpose) => appKeys(ring, purpose),
    async close() {
      // Their refresh tokens are spent: what comes back is the session's only one.
      await renewals.settled(settings.provider.timeout)
      // A store of the app's own may never answer.
      void renewals.track(attempts.flush())
      await renewals.settled(settings.provider.timeout)
      await provider.close()
      await store.close()
    },

    async handle(request) {
      const { method, url, header, body } = readRequest(request, settings.origin)
      if (stripped !== '') url.pathname = stripped + url.pathname
      const wanted = parseReturnTo(url.searchParams.get('return_to'))
      // A login that led back to its own paths would begin again, or end with an error.
      const isPage = wanted !== undefined && ![login, callback].includes(pathOf(wanted))
      const returnTo = isPage ? wanted : undefined
      const recorder = createRecorder()
      const asked: RouteRequest = { method, url, header, body, returnTo, recorder }
      try {
        const route = routes.get(url.pathname)
        if (route === undefined) throw new LoginError('NOT_FOUND', 'not a path of the login')
        return await route(asked)
      } catch (error) {
        const failure = toLoginError(error)
        tellFailure(context, asked, failure)
        return refuse(failure, header, asked)
      }
    },

    challenge: createChallenge(context, refuse),
    silentLogin: settings.session.silentLogin ? createSilentLogin(settings) : undefined,
  }
}

function createContext(
  options: LoginOptions,
  settings: Settings,
): RouteContext & { readonly renewals: RenewalsUnderWay; readonly ring: KeyRing } {
  const { cookies, session } = settings
  const now = options.now ?? (() => Math.floor(Date.now() / 1000))
  const emit = createEmitter(options.onEvent)
  const store =
    options.session?.store ??
    openStore(session.store, (recovery) => emit({ type: 'store-recovered', ...recovery }))
  const { issuer } = settings.provider
  const about = ['client authentication', issuer, settings.client.id]
  const memory = createRemembered(store, about, now)
  const { network, internalIssuer } = settings.provider
  const transport = createTransport(network, internalIssuer, options.fetch)
  const runtime = { transport, now, emit, memory }
  const provider = createProvider(settings.provider, settings.client, runtime)
  const ring = createKeyRing(store, session.secrets, now)
  const index = createSessionIndex(store, session.idleLifetime, { ring, issuer, now })
  const end = createEnding(store, index, now)
  const refresh = createRefresh(provider, settings.provider.groupsClaim, now)
  const { lastAnswer } = provider
  const begin = createRenewal(store, { refresh, end, now, emit, lastAnswer })
  const renewals = createRenewalsUnderWay()
  const renew: Renew = (keys, wish) => renewals.track(begin(keys, wish))
  return {
    settings,
    store,
    emit,
    now,
    provider,
    attempts: createLoginAttempts(store, ring, now),
    index,
    sessions: createSessions(store, cookies.session, session, {
      now,
      groupsClaim: settings.provider.groupsClaim,
      forget: index.forget,
      renew,
      awaitRenewal: createAwaitedRenewal(renew, settings.provider.timeout),
    }),
    transactions: createLoginTransactions(ring, cookies.transaction, now),
    readIngressSession:
      session.acceptIngressUser &&
      createIngressReader(session.acceptIngressUser, settings.origin, now),
    renewals,
    ring,
  }
}
