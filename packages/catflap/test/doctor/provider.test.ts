/** What the doctor says of a provider: each row changes one thing. */
import { describe, expect, it } from 'vitest'
import { json } from '../support/json.ts'
import { createKey } from '../support/keys.ts'
import { APP, ISSUER } from '../support/provider.ts'
import {
  type Answer,
  complaints,
  DOCUMENT,
  dated,
  environment,
  examined,
  finding,
  key,
  signInWanted,
} from './examined.ts'

/** Nothing of what follows a provider that cannot be used can be checked. */
const REST = [
  'jwks',
  'signing-keys',
  'client-credentials',
  'authorization-request',
  'pkce',
  'scopes',
  'refresh-tokens',
] as const
const after = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `${name}:warning`)

describe('the provider', () => {
  it.each([
    ['of another issuer', { ...DOCUMENT, issuer: `${ISSUER}/` }, 'Issuer'],
    ['without endpoints', { issuer: ISSUER }, 'Discovery document'],
  ])(
    '%s leaves unchecked what follows, and names the check to solve first',
    async (_, it, first) => {
      const answers = { 'openid-configuration': () => dated(json(it), 0) }
      const findings = await examined({}, answers)
      for (const check of REST) {
        expect(finding(findings, check).fix?.en).toBe(`First solve what stands at "${first}".`)
      }
    },
  )

  const FAILED = new TypeError('fetch failed')
  const failing =
    (code: string): typeof fetch =>
    () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: codeError(code) }))
  const codeError = (code: string) => Object.assign(new Error('no secret'), { code })

  it.each([
    ['CERT_HAS_EXPIRED', 'expired', 'Renew'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'not trusted', 'NODE_EXTRA_CA_CERTS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed', 'If that certificate is your own'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'missing', 'intermediate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not trusted', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host name', 'host name'],
    ['ENOTFOUND', 'does not resolve', 'spelling'],
    ['EAI_AGAIN', 'name server', 'spelling'],
    ['ECONNREFUSED', 'nothing listens', 'port'],
    ['ECONNRESET', 'cut', 'port'],
    ['ETIMEDOUT', 'in time', 'LazyCat client'],
    ['UND_ERR_CONNECT_TIMEOUT', 'in time', 'LazyCat client'],
    ['EHOSTUNREACH', 'no way', 'LazyCat client'],
  ])('out of reach by %s is named with cause and fix', async (code, cause, fix) => {
    const findings = await examined({ fetch: failing(code) })
    const { outcome, seen, fix: advice } = finding(findings, 'discovery')
    expect([outcome, seen.en, seen.zh]).toEqual([
      'problem',
      expect.stringContaining(`${code} (`),
      expect.stringMatching(/：[A-Z_]+（\p{Script=Han}/u),
    ])
    expect(seen.en).toContain(cause)
    expect(advice?.en).toContain(fix)
    expect(complaints(findings).slice(1)).toEqual(after('issuer', 'endpoints', 'clock', ...REST))
  })

  it('out of reach by a failure without a code is a problem all the same', async () => {
    const findings = await examined({ fetch: () => Promise.reject(FAILED) })
    expect(finding(findings, 'discovery').seen.en).toContain('a failed connection')
  })

  it('of a path that it does not know is told by its status', async () => {
    const answers = { 'openid-configuration': () => json({}, 404) }
    expect(finding(await examined({}, answers), 'discovery').seen.en).toBe('HTTP 404')
  })

  it('of another issuer is told with both texts', async () => {
    const other = `${ISSUER}/`
    const answers = { 'openid-configuration': () => json({ ...DOCUMENT, issuer: other }) }
    const { outcome, expected, seen } = finding(await examined({}, answers), 'issuer')
    expect([outcome, expected?.en, seen.en]).toEqual(['problem', ISSUER, other])
  })

  it.each([
    [0, 'ok'],
    [5, 'ok'],
    [-5, 'ok'],
    [7, 'warning'],
    [-59, 'warning'],
    [62, 'problem'],
    [-3600, 'problem'],
  ])('whose clock is %i s off is %s', async (skew, outcome) => {
    const answers = { 'openid-configuration': () => dated(json(DOCUMENT), skew) }
    expect(finding(await examined({}, answers), 'clock').outcome).toBe(outcome)
  })

  it.each([
    [600, '600 s ahead', '快 600 秒'],
    [-600, '600 s behind', '慢 600 秒'],
  ])('whose clock is %i s off is told so, with the direction', async (skew, en, zh) => {
    const answers = { 'openid-configuration': () => dated(json(DOCUMENT), skew) }
    const { seen } = finding(await examined({}, answers), 'clock')
    expect([seen.en, seen.zh]).toEqual([expect.stringContaining(en), expect.stringContaining(zh)])
  })

  it('that sends no Date is no fault, and the clock is not judged', async () => {
    const answers = { 'openid-configuration': () => json(DOCUMENT) }
    const findings = await examined({}, answers)
    expect(complaints(findings)).toEqual([])
    expect(finding(findings, 'clock').seen.en).toContain('cannot tell')
  })

  it.each([
    ['OIDC_AUTH_URI', 'authorization_endpoint'],
    ['OIDC_TOKEN_URI', 'token_endpoint'],
    ['OIDC_USERINFO_URI', 'userinfo_endpoint'],
    ['OIDC_JWKS_URI', 'jwks_uri'],
  ])('whose %s differs from discovery is a warning', async (variable, member) => {
    const last = DOCUMENT[member as keyof typeof DOCUMENT].toString().split('/').at(-1)
    const old = `https://old.example/${last}`
    const findings = await examined(environment({ [variable]: old }))
    expect(complaints(findings)).toEqual(['endpoints:warning'])
    expect(finding(findings, 'endpoints').seen.en).toBe(`${member}=${old}`)
  })
})

