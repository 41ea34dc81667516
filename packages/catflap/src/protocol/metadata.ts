/**
 * Provider metadata: where the provider's endpoints are and what it supports.
 */
import { LoginError, type LoginErrorCode, shown } from '../errors.ts'
import { isText, isTextList } from './claims.ts'
import { type KnownProvider, knownProvider } from './known-provider.ts'
import { acceptableEndpoint, isInternal, movedAddress } from './url.ts'

/** What a login needs to know of its provider, by the names of the discovery document but for `software`. */
export interface ProviderMetadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  /** Optional: what a provider without it says of a person stands in the ID Token. */
  readonly userinfo_endpoint: string | undefined
  readonly jwks_uri: string
  /** Where a logout goes (RP-Initiated Logout 1.0, section 2.1). */
  readonly end_session_endpoint: string | undefined
  /** Where tokens are revoked (RFC 8414, section 2). */
  readonly revocation_endpoint: string | undefined
  /** Where authorization requests are pushed (RFC 9126, section 5), and whether they must be. */
  readonly pushed_authorization_request_endpoint: string | undefined
  readonly require_pushed_authorization_requests: boolean
  readonly scopes_supported: readonly string[] | undefined
  readonly token_endpoint_auth_methods_supported: readonly string[] | undefined
  readonly id_token_signing_alg_values_supported: readonly string[] | undefined
  readonly authorization_response_iss_parameter_supported: boolean
  /** Which one it is, where the document gives it away; it chooses words and defaults, no trust. */
  readonly software: KnownProvider | undefined
}

/** A provider's two addresses. */
export interface ProviderAddresses {
  /** Its identifier, where browsers reach it. */
  readonly issuer: string
  /** Where only this app reaches it; `undefined` when that is the same. */
  readonly internalIssuer: string | undefined
}

/** Endpoints from the configuration; each one given wins over the discovered one. */
export interface ConfiguredProvider extends ProviderAddresses {
  readonly authorizationEndpoint: string | undefined
  readonly tokenEndpoint: string | undefined
  readonly userInfoEndpoint: string | undefined
  readonly jwksUri: string | undefined
  /** Whether the issuer is that of a LazyCat box. */
  readonly isLazyCat: boolean
}

/**
 * The address of the discovery document.
 *
 * @see OpenID Connect Discovery 1.0, section 4.1
 */
