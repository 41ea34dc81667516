/**
 * Where the providers that are known keep what a client needs: the menu path, or the key of their
 * configuration, as their own documentation names it; the names of menus stay English in every language.
 * What could not be verified there is left out. docs/providers has the sources.
 */
import type { KnownProvider } from '../protocol/known-provider.ts'

/** Of one provider; `undefined` where its documentation does not say. */
export interface KnownPlaces {
  readonly name: string
  readonly secret: string
  readonly redirectUri: string
  /** Which scopes a client may ask for; only where a provider limits them per client. */
  readonly scopes?: string
  /** What puts groups or roles into a claim. */
  readonly groups?: string
  /** What a refresh token needs. */
  readonly refresh?: string
}

/** LazyCat registers its apps by itself, and has texts of its own. */
export const KNOWN_PLACES: Readonly<Record<Exclude<KnownProvider, 'lazycat'>, KnownPlaces>> = {
  auth0: {
    name: 'Auth0',
    secret: 'Applications → (your application) → Settings → Client Secret',
    redirectUri: 'Applications → (your application) → Settings → Allowed Callback URLs',
  },
  authelia: {
    name: 'Authelia',
    secret: 'identity_providers.oidc.clients[].client_secret',
    redirectUri: 'identity_providers.oidc.clients[].redirect_uris',
    scopes: 'identity_providers.oidc.clients[].scopes',
    refresh:
      'identity_providers.oidc.clients[].grant_types, identity_providers.oidc.clients[].scopes',
  },
  authentik: {
    name: 'authentik',
    secret: 'Applications → Providers → (your provider) → Client Secret',
    redirectUri: 'Applications → Providers → (your provider) → Redirect URI',
    refresh: 'Applications → Providers → (your provider) → Scope mapping → offline_access',
  },
  dex: {
    name: 'Dex',
    secret: 'staticClients[].secret',
    redirectUri: 'staticClients[].redirectURIs',
  },
  entra: {
    name: 'Microsoft Entra ID',
    secret: 'App registrations → (your app) → Certificates & secrets',
    redirectUri: 'App registrations → (your app) → Authentication',
    groups: 'App registrations → (your app) → Token configuration → Add groups claim',
  },
  gitlab: {
    name: 'GitLab',
    secret: 'Applications → (your application) → Secret',
    redirectUri: 'Applications → (your application) → Redirect URI',
    scopes: 'Applications → (your application) → Scopes',
  },
  google: {
    name: 'Google',
    secret: 'Google Cloud console → Clients → (your client)',
    redirectUri: 'Google Cloud console → Clients → (your client) → Authorized redirect URIs',
  },
  hydra: {
    name: 'Ory Hydra',
    secret: 'client_secret, token_endpoint_auth_method',
    redirectUri: 'PATCH /admin/clients/<client id> → redirect_uris',
    scopes: 'PATCH /admin/clients/<client id> → scope',
    refresh: 'PATCH /admin/clients/<client id> → grant_types, scope',
  },
  kanidm: {
    name: 'Kanidm',
    secret: 'kanidm system oauth2 show-basic-secret <client>',
    redirectUri: 'kanidm system oauth2 add-redirect-url <client> <redirect URI>',
    scopes: 'kanidm system oauth2 update-scope-map <client> <group> openid profile email groups',
    groups: 'kanidm system oauth2 update-scope-map <client> <group> openid profile email groups',
  },
  keycloak: {
    name: 'Keycloak',
    secret: 'Clients → (your client) → Credentials',
    redirectUri: 'Clients → (your client) → Settings → Valid redirect URIs',
    scopes: 'Clients → (your client) → Client scopes',
    groups: 'Client scopes → (a scope of your client) → Mappers → Group Membership',
  },
  lemonldap: {
    name: 'LemonLDAP::NG',
    secret: 'OpenID Connect Relying Parties → (your relying party) → Basic → Client secret',
    redirectUri:
      'OpenID Connect Relying Parties → (your relying party) → Basic → Allowed redirection addresses for login',
    groups: 'OpenID Connect Relying Parties → (your relying party) → Exported attributes (claims)',
    refresh:
      'OpenID Connect Relying Parties → (your relying party) → Options → Advanced → Use refresh tokens',
  },
  okta: {
    name: 'Okta',
    secret: 'Applications → Applications → (your app) → General',
    redirectUri: 'Applications → Applications → (your app) → General → Sign-in redirect URIs',
    refresh:
      'Applications → Applications → (your app) → General → Allowed grant types → Refresh Token',
  },
  'pocket-id': {
    name: 'Pocket ID',
    secret: 'Settings → OIDC Clients → (your client) → Client secret',
    redirectUri: 'Settings → OIDC Clients → (your client) → Callback URLs',
  },
  zitadel: {
    name: 'ZITADEL',
    secret: 'Projects → (your project) → (your application)',
    redirectUri: 'Projects → (your project) → (your application) → Redirect settings',
    refresh: 'Projects → (your project) → (your application) → Refresh Token',
  },
}

/** The places of a provider; `undefined` of one that nobody knows, and of LazyCat. */
export function placesOf(software: KnownProvider | undefined): KnownPlaces | undefined {
  return software === undefined || software === 'lazycat' ? undefined : KNOWN_PLACES[software]
}
