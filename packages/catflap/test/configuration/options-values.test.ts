import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../../src/configuration/environment.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { parseOptions } from '../../src/configuration/options.ts'
import { HANDED_ON } from '../../src/protocol/login-parameters.ts'
import { box, parse, problemsOf, variablesOf } from '../support/options.ts'

describe('values', () => {
  it.each<[string, object, LoginOptions, number]>([
    ['10 seconds when nobody says', {}, {}, 10],
    ['milliseconds of the environment', { OIDC_HTTP_TIMEOUT_MS: '2500' }, {}, 2.5],
    ['seconds of the option', { OIDC_HTTP_TIMEOUT_MS: '2500' }, { provider: { timeout: 7 } }, 7],
    ['at most ten minutes', {}, { provider: { timeout: 600 } }, 600],
  ])('the time-out is %s', (_, variables, options, seconds) => {
    expect(parse(variables, options).provider.timeout).toBe(seconds)
  })

  it.each<[string, object, object]>([
    ['OIDC_HTTP_TIMEOUT_MS', { OIDC_HTTP_TIMEOUT_MS: '10s' }, {}],
    ['OIDC_HTTP_TIMEOUT_MS', { OIDC_HTTP_TIMEOUT_MS: '0' }, {}],
    ['OIDC_HTTP_TIMEOUT_MS', { OIDC_HTTP_TIMEOUT_MS: '600001' }, {}],
    ['provider.timeout', {}, { provider: { timeout: 0 } }],
    ['provider.timeout', {}, { provider: { timeout: -1 } }],
    ['provider.timeout', {}, { provider: { timeout: Number.POSITIVE_INFINITY } }],
    ['provider.timeout', {}, { provider: { timeout: Number.NaN } }],
    ['provider.algorithms', {}, { provider: { algorithms: [] } }],
    ['provider.algorithms', {}, { provider: { algorithms: ['HS256'] } }],
    ['provider.algorithms', {}, { provider: { algorithms: ['RS256', 'none'] } }],
    ['OIDC_ALGORITHMS', { OIDC_ALGORITHMS: 'ES256 HS256' }, {}],
    ['OIDC_CLIENT_AUTH_METHOD', { OIDC_CLIENT_AUTH_METHOD: 'client_secret_jwt' }, {}],
    ['client.authentication', {}, { client: { authentication: 'basic' } }],
    ['client.privateKey', {}, { client: { privateKey: 'hush' } }],
    ['client.privateKey', {}, { client: { authentication: 'private_key_jwt' } }],
    ['OIDC_CLIENT_KEY_FILE', { OIDC_CLIENT_KEY_FILE: '/nowhere/key.pem' }, {}],
    ['OIDC_ALGORITHMS', { OIDC_ALGORITHMS: ',' }, {}],
    ['session.idleLifetime', {}, { session: { idleLifetime: -5 } }],
    ['session.idleLifetime', {}, { session: { idleLifetime: Number.POSITIVE_INFINITY } }],
    ['session.absoluteLifetime', {}, { session: { absoluteLifetime: '1d' } }],
    ['CATFLAP_SECRET', { CATFLAP_SECRET: 'fifteen chars..' }, {}],
    ['session.secrets', {}, { session: { secrets: ['sixteen chars...', 'short'] } }],
    ['session.cookieName', {}, { session: { cookieName: '__Host-mine' } }],
    ['session.cookieName', {}, { session: { cookieName: 'my app' } }],
    ['session.cookieName', {}, { session: { cookieName: '' } }],
    ['session.cookieName', {}, { session: { cookieName: 7 } }],
    ['routes.login', {}, { routes: { login: '/\\evil' } }],
    ['routes.login', {}, { routes: { login: '/lo gin' } }],
    ['routes.login', {}, { routes: { login: '' } }],
    ['routes.logout', {}, { routes: { logout: 'https://evil.example' } }],
    ['routes.afterLogin', {}, { routes: { afterLogin: '/x#y' } }],
  ])('%s is refused when it is %j %j', (variable, variables, options) => {
    expect(variablesOf(variables, options)).toEqual([variable])
  })

  it.each<[string, object, LoginOptions, readonly string[] | undefined]>([
    ['for the provider to say when nobody else does', {}, {}, undefined],
    ['those of the environment', { OIDC_ALGORITHMS: 'ES256, EdDSA' }, {}, ['ES256', 'EdDSA']],
    [
      'those of the option first',
      { OIDC_ALGORITHMS: 'ES256' },
      { provider: { algorithms: ['PS384'] } },
      ['PS384'],
    ],
  ])('algorithms are %s', (_, variables, options, algorithms) => {
    expect(parse(variables, options).provider.algorithms).toEqual(algorithms)
  })

  it.each<[string, object, LoginOptions, readonly string[]]>([
    ['none when nobody says', {}, {}, []],
    [
      'of the environment, split at blanks and commas',
      { CATFLAP_SECRET: 'sixteen-chars-01, sixteen-chars-02' },
      {},
      ['sixteen-chars-01', 'sixteen-chars-02'],
    ],
    [
      'of the option first',
      { CATFLAP_SECRET: 'sixteen-chars-01' },
      { session: { secrets: ['sixteen chars 03'] } },
      ['sixteen chars 03'],
    ],
  ])('secrets are %s', (_, variables, options, secrets) => {
    expect(parse(variables, options).session.secrets).toEqual(secrets)
  })

  it('routes may be any plain paths', () => {
    const routes = {
      login: '/auth/sign-in',
      logout: '/auth/~out',
      backChannelLogout: '/auth/ended',
      afterLogin: '/start.html',
    }
    expect(parse({}, { routes }).routes).toEqual({
      ...routes,
      callback: '/callback',
      loginParameters: HANDED_ON,
      stripped: '',
    })
  })
})

