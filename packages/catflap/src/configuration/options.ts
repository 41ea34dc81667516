/**
 * Options and environment become frozen settings, once, with every problem reported together.
 *
 * An option wins over the environment. Nothing here contacts the provider.
 */
import { KEYS_PATH, PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { deepFreeze } from '../protocol/claims.ts'
import type { AuthenticationMethod, ClientKey } from '../protocol/client-authentication.ts'
import { type CookieNames, cookieNames } from '../protocol/cookie.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { StoreAddress } from '../store/open-store.ts'
import { readAuthorizationParams } from './authorization-options.ts'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { type Environment, type Found, misspellings, readUsed } from './environment.ts'
import { type LoginOptions, unknownOptions } from './login-options.ts'
import { type NetworkSettings, readNetwork } from './network-options.ts'
import { createOptionReader, type EndpointSetting, type OptionReader } from './option-reader.ts'
import { type RouteSettings, readRoutes } from './route-options.ts'
import { type IngressSettings, readIngress, readStoreAddress } from './session-options.ts'

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
    /** `undefined` without the option: then the ingress signs nobody in. */
    readonly acceptIngressUser: IngressSettings | undefined
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
  const redirectUri = read.url(
    'redirectUri',
    client.redirectUri,
    defaultRedirectUri(environment, problems),
  )
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
      redirectUri?.protocol !== 'http:',
      redirectUri?.port || (redirectUri?.protocol === 'http:' ? '80' : ''),
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
      ...readIngress(environment, session, redirectUri?.origin ?? '', problems),
      silentLogin: read.flag('session.silentLogin', session.silentLogin),
      store: readStoreAddress(environment, problems),
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
function defaultRedirectUri(
  environment: Environment,
  problems: ConfigurationProblem[],
): Found | undefined {
  const domain = readUsed(environment, 'appDomain', problems)
  return domain && { variable: domain.variable, value: `https://${domain.value}/callback` }
}
