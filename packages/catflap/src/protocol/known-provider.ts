/**
 * Which software a provider is, as far as its metadata gives it away. A guess that only chooses words and
 * what is asked for by default: nothing is trusted for it.
 */
import type { ProviderMetadata } from './metadata.ts'

/** Providers that are known by the shape of their addresses. */
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
  | 'okta'
  | 'pocket-id'
  | 'zitadel'

type Addresses = Pick<
  ProviderMetadata,
  'issuer' | 'authorization_endpoint' | 'token_endpoint' | 'jwks_uri'
>

/** The first row that fits wins: names of hosts before paths, since paths resemble one another. */
const SIGNS: readonly (readonly [KnownProvider, (of: Addresses) => boolean])[] = [
  ['google', ({ issuer }) => issuer === 'https://accounts.google.com'],
  ['entra', ({ issuer }) => isBelow(issuer, 'login.microsoftonline.com', 'sts.windows.net')],
  ['auth0', ({ issuer }) => isBelow(issuer, 'auth0.com')],
  ['okta', ({ issuer }) => isBelow(issuer, 'okta.com', 'oktapreview.com')],
  ['keycloak', at('authorization_endpoint', '/protocol/openid-connect/auth')],
  ['authentik', at('authorization_endpoint', '/application/o/authorize/')],
  ['authelia', at('authorization_endpoint', '/api/oidc/authorization')],
  ['kanidm', at('authorization_endpoint', '/ui/oauth2')],
  ['pocket-id', at('token_endpoint', '/api/oidc/token')],
  ['gitlab', at('jwks_uri', '/oauth/discovery/keys')],
  ['zitadel', at('authorization_endpoint', '/oauth/v2/authorize')],
  ['hydra', at('authorization_endpoint', '/oauth2/auth')],
  [
    'dex',
    ({ issuer, authorization_endpoint, token_endpoint, jwks_uri }) =>
      authorization_endpoint === `${issuer}/auth` &&
      token_endpoint === `${issuer}/token` &&
      jwks_uri === `${issuer}/keys`,
  ],
]

/** Tells which software this is; `undefined` when nothing gives it away. */
export function knownProvider(metadata: Addresses): KnownProvider | undefined {
  return SIGNS.find(([, fits]) => fits(metadata))?.[0]
}

/**
 * Providers that issue a refresh token for `offline_access` alone, and let every client ask for it.
 * Elsewhere it may be refused, or turn the login into one that outlives the person's own session.
 */
const NEEDS_OFFLINE_ACCESS: ReadonlySet<KnownProvider | undefined> = new Set(['dex', 'entra'])

/** Whether `offline_access` is asked for where nothing is configured. */
export const needsOfflineAccess = (metadata: Addresses): boolean =>
  NEEDS_OFFLINE_ACCESS.has(knownProvider(metadata))

function isBelow(issuer: string, ...hosts: readonly string[]): boolean {
  const { hostname } = new URL(issuer)
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
}

function at(name: keyof Addresses, path: string): (of: Addresses) => boolean {
  return (of) => new URL(of[name]).pathname.endsWith(path)
}