describe('settings', () => {
  it('are frozen to the bottom', () => {
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      expect(Object.isFrozen(value)).toBe(true)
      for (const inner of Object.values(value)) walk(inner)
    }
    walk(parse({ OIDC_SCOPES: 'a b' }, { session: { secrets: ['sixteen-chars-01'] } }))
  })

  it('do not follow later changes of environment and options', () => {
    const environment: Record<string, string> = { ...box }
    const settings = parseOptions({ environment })
    environment.LAZYCAT_AUTH_OIDC_CLIENT_ID = 'changed'
    expect(settings.client.id).toBe('cloud.lazycat.app.x')
  })

  it.each([
    ['https://x.example/callback', ''],
    ['https://x.example/app/callback', '/app'],
    ['https://x.example/a/b/callback', '/a/b'],
    ['https://x.example/app/oidc-return', ''],
    ['https://x.example/app/mycallback', ''],
    ['https://x.example/app/callback/', ''],
    ['https://x.example/', ''],
    // Nothing that a path of ours could begin with.
    ['https://x.example//callback', ''],
    ['https://x.example/%7e/callback', ''],
  ])('routes below the redirect URI %s lie below "%s"', (redirectUri, base) => {
    expect(parse({}, { client: { redirectUri } }).routes).toEqual({
      login: `${base}/login`,
      callback: new URL(redirectUri).pathname,
      logout: `${base}/logout`,
      backChannelLogout: `${base}/backchannel-logout`,
      afterLogin: `${base}/`,
      loginParameters: HANDED_ON,
      stripped: '',
    })
  })

  it('routes that are given are whole paths, and a base that is given counts', () => {
    const client = { redirectUri: 'https://x.example/app/callback' }
    const of = (routes: object) => parse({}, { client, routes }).routes
    expect(of({ login: '/app/sign-in', afterLogin: '/start' })).toMatchObject({
      login: '/app/sign-in',
      logout: '/app/logout',
      afterLogin: '/start',
    })
    expect(of({ base: '' })).toMatchObject({ login: '/login', afterLogin: '/' })
    expect(of({ base: '/other' })).toMatchObject({ login: '/other/login' })
    expect(of({ baseStripped: true }).stripped).toBe('/app')
  })

  it.each<[string, string, object]>([
    ['a base that is no path', 'routes.base', { base: 'app' }],
    ['a base with a slash at its end', 'routes.base', { base: '/app/' }],
    ['a base that is only a slash', 'routes.base', { base: '/' }],
    ['a base that leads elsewhere', 'routes.base', { base: '//evil.example' }],
    ['a word for yes', 'routes.baseStripped', { baseStripped: 'yes', base: '/app' }],
    ['nothing to strip', 'routes.baseStripped', { baseStripped: true }],
    ['a callback that never arrives', 'routes', { base: '/app', baseStripped: true }],
  ])('routes cannot have %s', (_, variable, routes) => {
    expect(variablesOf({}, { routes })).toEqual([variable])
  })

  it('routes cannot have a login that a proxy never sends', () => {
    const client = { redirectUri: 'https://x.example/app/callback' }
    const routes = { login: '/application/login', baseStripped: true }
    expect(problemsOf({}, { client, routes })).toMatchObject([
      { variable: 'routes', seen: '/application/login' },
    ])
  })
})

describe('a value in quotes', () => {
  it.each(Object.values(VARIABLES).flat())('of %s is a problem', (name) => {
    // What comes before it in the order of names would win.
    const first = Object.values(VARIABLES).find((names) => names.includes(name))?.[0] ?? ''
    const isDomain = name === VARIABLES.appDomain[0]
    const cleared = { [first]: '', ...(isDomain && { OIDC_REDIRECT_URI: '' }) }
    const problems = problemsOf({ ...cleared, [name]: '"hush, hush and hush"' })
    expect(problems.filter(({ seen }) => seen === 'a value in quotes')).toMatchObject([
      { kind: 'invalid', variable: name },
    ])
  })

  it('is none where an option says otherwise', () => {
    const variables = { OIDC_CLIENT_ID: '"rp-1"', OIDC_HTTP_TIMEOUT_MS: '"1"', OIDC_SCOPES: '"x"' }
    const options = { client: { id: 'rp-1', scopes: ['openid'] }, provider: { timeout: 1 } }
    expect(problemsOf(variables, options)).toEqual([])
  })
})