export function discoveryUrl({ issuer, internalIssuer = issuer }: ProviderAddresses): string {
  return `${internalIssuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/**
 * Checks a discovery document and completes it with what is configured.
 *
 * @param document - what the provider sent; `undefined` when that was no JSON object
 * @throws {@link LoginError} `METADATA_INVALID` naming the member, or `ISSUER_MISMATCH`
 * @see OpenID Connect Discovery 1.0, section 4.3
 */
export function checkProviderMetadata(
  document: Readonly<Record<string, unknown>> | undefined,
  configured: ConfiguredProvider,
): ProviderMetadata {
  if (!document) return fail('METADATA_INVALID', 'body', 'status 200 and a JSON object', 'neither')
  if (document.issuer !== configured.issuer) {
    fail('ISSUER_MISMATCH', 'issuer', configured.issuer, shown(document.issuer))
  }
  const listOf = (name: string): readonly string[] | undefined => {
    const value = document[name]
    return isTextList(value) ? value : undefined
  }
  const completed = { ...document, ...configuredEndpoints(configured) }
  return {
    ...checkEndpoints(completed, configured),
    userinfo_endpoint: optionalEndpoint(completed, 'userinfo_endpoint', configured),
    issuer: configured.issuer,
    end_session_endpoint: optionalEndpoint(document, 'end_session_endpoint', configured),
    revocation_endpoint: optionalEndpoint(document, 'revocation_endpoint', configured),
    pushed_authorization_request_endpoint: optionalEndpoint(
      document,
      'pushed_authorization_request_endpoint',
      configured,
    ),
    require_pushed_authorization_requests: document.require_pushed_authorization_requests === true,
    scopes_supported: listOf('scopes_supported'),
    token_endpoint_auth_methods_supported: listOf('token_endpoint_auth_methods_supported'),
    id_token_signing_alg_values_supported: listOf('id_token_signing_alg_values_supported'),
    authorization_response_iss_parameter_supported:
      document.authorization_response_iss_parameter_supported === true,
    software: configured.isLazyCat ? 'lazycat' : knownProvider(document),
  }
}

/**
 * Metadata from the configuration alone, for a provider whose discovery document is out of reach;
 * `undefined` when an endpoint is not configured. UserInfo is needed here: that the provider has none,
 * only the document can tell.
 */
export function configuredMetadata(
  configured: ConfiguredProvider & { readonly fallbackJwksUri: string | undefined },
): ProviderMetadata | undefined {
  const given = { jwks_uri: configured.fallbackJwksUri, ...configuredEndpoints(configured) }
  const address = (name: EndpointName): string | undefined =>
    optionalEndpoint(given, name, configured)
  const authorization_endpoint = address('authorization_endpoint')
  const token_endpoint = address('token_endpoint')
  const userinfo_endpoint = address('userinfo_endpoint')
  const jwks_uri = address('jwks_uri')
  if (!authorization_endpoint || !token_endpoint || !userinfo_endpoint || !jwks_uri)
    return undefined
  return {
    issuer: configured.issuer,
    authorization_endpoint,
    token_endpoint,
    userinfo_endpoint,
    jwks_uri,
    end_session_endpoint: undefined,
    revocation_endpoint: undefined,
    pushed_authorization_request_endpoint: undefined,
    require_pushed_authorization_requests: false,
    scopes_supported: undefined,
    token_endpoint_auth_methods_supported: undefined,
    id_token_signing_alg_values_supported: undefined,
    authorization_response_iss_parameter_supported: false,
    software: configured.isLazyCat ? 'lazycat' : undefined,
  }
}

type Endpoints = Pick<ProviderMetadata, 'authorization_endpoint' | 'token_endpoint' | 'jwks_uri'>

function configuredEndpoints(
  configured: ConfiguredProvider,
): Partial<Endpoints & { readonly userinfo_endpoint: string }> {
  const { authorizationEndpoint, tokenEndpoint, userInfoEndpoint, jwksUri } = configured
  return {
    ...(authorizationEndpoint && { authorization_endpoint: authorizationEndpoint }),
    ...(tokenEndpoint && { token_endpoint: tokenEndpoint }),
    ...(userInfoEndpoint && { userinfo_endpoint: userInfoEndpoint }),
    ...(jwksUri && { jwks_uri: jwksUri }),
  }
}

const REQUIRED: readonly (keyof Endpoints)[] = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
]

function checkEndpoints(
  document: Readonly<Record<string, unknown>>,
  addresses: ProviderAddresses,
): Endpoints {
  const missing = REQUIRED.filter((name) => document[name] === undefined).join(', ')
  if (missing !== '') fail('METADATA_INVALID', missing, 'an https address', 'nothing')
  const endpoint = (name: keyof Endpoints): string => checkEndpoint(name, document[name], addresses)
  return {
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
  }
}

function optionalEndpoint(
  document: Readonly<Record<string, unknown>>,
  name: EndpointName,
  addresses: ProviderAddresses,
): string | undefined {
  return document[name] === undefined ? undefined : checkEndpoint(name, document[name], addresses)
}

type EndpointName =
  | keyof Endpoints
  | 'userinfo_endpoint'
  | 'end_session_endpoint'
  | 'revocation_endpoint'
  | 'pushed_authorization_request_endpoint'

/** Where browsers go; all other endpoints are called by this app. */
const OF_BROWSERS: ReadonlySet<EndpointName> = new Set([
  'authorization_endpoint',
  'end_session_endpoint',
])

/** The address of an endpoint for whoever goes there: browsers to the public one, this app to the internal one. */
function checkEndpoint(name: EndpointName, value: unknown, addresses: ProviderAddresses): string {
  const { issuer, internalIssuer } = addresses
  if (isText(value) && internalIssuer !== undefined && isInternal(value, internalIssuer)) {
    return OF_BROWSERS.has(name) ? movedAddress(value, internalIssuer, issuer) : value
  }
  // A document that names plain http would send codes, secrets and tokens in the clear.
  if (isText(value) && acceptableEndpoint(value, issuer)) {
    const moved = internalIssuer !== undefined && !OF_BROWSERS.has(name)
    return moved ? movedAddress(value, issuer, internalIssuer) : value
  }
  return fail('METADATA_INVALID', name, 'an https address', shown(value))
}

function fail(code: LoginErrorCode, parameter: string, expected: string, seen: string): never {
  const message = `provider metadata: unacceptable "${parameter}"`
  throw new LoginError(code, message, { parameter, expected, seen })
}
