import { describe, expect, it } from 'vitest'
import { knownProvider, needsOfflineAccess } from '../../src/protocol/known-provider.ts'

const of = (issuer: string, authorize: string, token: string, keys: string, more = {}) => ({
  issuer,
  authorization_endpoint: new URL(authorize, issuer).href,
  token_endpoint: new URL(token, issuer).href,
  jwks_uri: new URL(keys, issuer).href,
  ...more,
})
const REALM = 'https://id.example/realms/home'
const DEX = 'https://id.example/dex'
const OP = 'https://op.example'
const ID = 'https://id.example'

/** Addresses as each of them documents or publishes its own. */
const KNOWN = [
  [
    'google',
    of(
      'https://accounts.google.com',
      '/o/oauth2/v2/auth',
      'https://oauth2.googleapis.com/token',
      'https://www.googleapis.com/oauth2/v3/certs',
    ),
  ],
  [
    'entra',
    of(
      'https://login.microsoftonline.com/11111111/v2.0',
      '/11111111/oauth2/v2.0/authorize',
      '/11111111/oauth2/v2.0/token',
      '/11111111/discovery/v2.0/keys',
    ),
  ],
  [
    'auth0',
    of('https://home.eu.auth0.com/', '/authorize', '/oauth/token', '/.well-known/jwks.json'),
  ],
  [
    'okta',
    of('https://home.okta.com', '/oauth2/v1/authorize', '/oauth2/v1/token', '/oauth2/v1/keys'),
  ],
  [
    'keycloak',
    of(
      REALM,
      `${REALM}/protocol/openid-connect/auth`,
      `${REALM}/protocol/openid-connect/token`,
      `${REALM}/protocol/openid-connect/certs`,
    ),
  ],
  [
    'authentik',
    of(
      'https://id.example/application/o/app/',
      '/application/o/authorize/',
      '/application/o/token/',
      '/application/o/app/jwks/',
    ),
  ],
  [
    'authelia',
    of('https://id.example', '/api/oidc/authorization', '/api/oidc/token', '/jwks.json'),
  ],
  [
    'kanidm',
    of(
      'https://id.example/oauth2/openid/app',
      '/ui/oauth2',
      '/oauth2/token',
      '/oauth2/openid/app/public_key.jwk',
    ),
  ],
  [
    'pocket-id',
    of('https://id.example', '/authorize', '/api/oidc/token', '/.well-known/jwks.json', {
      end_session_endpoint: 'https://id.example/api/oidc/end-session',
    }),
  ],
  [
    'gitlab',
    of('https://git.example', '/oauth/authorize', '/oauth/token', '/oauth/discovery/keys', {
      scopes_supported: ['api', 'read_api', 'read_user', 'read_repository', 'openid', 'profile'],
    }),
  ],
  [
    'zitadel',
    of('https://id.example', '/oauth/v2/authorize', '/oauth/v2/token', '/oauth/v2/keys', {
      userinfo_endpoint: 'https://id.example/oidc/v1/userinfo',
    }),
  ],
  [
    'hydra',
    of('https://id.example', '/oauth2/auth', '/oauth2/token', '/.well-known/jwks.json', {
      end_session_endpoint: 'https://id.example/oauth2/sessions/logout',
    }),
  ],
  [
    'dex',
    of(DEX, `${DEX}/auth`, `${DEX}/token`, `${DEX}/keys`, {
      device_authorization_endpoint: `${DEX}/device/code`,
    }),
  ],
  [
    'lemonldap',
    of('https://auth.example/', '/oauth2/authorize', '/oauth2/token', '/oauth2/jwks', {
      end_session_endpoint: 'https://auth.example/oauth2/logout',
    }),
  ],
  // Under names of one's own.
  [
    'auth0',
    of('https://id.example/', '/authorize', '/oauth/token', '/.well-known/jwks.json', {
      mfa_challenge_endpoint: 'https://id.example/mfa/challenge',
    }),
  ],
  [
    'okta',
    of(
      'https://id.example/oauth2/default',
      '/oauth2/default/v1/authorize',
      '/oauth2/default/v1/token',
      '/oauth2/default/v1/keys',
    ),
  ],
  ['okta', of(ID, '/oauth2/v1/authorize', '/oauth2/v1/token', '/oauth2/v1/keys')],
  [
    'entra',
    of(
      'https://login.partner.microsoftonline.cn/1111/v2.0',
      '/1111/oauth2/v2.0/authorize',
      '/1111/oauth2/v2.0/token',
      '/1111/discovery/v2.0/keys',
    ),
  ],
] as const

