import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../src/configuration/configuration-error.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { parseOptions, type Settings } from '../../src/configuration/options.ts'
import { parse, problemsOf } from '../support/options.ts'

describe('the names of cookies', () => {
  it.each([
    ['https://x.example/callback', '__Host-catflap'],
    ['https://x.example:443/callback', '__Host-catflap'],
    ['https://x.example:8443/callback', '__Host-catflap-8443'],
    ['http://localhost:5005/callback', 'catflap-5005'],
    ['http://localhost/callback', 'catflap-80'],
  ])('of an app at %s begin with %s: browsers share them between ports', (uri, name) => {
    expect(parse({ OIDC_REDIRECT_URI: uri }).cookies.session).toBe(name)
  })
})

describe('on a box', () => {
  it('its variables are enough', () => {
    expect(parse()).toEqual({
      origin: 'https://x.box.heiyu.space',
      secure: true,
      provider: {
        issuer: 'https://box.heiyu.space/sys/oauth',
        authorizationEndpoint: undefined,
        tokenEndpoint: undefined,
        userInfoEndpoint: undefined,
        jwksUri: undefined,
        fallbackJwksUri: 'https://box.heiyu.space/sys/oauth/keys',
        isLazyCat: true,
        timeout: 10,
        deadline: 15,
        algorithms: undefined,
        network: { noProxy: '' },
        groupsClaim: 'groups',
      },
      client: {
        id: 'cloud.lazycat.app.x',
        secret: 'hush-client-secret',
        redirectUri: 'https://x.box.heiyu.space/callback',
        scopes: undefined,
        authorizationParams: {},
        pushedAuthorizationRequests: false,
      },
      cookies: {
        session: '__Host-catflap',
        transaction: '__Host-catflap-login-',
        completed: '__Host-catflap-completed',
        logout: '__Host-catflap-logout',
        silent: '__Host-catflap-silent',
      },
      session: {
        idleLifetime: 86_400,
        absoluteLifetime: 604_800,
        followIngressUser: true,
        silentLogin: false,
        store: { kind: 'lmdb', directory: '.catflap' },
        secrets: [],
      },
      routes: {
        login: '/login',
        callback: '/callback',
        logout: '/logout',
        backChannelLogout: '/backchannel-logout',
        afterLogin: '/',
        loginParameters: [
          'prompt',
          'login_hint',
          'acr_values',
          'max_age',
          'ui_locales',
          'kc_idp_hint',
        ],
        stripped: '',
      },
    })
  })

  it.each<[string, string, (settings: Settings) => unknown]>([
    ['LAZYCAT_AUTH_OIDC_AUTH_URI', 'https://box/a', (s) => s.provider.authorizationEndpoint],
    ['LAZYCAT_AUTH_OIDC_TOKEN_URI', 'https://box/t', (s) => s.provider.tokenEndpoint],
    ['LAZYCAT_AUTH_OIDC_USERINFO_URI', 'https://box/u', (s) => s.provider.userInfoEndpoint],
    ['OIDC_JWKS_URI', 'https://box/k', (s) => s.provider.jwksUri],
    ['OIDC_ISSUER', 'https://generic.example', (s) => s.provider.issuer],
    ['OIDC_CLIENT_ID', 'generic', (s) => s.client.id],
    ['OIDC_CLIENT_SECRET', 'generic secret', (s) => s.client.secret],
    ['OIDC_REDIRECT_URI', 'https://other.example/back', (s) => s.client.redirectUri],
  ])('%s is taken', (variable, value, setting) => {
    expect(setting(parse({ [variable]: value }))).toBe(value)
  })
})

