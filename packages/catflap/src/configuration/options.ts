/**
 * Options and environment become frozen settings, once, with every problem reported together.
 *
 * An option wins over the environment. Nothing here contacts the provider.
 */
import { KEYS_PATH, PROVIDER_PATH, VARIABLE_PREFIX } from 'catflap-lazycat/facts'
import type { EventListener } from '../events.ts'
import type { FailurePage } from '../pages/error-response.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { deepFreeze } from '../protocol/claims.ts'
import type { AuthenticationMethod, ClientKey } from '../protocol/client-authentication.ts'
import { type CookieNames, cookieNames } from '../protocol/cookie.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { StoreAddress } from '../store/open-store.ts'
import type { SessionStore } from '../store/store.ts'
import { readAuthorizationParams } from './authorization-options.ts'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { type Environment, type Found, misspellings, readSetting } from './environment.ts'
import { type NetworkSettings, readNetwork } from './network-options.ts'
import { createOptionReader, type EndpointSetting, type OptionReader } from './option-reader.ts'
import {
  ROUTE_OPTIONS,
  type RouteOptions,
  type RouteSettings,
  readRoutes,
} from './route-options.ts'

/** Options of `createLogin`. On a LazyCat box none is needed. */
export interface LoginOptions {
  /** Where settings come from that no option gives; default `process.env`. */
  readonly environment?: Environment
  readonly provider?: {
    /** Issuer identifier, compared exactly with what the provider says of itself. */
    readonly issuer?: string
    /** For each provider request, from the first byte sent to the last received; default 10 s. */
    readonly timeout?: number
    /** Seconds for all requests to it of one callback together. Default: 15, or `timeout` if that is more. */
    readonly deadline?: number
    /**
     * Signature algorithms an ID Token may use; default those of ours that the provider says it uses,
     * RS256 where it is silent.
     */
    readonly algorithms?: readonly SigningAlgorithm[]
    /**
     * The claim that holds a person's groups: a name, or a way through members such as
     * `realm_access.roles`. Default `groups`.
     */
    readonly groupsClaim?: string
    /**
     * Where this app reaches the provider, when that is not where browsers do: the issuer's address on an
     * internal network, which may be on plain http. The issuer that is compared stays `issuer`.
     */
    readonly internalIssuer?: string
    /** Certificates in PEM to trust for the provider, instead of those that Node trusts. */
    readonly ca?: string
  }
  readonly client?: {
    readonly id?: string
    readonly secret?: string
    /**
     * How the client proves who it is; default by its secret, as the provider accepts it, or by its
     * private key where one is given. `none` is for a public client, which has PKCE alone.
     */
    readonly authentication?: AuthenticationMethod
    /** For `private_key_jwt`: PEM without a passphrase, or a JWK as JSON text. */
    readonly privateKey?: string
    /** Registered at the provider, exactly; its origin is the app's origin. */
    readonly redirectUri?: string
    /**
     * Default: `openid`, and of `profile email groups` what the provider offers; `offline_access` only
     * where the provider is known to need it for a refresh token and to give it to every client.
     */
    readonly scopes?: readonly string[]
    /**
     * Parameters of each authorization request beside its own, such as `acr_values` or `max_age`; both of
     * these are then checked in the ID Token, too.
     */
    readonly authorizationParams?: LoginParameters
    /**
     * Whether authorization requests are pushed (RFC 9126), for a client that the provider demands it of;
     * default whether it demands it of all.
     */
    readonly pushedAuthorizationRequests?: boolean
  }
  readonly session?: {
    /** Where sessions live; default what `CATFLAP_STORE` names, else LMDB in the data directory. */
    readonly store?: SessionStore
    /** Seconds without a request after which a session ends; default 86400. */
    readonly idleLifetime?: number
    /** Seconds after the login at which a session ends in any case; default 604800. */
    readonly absoluteLifetime?: number
    /**
     * Whether a session applies only while the ingress names the same user in `X-HC-User-ID` as at its
     * login; default true when LazyCat's variables are in use.
     */
    readonly followIngressUser?: boolean
    /**
     * Whether a person without a session who opens a page is signed in, where the provider knows them
     * already, before the page is shown: it is asked with `prompt=none`, at most once in ten minutes, and
     * not for twelve hours after a logout. For pages that everybody may see. Default false; a LazyCat box
     * does not heed `prompt=none`.
     */
    readonly silentLogin?: boolean
    /**
     * What the names of this app's cookies begin with, for apps that share a host; default `catflap`.
     * The `__Host-` prefix on https, and the port on plain http, are added.
     */
    readonly cookieName?: string
    /**
     * Name and seal lists of sessions, attempts and login transactions: the first seals, all open.
     * Default: one key made once, beside the store or in it.
     */
    readonly secrets?: readonly string[]
  }
  readonly routes?: RouteOptions
  readonly onEvent?: EventListener
  /** The app's own page about a failed login or request; programs get problem details in any case. */
  readonly failurePage?: FailurePage
  /** Makes the provider's requests in place of Catflap's own client: for tests and connections of your own. */
  readonly fetch?: typeof fetch
  /** Replaces the clock: seconds since the epoch. */
  readonly now?: () => number
}

