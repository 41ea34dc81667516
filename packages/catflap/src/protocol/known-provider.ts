/**
 * Which software a provider is, as far as its discovery document gives it away: the only place that tells.
 * A guess that chooses words, what is asked for by default, and how the doctor may ask; nothing is trusted
 * for it. What is not sure stays unknown.
 */

/** Providers that are known by what they publish; `lazycat` by the issuer that its box hands out. */
export type KnownProvider =
  | 'auth0'
  | 'authelia'
  | 'authentik'
  | 'dex'
  | 'entra'
  | 'gitlab'
  | 'google'
  | 'hydra'
  | 'kanidm'
  | 'keycloak'
  | 'lazycat'
  | 'lemonldap'
  | 'okta'
  | 'pocket-id'
  | 'zitadel'

/** A discovery document as it came. */
export type DiscoveryDocument = Readonly<Record<string, unknown>>

type Sign = readonly [KnownProvider, (document: DiscoveryDocument) => boolean]

/**
 * The first row that fits wins. Each is what the provider's own source or documentation says it publishes;
 * a path that others use too is joined by a second fact.
 */
const SIGNS: readonly Sign[] = [
  // developers.google.com/identity/openid-connect
  ['google', ({ issuer }) => issuer === 'https://accounts.google.com'],
  // learn.microsoft.com/entra/identity-platform/v2-protocols-oidc and …/authentication-national-cloud
  [
    'entra',
    isBelow(
      'login.microsoftonline.com',
      'login.microsoftonline.us',
      'login.partner.microsoftonline.cn',
      'sts.windows.net',
    ),
  ],
  // auth0.com/docs: a custom domain keeps the endpoint for challenges of a second factor.
  ['auth0', either(isBelow('auth0.com'), at('mfa_challenge_endpoint', '/mfa/challenge'))],
  // developer.okta.com: /oauth2/v1 of an organisation, /oauth2/<server>/v1 of an authorization server.
  [
    'okta',
    either(
      isBelow('okta.com', 'oktapreview.com', 'okta-emea.com'),
      both(
        matches('authorization_endpoint', /\/oauth2(\/[\w-]+)?\/v1\/authorize$/),
        matches('jwks_uri', /\/oauth2(\/[\w-]+)?\/v1\/keys$/),
      ),
    ),
  ],
  // keycloak: OIDCLoginProtocolService
  ['keycloak', at('authorization_endpoint', '/protocol/openid-connect/auth')],
  // authentik: providers/oauth2/urls.py
  ['authentik', at('authorization_endpoint', '/application/o/authorize/')],
  // authelia: internal/oidc, EndpointPathAuthorization
  ['authelia', at('authorization_endpoint', '/api/oidc/authorization')],
  // kanidm: book, "OAuth2"
  [
    'kanidm',
    both(at('authorization_endpoint', '/ui/oauth2'), at('token_endpoint', '/oauth2/token')),
  ],
  // pocket-id: backend, well_known_controller.go
  [
    'pocket-id',
    both(
      at('token_endpoint', '/api/oidc/token'),
      at('end_session_endpoint', '/api/oidc/end-session'),
    ),
  ],
  // Every app of doorkeeper-openid_connect has these addresses; the scopes are GitLab's own.
  [
    'gitlab',
    both(at('jwks_uri', '/oauth/discovery/keys'), ({ scopes_supported: scopes }) =>
      ['read_user', 'read_repository'].every(
        (one) => Array.isArray(scopes) && scopes.includes(one),
      ),
    ),
  ],
  // zitadel: docs, "OpenID Connect endpoints"
  [
    'zitadel',
    both(
      at('authorization_endpoint', '/oauth/v2/authorize'),
      at('userinfo_endpoint', '/oidc/v1/userinfo'),
    ),
  ],
  // hydra: oauth2/handler.go
  [
    'hydra',
    both(
      at('authorization_endpoint', '/oauth2/auth'),
      at('end_session_endpoint', '/oauth2/sessions/logout'),
    ),
  ],
  // lemonldap-ng: Lemonldap::NG::Portal::Issuer::OpenIDConnect; the first path is Spring's default too.
  ['lemonldap', both(at('jwks_uri', '/oauth2/jwks'), at('end_session_endpoint', '/oauth2/logout'))],
  ['dex', isDex],
]

/** Tells which software this is; `undefined` when nothing gives it away. */
export function knownProvider(document: DiscoveryDocument): KnownProvider | undefined {
  return SIGNS.find(([, fits]) => fits(document))?.[0]
}

/** True of Dex, by the addresses that it derives from its issuer (server/handlers.go); LazyCat's is one. */
export function isDex({ issuer, token_endpoint, jwks_uri, ...rest }: DiscoveryDocument): boolean {
  return (
    token_endpoint === `${issuer}/token` &&
    jwks_uri === `${issuer}/keys` &&
    rest.device_authorization_endpoint === `${issuer}/device/code`
  )
}

/**
 * Providers that issue a refresh token for `offline_access` alone, and let every client ask for it.
 * Elsewhere it may be refused, turn the login into one that outlives the person's own session, or, on
 * LazyCat, be granted on the consent page for nothing.
 */
const NEEDS_OFFLINE_ACCESS: ReadonlySet<KnownProvider | undefined> = new Set(['dex', 'entra'])

/** Whether `offline_access` is asked for where nothing is configured. */
export const needsOfflineAccess = (software: KnownProvider | undefined): boolean =>
  NEEDS_OFFLINE_ACCESS.has(software)

function isBelow(...hosts: readonly string[]): Sign[1] {
  return ({ issuer }) => {
    const hostname = parse(issuer)?.hostname ?? ''
    return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  }
}

function at(name: string, path: string): Sign[1] {
  return (document) => parse(document[name])?.pathname.endsWith(path) === true
}

function matches(name: string, path: RegExp): Sign[1] {
  return (document) => path.test(parse(document[name])?.pathname ?? '')
}

function both(one: Sign[1], other: Sign[1]): Sign[1] {
  return (document) => one(document) && other(document)
}

function either(one: Sign[1], other: Sign[1]): Sign[1] {
  return (document) => one(document) || other(document)
}

function parse(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
}