describe('precedence', () => {
  it('an option wins over every variable', () => {
    const settings = parse(
      { OIDC_ISSUER: 'https://generic.example', OIDC_CLIENT_ID: 'generic', OIDC_SCOPES: 'a' },
      {
        provider: { issuer: 'https://option.example', timeout: 3, algorithms: ['ES256'] },
        client: {
          id: 'option',
          secret: 'option secret',
          redirectUri: 'https://option.example/back',
          scopes: ['b'],
        },
      },
    )
    expect(settings.provider).toMatchObject({ issuer: 'https://option.example', timeout: 3 })
    expect(settings.client).toMatchObject({
      id: 'option',
      secret: 'option secret',
      redirectUri: 'https://option.example/back',
      scopes: ['b'],
    })
    expect([settings.origin, settings.routes.callback]).toEqual(['https://option.example', '/back'])
  })

  it('OIDC_REDIRECT_URI wins over the domain of the box', () => {
    expect(parse({ OIDC_REDIRECT_URI: 'http://localhost:5005/callback' })).toMatchObject({
      origin: 'http://localhost:5005',
      secure: false,
    })
  })

  it('scopes of the environment are split at blanks', () => {
    expect(parse({ OIDC_SCOPES: 'openid  email\tx' }).client.scopes).toEqual([
      'openid',
      'email',
      'x',
    ])
  })

  it('keys have a fallback only where the issuer looks like a box', () => {
    expect(parse({ OIDC_ISSUER: 'https://op.example' }).provider.fallbackJwksUri).toBeUndefined()
  })
})

describe('addresses', () => {
  it.each([
    ['http://localhost:1/callback'],
    ['http://127.0.0.1:1/callback'],
    ['http://127.1.2.3/callback'],
    ['http://[::1]:1/callback'],
  ])('may be on plain http on this very machine: %s', (uri) => {
    expect(parse({ OIDC_REDIRECT_URI: uri })).toMatchObject({
      secure: false,
      client: { redirectUri: uri },
    })
  })

  it.each([
    ['OIDC_ISSUER', 'http://op.example'],
    ['OIDC_AUTH_URI', 'http://op.example/auth'],
    ['OIDC_TOKEN_URI', 'http://192.168.1.1/token'],
    ['OIDC_USERINFO_URI', 'userinfo'],
    ['OIDC_JWKS_URI', 'http://localhost.example/keys'],
    ['OIDC_REDIRECT_URI', 'http://app.example/callback'],
    ['OIDC_REDIRECT_URI', 'https://app.example/callback#x'],
  ])('are refused otherwise: %s=%s', (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([
      expect.objectContaining({ kind: 'invalid', variable, seen: value }),
    ])
  })

  it.each([['OIDC_AUTH_URI'], ['OIDC_TOKEN_URI'], ['OIDC_USERINFO_URI'], ['OIDC_JWKS_URI']])(
    'of endpoints are on https where the issuer is, on this very machine too: %s',
    (variable) => {
      const value = 'http://127.0.0.1:1/x'
      expect(problemsOf({ [variable]: value })).toEqual([
        expect.objectContaining({ kind: 'invalid', variable, seen: value }),
      ])
      expect(problemsOf({ [variable]: value, OIDC_ISSUER: 'http://localhost:5006' })).toEqual([])
    },
  )

  it('with credentials are refused without being shown', () => {
    const problems = problemsOf({ OIDC_ISSUER: 'https://user:hush@op.example' })
    expect(problems).toEqual([expect.objectContaining({ variable: 'OIDC_ISSUER' })])
    expect(inspect(problems)).not.toContain('hush')
  })
})