/** What the library works with: checked, complete and frozen. */
export interface Settings {
  readonly origin: string
  /** True unless the app is on plain http, which only loopback may be. */
  readonly secure: boolean
  readonly cookies: CookieNames
  readonly provider: ProviderSettings
  readonly client: ClientSettings
  readonly session: {
    readonly idleLifetime: number
    readonly absoluteLifetime: number
    readonly followIngressUser: boolean
    readonly silentLogin: boolean
    readonly store: StoreAddress
    readonly secrets: readonly string[]
  }
  readonly routes: RouteSettings
}

/** This app, as the provider knows it. */
export interface ClientSettings {
  readonly id: string
  /** `undefined` of a client that proves itself otherwise. */
  readonly secret: string | undefined
  /** `undefined` tries the ways of the secret that the provider offers. */
  readonly authentication: AuthenticationMethod | undefined
  readonly privateKey: ClientKey | undefined
  readonly redirectUri: string
  readonly scopes: readonly string[] | undefined
  readonly authorizationParams: LoginParameters
  /** False leaves it to the provider's metadata. */
  readonly pushedAuthorizationRequests: boolean
}

/** Where the provider is and how far it is trusted. */
export interface ProviderSettings {
  readonly issuer: string
  /** Where this app reaches the provider, when that is not at its issuer. */
  readonly internalIssuer: string | undefined
  readonly network: NetworkSettings
  readonly authorizationEndpoint: string | undefined
  readonly tokenEndpoint: string | undefined
  readonly userInfoEndpoint: string | undefined
  readonly jwksUri: string | undefined
  /** Used when discovery is out of reach and the environment does not name the keys. */
  readonly fallbackJwksUri: string | undefined
  /** Whether the issuer is that of a LazyCat box. */
  readonly isLazyCat: boolean
  /** Seconds. */
  readonly timeout: number
  /** Seconds. */
  readonly deadline: number
  /** Those configured; `undefined` leaves it to the provider's metadata. */
  readonly algorithms: readonly SigningAlgorithm[] | undefined
  readonly groupsClaim: string
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  provider: ['issuer', 'internalIssuer', 'timeout', 'deadline', 'algorithms', 'groupsClaim', 'ca'],
  client: [
    'id',
    'secret',
    'authentication',
    'privateKey',
    'redirectUri',
    'scopes',
    'authorizationParams',
    'pushedAuthorizationRequests',
  ],
  session: [
    'store',
    'idleLifetime',
    'absoluteLifetime',
    'followIngressUser',
    'silentLogin',
    'cookieName',
    'secrets',
  ],
  routes: ROUTE_OPTIONS,
  environment: [],
  onEvent: [],
  failurePage: [],
  fetch: [],
  now: [],
}

/**
 * Reads options and environment.
 *
 * @throws {@link ConfigurationError} listing everything that is missing, misspelt or unusable
 */
