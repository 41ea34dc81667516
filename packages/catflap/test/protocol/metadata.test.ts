import { describe, expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import {
  checkProviderMetadata,
  configuredMetadata,
  discoveryUrl,
} from '../../src/protocol/metadata.ts'
import { refusal } from '../support/refusal.ts'

const configured = {
  issuer: 'https://op.example',
  internalIssuer: undefined,
  authorizationEndpoint: undefined,
  tokenEndpoint: undefined,
  userInfoEndpoint: undefined,
  jwksUri: undefined,
  isLazyCat: false,
}
const document = {
  issuer: 'https://op.example',
  authorization_endpoint: 'https://op.example/auth',
  token_endpoint: 'https://op.example/token',
  userinfo_endpoint: 'https://op.example/userinfo',
  jwks_uri: 'https://op.example/keys',
  scopes_supported: ['openid', 'email'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  id_token_signing_alg_values_supported: ['ES256'],
  authorization_response_iss_parameter_supported: true,
}
const check = (change: object, given: object = {}) =>
  checkProviderMetadata({ ...document, ...change }, { ...configured, ...given })

describe('discovery document, OpenID Connect Discovery 1.0 section 4.3', () => {
  it('keeps the members that a login needs, and no other', () => {
    const demanded = { require_pushed_authorization_requests: false }
    expect(check({ other: 1 })).toEqual({ ...document, ...demanded, software: undefined })
  })

  it('is LazyCat’s where the configuration knows it, whatever it looks like', () => {
    expect(check({}, { isLazyCat: true }).software).toBe('lazycat')
  })

  it.each<[string, object, object]>([
    ['no UserInfo endpoint', { userinfo_endpoint: undefined }, { userinfo_endpoint: undefined }],
    [
      'algorithms that are no list',
      { id_token_signing_alg_values_supported: 'RS256' },
      { id_token_signing_alg_values_supported: undefined },
    ],
    ['no scopes', { scopes_supported: undefined }, { scopes_supported: undefined }],
    ['scopes that are no list', { scopes_supported: 'openid' }, { scopes_supported: undefined }],
    ['a scope that is no text', { scopes_supported: ['a', 1] }, { scopes_supported: undefined }],
    [
      'authentication methods that are no list',
      { token_endpoint_auth_methods_supported: {} },
      { token_endpoint_auth_methods_supported: undefined },
    ],
    [
      'no promise of iss',
      { authorization_response_iss_parameter_supported: undefined },
      { authorization_response_iss_parameter_supported: false },
    ],
    [
      'a promise of iss that is text',
      { authorization_response_iss_parameter_supported: 'true' },
      { authorization_response_iss_parameter_supported: false },
    ],
    [
      'endpoints of logout and revocation',
      {
        end_session_endpoint: 'https://op.example/out',
        revocation_endpoint: 'https://b.example/r',
      },
      {
        end_session_endpoint: 'https://op.example/out',
        revocation_endpoint: 'https://b.example/r',
      },
    ],
  ])('accepts %s', (_, change, result) => {
    expect(check(change)).toEqual({
      ...document,
      require_pushed_authorization_requests: false,
      ...result,
    })
  })

  it.each<[string, LoginErrorCode, string, object]>([
    ['without issuer', 'ISSUER_MISMATCH', 'issuer', { issuer: undefined }],
    ['of another issuer', 'ISSUER_MISMATCH', 'issuer', { issuer: 'https://op.example/' }],
    [
      'without authorization endpoint',
      'METADATA_INVALID',
      'authorization_endpoint',
      { authorization_endpoint: undefined },
    ],
    ['without token endpoint', 'METADATA_INVALID', 'token_endpoint', { token_endpoint: undefined }],
    ['without keys', 'METADATA_INVALID', 'jwks_uri', { jwks_uri: undefined }],
    [
      'without several addresses, naming them all',
      'METADATA_INVALID',
      'token_endpoint, jwks_uri',
      { token_endpoint: undefined, jwks_uri: undefined },
    ],
    [
      'that logs out over plain http',
      'METADATA_INVALID',
      'end_session_endpoint',
      { end_session_endpoint: 'http://op.example/out' },
    ],
    [
      'that logs out by script',
      'METADATA_INVALID',
      'end_session_endpoint',
      { end_session_endpoint: 'javascript:alert(1)' },
    ],
    [
      'that would take tokens over plain http',
      'METADATA_INVALID',
      'revocation_endpoint',
      { revocation_endpoint: 'http://op.example/revoke' },
    ],
    [
      'whose revocation endpoint is null',
      'METADATA_INVALID',
      'revocation_endpoint',
      { revocation_endpoint: null },
    ],
    [
      'with an endpoint on plain http',
      'METADATA_INVALID',
      'token_endpoint',
      { token_endpoint: 'http://op.example/token' },
    ],
    [
      'with a relative endpoint',
      'METADATA_INVALID',
      'userinfo_endpoint',
      { userinfo_endpoint: '/userinfo' },
    ],
    [
      'with an endpoint that is no text',
      'METADATA_INVALID',
      'jwks_uri',
      { jwks_uri: ['https://op.example/keys'] },
    ],
    ['with an empty endpoint', 'METADATA_INVALID', 'jwks_uri', { jwks_uri: '' }],
    [
      'with a script for an endpoint',
      'METADATA_INVALID',
      'authorization_endpoint',
      { authorization_endpoint: 'javascript:alert(1)' },
    ],
  ])('refuses a document %s', (_, code, parameter, change) => {
    expect(() => check(change)).toThrow(refusal(code, { parameter }) as Error)
  })

  it('refuses what is no document at all', () => {
    expect(() => checkProviderMetadata(undefined, configured)).toThrow(
      refusal('METADATA_INVALID', { parameter: 'body' }) as Error,
    )
  })

  it.each([
    ['authorizationEndpoint', 'authorization_endpoint'],
    ['tokenEndpoint', 'token_endpoint'],
    ['userInfoEndpoint', 'userinfo_endpoint'],
    ['jwksUri', 'jwks_uri'],
  ])('lets a configured %s win, even over a missing one', (option, member) => {
    const given = { [option]: 'https://other.example/x' }
    expect(check({}, given)).toMatchObject({ [member]: 'https://other.example/x' })
    expect(check({ [member]: undefined }, given)).toMatchObject({
      [member]: 'https://other.example/x',
    })
  })

  it('compares the issuer even when every endpoint is configured', () => {
    const given = {
      authorizationEndpoint: 'https://a.example',
      tokenEndpoint: 'https://a.example',
      userInfoEndpoint: 'https://a.example',
      jwksUri: 'https://a.example',
    }
    expect(() => check({ issuer: 'x' }, given)).toThrow(refusal('ISSUER_MISMATCH') as Error)
  })
})

describe('metadata from the configuration alone', () => {
  const whole = {
    issuer: 'https://op.example',
    internalIssuer: undefined,
    authorizationEndpoint: document.authorization_endpoint,
    tokenEndpoint: document.token_endpoint,
    userInfoEndpoint: document.userinfo_endpoint,
    jwksUri: document.jwks_uri,
    fallbackJwksUri: undefined,
    isLazyCat: false,
  }

  it('promises nothing that was not configured', () => {
    expect(configuredMetadata(whole)).toEqual({
      ...document,
      id_token_signing_alg_values_supported: undefined,
      scopes_supported: undefined,
      token_endpoint_auth_methods_supported: undefined,
      authorization_response_iss_parameter_supported: false,
      require_pushed_authorization_requests: false,
    })
  })

  it('is LazyCat’s where the configuration knows it', () => {
    expect(configuredMetadata({ ...whole, isLazyCat: true })?.software).toBe('lazycat')
  })

  it('takes the fallback for keys only when none are configured', () => {
    const fallbackJwksUri = 'https://op.example/fallback'
    expect(configuredMetadata({ ...whole, fallbackJwksUri })?.jwks_uri).toBe(document.jwks_uri)
    const keyless = { ...whole, jwksUri: undefined, fallbackJwksUri }
    expect(configuredMetadata(keyless)?.jwks_uri).toBe(fallbackJwksUri)
  })

  it.each(['authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint', 'jwksUri'])(
    'is not there without %s',
    (option) => {
      expect(configuredMetadata({ ...whole, [option]: undefined })).toBeUndefined()
    },
  )
})

it.each([
  ['https://op.example', 'https://op.example/.well-known/openid-configuration'],
  ['https://op.example/', 'https://op.example/.well-known/openid-configuration'],
  ['https://box/sys/oauth', 'https://box/sys/oauth/.well-known/openid-configuration'],
])('the discovery document of %s is at %s', (issuer, url) => {
  expect(discoveryUrl({ issuer, internalIssuer: undefined })).toBe(url)
})

describe('plain http on this very machine', () => {
  const NAMES = [
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'end_session_endpoint',
    'revocation_endpoint',
  ] as const
  const LOCAL = [
    'http://127.0.0.1:1/x',
    'http://localhost:1/x',
    'http://[::1]/x',
    'http://a.localhost/x',
  ]

  it.each(NAMES.flatMap((name) => LOCAL.map((address) => [name, address] as const)))(
    'is no place for the %s of an issuer on https: %s',
    (name, address) => {
      const refused = { code: 'METADATA_INVALID', parameter: name, seen: address }
      expect(() => check({ [name]: address })).toThrow(expect.objectContaining(refused))
    },
  )

  it.each(NAMES)('is one for the %s of an issuer that is there itself', (name) => {
    const issuer = 'http://127.0.0.1:5006/sys/oauth'
    const [address] = LOCAL
    expect(check({ issuer, [name]: address }, { issuer })).toMatchObject({ [name]: address })
  })

  it('is refused though it is configured', () => {
    const given = { tokenEndpoint: 'http://127.0.0.1:1/token' }
    expect(() => check({}, given)).toThrow(
      expect.objectContaining({ code: 'METADATA_INVALID', parameter: 'token_endpoint' }),
    )
  })
})