describe('the keys', () => {
  it.each([
    ['of another type only', async () => [(await createKey('ES256', 'e')).jwk], 'problem'],
    ['too short', async () => [{ ...(await key).jwk, n: 'AQAB' }], 'problem'],
    ['for encryption', async () => [{ ...(await key).jwk, use: 'enc' }], 'problem'],
    ['without kid', async () => [{ ...(await key).jwk, kid: undefined }], 'warning'],
    ['beside a damaged one', async () => [(await key).jwk, { kty: 'RSA' }], 'warning'],
    ['beside a secret one', async () => [(await key).jwk, { kty: 'oct', k: 'eA' }], 'warning'],
    ['with a private member', async () => [{ ...(await key).jwk, d: 'AQAB' }], 'warning'],
    ['with half of a private key', async () => [{ ...(await key).jwk, p: 'AQAB' }], 'warning'],
    ['beside one of another type', async () => [(await key).jwk, { kty: 'EC' }], 'ok'],
    ['that are no objects', async () => [1, null], 'problem'],
  ])('%s', async (_, keys, outcome) => {
    const answers = { keys: async () => json({ keys: await keys() }) }
    const findings = await examined({}, answers)
    expect(complaints(findings)).toEqual(outcome === 'ok' ? [] : [`signing-keys:${outcome}`])
  })

  it('that are no JWK Set are a problem', async () => {
    const findings = await examined({}, { keys: () => json({ keys: 'none' }) })
    expect(complaints(findings)).toEqual(['jwks:problem', 'signing-keys:warning'])
  })
})

