/** Where sessions live, and options that cannot be used. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse, problemsOf, variablesOf } from '../support/options.ts'

describe('the place of sessions', () => {
  it.each([
    [{}, { kind: 'lmdb', directory: '.catflap' }],
    [{ CATFLAP_DATA_DIR: '/data/x' }, { kind: 'lmdb', directory: '/data/x' }],
    [{ CATFLAP_STORE: 'memory:' }, { kind: 'memory' }],
    [{ CATFLAP_STORE: 'redis://h:1/2' }, { kind: 'redis', url: 'redis://h:1/2' }],
    [{ CATFLAP_STORE: 'rediss://u:p@h' }, { kind: 'redis', url: 'rediss://u:p@h' }],
  ])('named by %j is %j', (variables, store) => {
    expect(parse(variables).session.store).toEqual(store)
  })

  it('of another kind is a problem that does not repeat a password', () => {
    const problems = problemsOf({ CATFLAP_STORE: 'postgres://u:hunter2@h' })
    expect(problems).toMatchObject([{ kind: 'invalid', variable: 'CATFLAP_STORE' }])
    expect(inspect(problems, { depth: 9 })).not.toContain('hunter2')
  })
})

describe('an option that cannot be used', () => {
  it.each<[string, object, string]>([
    ['an empty client id', { client: { id: '' } }, 'client.id'],
    ['a secret that nobody filled in', { client: { secret: '<no value>' } }, 'client.secret'],
    [
      'an issuer that is no text',
      { provider: { issuer: new URL('https://a') } },
      'provider.issuer',
    ],
    ['a group that is null', { provider: null }, 'provider'],
    ['a scope with a blank', { client: { scopes: ['openid', 'a b'] } }, 'client.scopes'],
    ['one path for two routes', { routes: { login: '/x', logout: '/x' } }, 'routes'],
    ['the path of the redirect URI', { routes: { login: '/callback' } }, 'routes'],
    ['a path with dot segments', { routes: { login: '/./login' } }, 'routes.login'],
  ])('%s is a problem of that option, whatever the variables say', (_, options, variable) => {
    expect(variablesOf({}, options)).toEqual([variable])
  })

  it('is named by the variable that it came from', () => {
    expect(variablesOf({ LAZYCAT_APP_DOMAIN: 'a b' })).toEqual(['LAZYCAT_APP_DOMAIN'])
  })
})

describe('a misspelt variable', () => {
  it.each([
    ['beside a good generic one', { LAZYCAT_AUTH_OIDC_ISSUER: 'x', OIDC_ISSUER: 'https://b' }],
    ['that nothing reads', { LAZYCAT_BOXDOMAIN: 'x' }],
  ])('%s does not refuse a complete configuration', (_, variables) => {
    expect(problemsOf(variables)).toEqual([])
  })

  it('is named first when something is missing', () => {
    const variables = { LAZYCAT_AUTH_OIDC_ISSUER_URI: '', LAZYCAT_AUTH_OIDC_ISSUER_URL: 'x' }
    expect(variablesOf(variables)).toEqual([
      'LAZYCAT_AUTH_OIDC_ISSUER_URL',
      'LAZYCAT_AUTH_OIDC_ISSUER_URI',
    ])
  })
})

describe('lists of the caller', () => {
  it('are copied, not frozen', () => {
    const [secrets, scopes] = [['sixteen-chars-01'], ['a']]
    const algorithms = ['RS256' as const]
    parse({}, { session: { secrets }, client: { scopes }, provider: { algorithms } })
    expect([secrets, scopes, algorithms].map((list) => Object.isFrozen(list))).toEqual([
      false,
      false,
      false,
    ])
  })

  it('of secrets may end with a comma in the environment', () => {
    expect(parse({ CATFLAP_SECRET: 'sixteen-chars-01,' }).session.secrets).toEqual([
      'sixteen-chars-01',
    ])
  })
})

describe('what a login asks of the provider', () => {
  it.each([
    [{ state: 'x' }, 'client.authorizationParams'],
    [{ 'a b': 'x' }, 'client.authorizationParams'],
    [{ id_token_hint: 'x' }, 'client.authorizationParams'],
    [{ prompt: 'maybe' }, 'client.authorizationParams.prompt'],
    [{ max_age: 300 }, 'client.authorizationParams.max_age'],
    [{ max_age: '5m' }, 'client.authorizationParams.max_age'],
    [{ resource: '' }, 'client.authorizationParams.resource'],
    [{ resource: 'a\nb' }, 'client.authorizationParams.resource'],
    [{ resource: 'x'.repeat(2049) }, 'client.authorizationParams.resource'],
  ])('is not %j', (authorizationParams, variable) => {
    expect(variablesOf({}, { client: { authorizationParams } })).toEqual([variable])
  })

  it.each([[['scope']], [['return_to']], [['']], [[7]]])(
    'by a link is never %j',
    (loginParameters) => {
      expect(variablesOf({}, { routes: { loginParameters } })).toEqual(['routes.loginParameters'])
    },
  )

  it('may be anything that the login does not make itself', () => {
    const authorizationParams = { acr_values: 'mfa', max_age: '300', claims: '{"id_token":{}}' }
    expect(variablesOf({}, { client: { authorizationParams } })).toEqual([])
    expect(variablesOf({}, { routes: { loginParameters: ['hd', 'fragrance'] } })).toEqual([])
    const odd = { client: { authorizationParams: { constructor: 'x', toString: 'y' } } }
    expect(variablesOf({}, odd)).toEqual([])
  })
})