export function parseOptions(options: LoginOptions): Settings {
  const environment = options.environment ?? process.env
  const problems = [...unknownOptions(options)]
  const read = createOptionReader(environment, problems)
  // `null`, which no type allows, is reported above and read as nothing.
  const [provider, client] = [options.provider ?? {}, options.client ?? {}]
  const [session, routes] = [options.session ?? {}, options.routes ?? {}]

  const issuer = read.url('issuer', provider.issuer)
  const redirectUri = read.url('redirectUri', client.redirectUri, defaultRedirectUri(environment))
  const timeout = read.timeout(provider.timeout)
  const { network, internalIssuer } = readNetwork(
    environment,
    {
      ca: provider.ca,
      internalIssuer: provider.internalIssuer,
      ownFetch: options.fetch !== undefined,
    },
    problems,
  )
  const endpoint = (setting: EndpointSetting) =>
    read.endpoint(setting, issuer?.text ?? '', internalIssuer)
  const isLazyCat = issuer?.text.endsWith(PROVIDER_PATH.value) === true
  const settings: Settings = {
    origin: redirectUri?.origin ?? '',
    secure: redirectUri?.protocol === 'https:',
    cookies: cookieNames(
      read.cookieName(session.cookieName),
      redirectUri?.protocol === 'http:' ? redirectUri.port || '80' : undefined,
    ),
    provider: {
      issuer: issuer?.text ?? '',
      internalIssuer,
      network,
      authorizationEndpoint: endpoint('authorizationEndpoint'),
      tokenEndpoint: endpoint('tokenEndpoint'),
      userInfoEndpoint: endpoint('userInfoEndpoint'),
      jwksUri: endpoint('jwksUri'),
      fallbackJwksUri: isLazyCat ? `${issuer.text}${KEYS_PATH.value}` : undefined,
      isLazyCat,
      timeout,
      deadline: read.deadline(provider.deadline, timeout),
      algorithms: read.algorithms(provider.algorithms),
      groupsClaim: read.text('groupsClaim', provider.groupsClaim, 'groups'),
    },
    client: {
      id: read.text('clientId', client.id),
      ...readAuthentication(read, client),
      redirectUri: redirectUri?.text ?? '',
      scopes: read.scopes(client.scopes),
      authorizationParams: readAuthorizationParams(client.authorizationParams, problems),
      pushedAuthorizationRequests: read.flag(
        'client.pushedAuthorizationRequests',
        client.pushedAuthorizationRequests,
      ),
    },
    session: {
      idleLifetime: read.seconds('session.idleLifetime', session.idleLifetime, 86_400),
      absoluteLifetime: read.seconds('session.absoluteLifetime', session.absoluteLifetime, 604_800),
      followIngressUser:
        session.followIngressUser ??
        readSetting(environment, 'issuer')?.variable.startsWith(VARIABLE_PREFIX.value) ??
        false,
      silentLogin: read.flag('session.silentLogin', session.silentLogin),
      store: read.store(),
      secrets: read.secrets(session.secrets),
    },
    routes: readRoutes(read, routes, redirectUri?.pathname ?? '', problems),
  }
  // A misspelling matters only while something is missing.
  if (problems.some(({ kind }) => kind === 'missing'))
    problems.unshift(...misspellings(environment))
  if (problems.length > 0) throw new ConfigurationError(problems)
  return deepFreeze(settings)
}

/** How the client proves who it is; its secret is needed unless something else does. */
function readAuthentication(
  read: OptionReader,
  client: NonNullable<LoginOptions['client']>,
): Pick<ClientSettings, 'secret' | 'authentication' | 'privateKey'> {
  const key = read.clientKey(client.privateKey)
  const preset = key === undefined ? undefined : 'private_key_jwt'
  const authentication = read.authentication(client.authentication) ?? preset
  const byKey = authentication === 'private_key_jwt'
  const bySecret = !byKey && authentication !== 'none'
  return {
    secret: bySecret ? read.text('clientSecret', client.secret) : undefined,
    authentication,
    privateKey: byKey ? (key ?? read.clientKey('')) : undefined,
  }
}

/** LazyCat registers `https://<app domain><oidc_redirect_path>`; the path we ask for is /callback. */
function defaultRedirectUri(environment: Environment): Found | undefined {
  const domain = readSetting(environment, 'appDomain')
  return domain && { variable: domain.variable, value: `https://${domain.value}/callback` }
}

function unknownOptions(options: LoginOptions): readonly ConfigurationProblem[] {
  const paths = Object.entries(options).flatMap(([group, value]) => {
    const inner = KNOWN[group]
    if (inner === undefined) return [group]
    if (inner.length === 0 || value === undefined) return []
    if (typeof value !== 'object' || value === null) return [group]
    return Object.keys(value)
      .filter((name) => !inner.includes(name))
      .map((name) => `${group}.${name}`)
  })
  return paths.map((path) => ({
    kind: 'unknown-option',
    variable: path,
    seen: 'an option of this name',
    fix: { en: 'There is no such option: remove it.', zh: '没有这个选项：请删除。' },
  }))
}