describe('what is missing', () => {
  it.each([
    ['LAZYCAT_AUTH_OIDC_ISSUER_URI', undefined, 'not set'],
    ['LAZYCAT_AUTH_OIDC_CLIENT_ID', '', 'empty'],
    ['LAZYCAT_AUTH_OIDC_CLIENT_SECRET', '<no value>', '<no value>'],
    ['LAZYCAT_APP_DOMAIN', '${LAZYCAT_APP_DOMAIN}', 'an unexpanded ${…}'],
  ])('%s is named, with the manifest line that mends it', (variable, value, seen) => {
    const [problem, ...more] = problemsOf({ [variable]: value })
    expect(more).toEqual([])
    expect(problem).toMatchObject({ kind: 'missing', variable, seen })
    for (const text of [problem?.fix.en, problem?.fix.zh]) {
      expect(text).toContain('application.oidc_redirect_path')
      expect(text).toContain(`- ${variable}=\${${variable}}`)
    }
  })

  it.each([
    ['OIDC_ISSUER', /catflap-devbox.*npx catflap-devbox -- /],
    ['OIDC_CLIENT_ID', /^(Set|请设置) OIDC_CLIENT_ID/],
    ['OIDC_CLIENT_SECRET', /OIDC_CLIENT_KEY_FILE.*OIDC_CLIENT_AUTH_METHOD=none/],
    ['OIDC_REDIRECT_URI', /LAZYCAT_APP_DOMAIN/],
  ])('%s has its generic name where nothing is of a box, and what helps there', (name, help) => {
    const environment = {
      OIDC_ISSUER: 'https://op.example',
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'hush',
      OIDC_REDIRECT_URI: 'https://x.example/callback',
      [name]: undefined,
    }
    const [problem, ...more] = problemsOf({}, { environment })
    expect(more).toEqual([])
    expect(problem).toMatchObject({ kind: 'missing', variable: name, seen: 'not set' })
    for (const text of [problem?.fix.en, problem?.fix.zh]) {
      expect(text).toMatch(help)
      expect(text).toContain('application.oidc_redirect_path')
    }
  })

  it('is printed once when nobody catches it, and stays readable by programs', () => {
    const error = new ConfigurationError([
      { kind: 'missing', variable: 'X', seen: 'not set', fix: { en: 'Do so.', zh: '请这样做。' } },
    ])
    expect(inspect(error, { depth: 5 }).split('Do so.')).toHaveLength(2)
    expect(error.problems).toHaveLength(1)
  })

  it('is reported all at once, with all else that is wrong, and without a secret', () => {
    const environment = {
      LAZYCAT_AUTH_OIDC_ISSUER: 'https://box',
      OIDC_CLIENT_SECRET: 'hush-client',
      OIDC_TOKEN_URI: 'http://op.example',
      OIDC_HTTP_TIMEOUT_MS: 'soon',
      CATFLAP_SECRET: 'hush-short',
    }
    const options = {
      environment,
      provider: { algorithms: ['none'] as never, retries: 1 },
      client: { secret: 'hush-option' },
      session: { idleLifetime: 0, absoluteLifetime: 1.5, secrets: ['hush'] },
      routes: { login: '//evil', logout: 'logout', afterLogin: '/x?y' },
      sessions: {},
    }
    const error = (() => {
      try {
        parseOptions(options as LoginOptions)
      } catch (thrown) {
        return thrown as ConfigurationError
      }
      throw new Error('nothing thrown')
    })()
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'CONFIGURATION_INVALID' })
    expect(error).toBeInstanceOf(TypeError)
    expect(error.problems.map(({ kind, variable }) => `${kind} ${variable}`).toSorted()).toEqual([
      'invalid OIDC_HTTP_TIMEOUT_MS',
      'invalid OIDC_TOKEN_URI',
      'invalid provider.algorithms',
      'invalid routes.afterLogin',
      'invalid routes.login',
      'invalid routes.logout',
      'invalid session.absoluteLifetime',
      'invalid session.idleLifetime',
      'invalid session.secrets',
      'missing LAZYCAT_APP_DOMAIN',
      'missing LAZYCAT_AUTH_OIDC_CLIENT_ID',
      'missing LAZYCAT_AUTH_OIDC_ISSUER_URI',
      'misspelt LAZYCAT_AUTH_OIDC_ISSUER',
      'unknown-option provider.retries',
      'unknown-option sessions',
    ])
    for (const { variable, fix } of error.problems) {
      expect(error.message).toContain(variable)
      expect(error.message).toContain(fix.en)
      expect(error.message).toContain(fix.zh)
      expect(fix.zh).toMatch(/\p{Script=Han}/u)
    }
    expect(inspect(error, { depth: 10 })).not.toContain('hush')
  })
})