describe('a provider', () => {
  it.each(KNOWN)('is known as %s by its addresses', (name, metadata) => {
    expect(knownProvider(metadata)).toBe(name)
  })

  it('of another shape, or of a name that merely resembles one, is none of them', () => {
    expect(knownProvider(of('https://op.example', '/a', '/t', '/k'))).toBeUndefined()
    expect(knownProvider(of('https://okta.com.evil.example', '/a', '/t', '/k'))).toBeUndefined()
    expect(knownProvider(of('https://notokta.com', '/a', '/t', '/k'))).toBeUndefined()
  })

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an app of Doorkeeper', of(OP, '/oauth/authorize', '/oauth/token', '/oauth/discovery/keys')],
    ['an API with addresses like Pocket ID’s', of(OP, '/authorize', '/api/oidc/token', '/k')],
    ['a server with addresses like Hydra’s', of(OP, '/oauth2/auth', '/oauth2/token', '/k')],
    ['a server with addresses like ZITADEL’s', of(OP, '/oauth/v2/authorize', '/t', '/k')],
    ['a server with addresses like Dex’s', of(OP, `${OP}/auth`, `${OP}/token`, `${OP}/keys`)],
    [
      'a server with addresses like LemonLDAP::NG’s',
      of(OP, '/oauth2/authorize', '/t', '/oauth2/jwks'),
    ],
    [
      'a server with one of GitLab’s own scopes',
      of(OP, '/oauth/authorize', '/oauth/token', '/oauth/discovery/keys', {
        scopes_supported: ['openid', 'read_user'],
      }),
    ],
    ...(['token_endpoint', 'jwks_uri', 'device_authorization_endpoint'] as const).map(
      (name): [string, Readonly<Record<string, unknown>>] => [
        `a server like Dex but for its ${name}`,
        {
          ...of(OP, `${OP}/auth`, `${OP}/token`, `${OP}/keys`),
          device_authorization_endpoint: `${OP}/device/code`,
          [name]: `${OP}/other`,
        },
      ],
    ),
    [
      'a list of one address like Authelia’s',
      { issuer: OP, authorization_endpoint: ['https://op.example/api/oidc/authorization'] },
    ],
    ['a document without addresses', { issuer: 7, authorization_endpoint: [], jwks_uri: 'no' }],
  ])('that shares paths with a known one is none: %s', (_, document) => {
    expect(knownProvider(document)).toBeUndefined()
  })

  it.each([
    ['auth0', 'mfa_challenge_endpoint'],
    ['okta', 'authorization_endpoint'],
    ['okta', 'jwks_uri'],
    ['kanidm', 'authorization_endpoint'],
    ['kanidm', 'token_endpoint'],
    ['pocket-id', 'token_endpoint'],
    ['pocket-id', 'end_session_endpoint'],
    ['gitlab', 'jwks_uri'],
    ['zitadel', 'authorization_endpoint'],
    ['zitadel', 'userinfo_endpoint'],
    ['hydra', 'authorization_endpoint'],
    ['hydra', 'end_session_endpoint'],
    ['lemonldap', 'jwks_uri'],
    ['lemonldap', 'end_session_endpoint'],
  ])('%s is not known by another %s, nor by one that goes on', (name, member) => {
    // The last is one under a name of its own, which gives nothing away.
    const metadata: Readonly<Record<string, unknown>> = KNOWN.findLast(([of]) => of === name)![1]
    for (const address of [`${ID}/other`, `${metadata[member]}/other`]) {
      expect(knownProvider({ ...metadata, [member]: address }), address).not.toBe(name)
    }
  })

  it('is asked for offline_access where it is known to need it and to give it to everyone', () => {
    const asked = KNOWN.filter(([, metadata]) => needsOfflineAccess(knownProvider(metadata)))
    expect(asked.map(([name]) => name)).toEqual(['entra', 'dex', 'entra'])
  })
})