describe('the client', () => {
  it.each([
    ['invalid_grant', 400, 'ok'],
    ['invalid_client', 401, 'problem'],
    ['invalid_client', 400, 'problem'],
    ['server_error', 500, 'warning'],
    ['unauthorized_client', 400, 'problem'],
    ['unsupported_grant_type', 400, 'problem'],
    // It says something else to a wrong secret, so it has looked at the right one.
    ['invalid_request', 400, 'ok'],
  ])('that is answered %s (%i) is %s', async (error, status, outcome) => {
    const findings = await examined({}, { token: () => json({ error }, status) })
    expect(complaints(findings)).toEqual(outcome === 'ok' ? [] : [`client-credentials:${outcome}`])
  })

  it.each(['invalid_client', 'unauthorized_client', 'access_denied'])(
    'that is refused is told the word of the provider: %s',
    async (error) => {
      const findings = await examined({}, { token: () => json({ error }, 401) })
      const found = findings.find(({ check }) => check === 'client-credentials')
      expect(found).toMatchObject({ outcome: 'problem', seen: { en: error, zh: error } })
    },
  )

  it('is not told as accepted by a provider that looks at the code first', async () => {
    const codeFirst: typeof fetch = async (input) => {
      const path = new URL(String(input)).pathname
      if (path === '/token') return json({ error: 'invalid_grant' }, 400)
      if (path === '/auth') return signInWanted(APP)
      return dated(json(path === '/keys' ? { keys: [(await key).jwk] } : DOCUMENT), 0)
    }
    const findings = await examined({ fetch: codeFirst })
    expect(complaints(findings)).toEqual(['client-credentials:warning'])
    const { fix, seen } = finding(findings, 'client-credentials')
    expect([fix?.en, seen.en]).toEqual([
      expect.stringMatching(/^Cannot tell: .* code before the client/),
      'the same answer to both: invalid_grant',
    ])
  })

  it.each([
    [
      'known to the authorization endpoint, is told that its secret is wrong',
      302,
      /^The client id is right/,
    ],
    ['unknown to both endpoints, is told to compare both', 400, /^Compare id and secret/],
  ])('that is refused and %s', async (_, status, fix) => {
    const auth = status === 302 ? () => signInWanted(APP) : () => new Response('', { status })
    const refuse = () => json({ error: 'invalid_client', error_description: 'Not <this> one' }, 401)
    const found = finding(await examined({}, { auth, token: refuse }), 'client-credentials')
    expect(found.fix?.en).toMatch(fix)
    expect(found.seen.en).toBe('invalid_client: Not <this> one')
  })

  it('that gets tokens for a made-up code cannot be judged', async () => {
    const tokens = { access_token: 'hush-access', token_type: 'bearer' }
    const findings = await examined({}, { token: () => json(tokens) })
    expect(complaints(findings)).toEqual(['client-credentials:warning'])
    expect(JSON.stringify(findings)).not.toContain('hush')
  })
})

describe('what the provider offers', () => {
  const offering = (more: object): Readonly<Record<string, Answer>> => ({
    'openid-configuration': () => dated(json({ ...DOCUMENT, ...more }), 0),
  })

  it.each([
    ['no S256', { code_challenge_methods_supported: ['plain'] }, ['pkce:warning']],
    ['no word on PKCE', { code_challenge_methods_supported: undefined }, ['pkce:warning']],
    ['no groups', { scopes_supported: ['openid', 'email'] }, []],
    ['no word on openid itself', { scopes_supported: ['groups'] }, []],
    ['no word on scopes', { scopes_supported: undefined }, []],
    ['no offline_access', { scopes_supported: ['openid', 'groups'] }, []],
  ])('%s', async (_, more, expected) => {
    expect(complaints(await examined({}, offering(more)))).toEqual(expected)
  })

  it('less than OIDC_SCOPES asks for is a problem at Dex, which refuses the rest', async () => {
    const answers = {
      ...offering({ device_authorization_endpoint: `${ISSUER}/device/code` }),
      auth: () => signInWanted(APP),
    }
    const options = environment({ OIDC_SCOPES: 'openid groups phone' })
    const findings = await examined(options, answers)
    expect(complaints(findings)).toEqual(['scopes:problem'])
    expect(finding(findings, 'scopes').fix?.en).toContain('remove phone')
    const [none] = [environment({ OIDC_SCOPES: 'openid email' })]
    expect(complaints(await examined(none, answers))).toEqual(['scopes:warning'])
  })

  it('less than OIDC_SCOPES asks for is only noted elsewhere', async () => {
    const options = environment({ OIDC_SCOPES: 'openid groups phone' })
    const findings = await examined(options)
    expect(complaints(findings)).toEqual([])
    expect(finding(findings, 'scopes').note?.en).toContain('need not list all: phone')
  })

  it('of refresh tokens is told with what LazyCat makes of it at LazyCat alone', async () => {
    const noteAt = async (issuer: string) => {
      const answers = offering({ issuer })
      const findings = await examined(environment({ OIDC_ISSUER: issuer }), answers)
      return finding(findings, 'refresh-tokens').note?.en
    }
    expect(await noteAt(`${ISSUER}/sys/oauth`)).toContain('without ever issuing')
    expect(await noteAt(ISSUER)).not.toContain('LazyCat')
  })

  it('in groups without a scope of that name is no complaint, and the claim is named', async () => {
    const findings = await examined(
      environment({ OIDC_GROUPS_CLAIM: 'realm_access.roles' }),
      offering({ scopes_supported: ['openid', 'email'] }),
    )
    expect(complaints(findings)).toEqual([])
    expect(finding(findings, 'scopes').note?.en).toContain('the claim realm_access.roles')
  })
})
