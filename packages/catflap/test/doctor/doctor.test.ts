/** What the doctor says of settings, registration, process and store: each row changes one thing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CHECKS, type ExamineOptions, worst } from '../../src/doctor/doctor.ts'
import { checkNode } from '../../src/doctor/runtime.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createTestProvider, ENVIRONMENT, ISSUER } from '../support/provider.ts'
import { complaints, environment, examined, finding, knowing, now } from './examined.ts'

const root = mkdtempSync(join(tmpdir(), 'catflap-doctor-'))
afterAll(() => rmSync(root, { recursive: true }))

describe('a login at which all is well', () => {
  it('is reported by every check, once, in order, and in both languages', async () => {
    const findings = await examined()
    expect(complaints(findings)).toEqual([])
    expect(worst(findings)).toBe('ok')
    const names = Object.keys(CHECKS).filter((name) => name !== 'remaining-checks')
    expect(findings.map(({ check }) => check)).toEqual(names)
    for (const { title, seen } of findings) {
      for (const text of [title.en, title.zh, seen.en, seen.zh]) expect(text).not.toBe('')
    }
  })

  it('names the redirect URI exactly', async () => {
    const { seen } = finding(await examined(), 'redirect-uri')
    expect(seen).toEqual({ en: ENVIRONMENT.OIDC_REDIRECT_URI, zh: ENVIRONMENT.OIDC_REDIRECT_URI })
  })

  it('tells of the two token requests that it made, the second with another secret', async () => {
    const bodies: string[] = []
    const proofs: (string | null)[] = []
    const provider = createTestProvider(now)
    const fetchUrl: typeof fetch = (input, init) => {
      if (String(input).endsWith('/token')) {
        bodies.push(String(init?.body))
        proofs.push(new Headers(init?.headers).get('authorization'))
      }
      return knowing(provider.fetch)(input, init)
    }
    const findings = await examined({
      ...environment({ OIDC_CLIENT_AUTH_METHOD: 'client_secret_basic' }),
      fetch: fetchUrl,
    })
    expect(finding(findings, 'client-credentials').note?.en).toContain('two token requests')
    expect(bodies).toHaveLength(2)
    expect(new Set(proofs).size).toBe(2)
    const form = new URLSearchParams(bodies[0])
    expect(form.get('grant_type')).toBe('authorization_code')
    expect(form.get('redirect_uri')).toBe(ENVIRONMENT.OIDC_REDIRECT_URI)
    expect(form.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  })
})

describe('the settings', () => {
  it.each([
    ['a variable that is missing', { OIDC_ISSUER: '' }, ['configuration:problem']],
    [
      'one that is missing and misspelt',
      { OIDC_ISSUER: '', OIDC_ISSUER_URL: ISSUER },
      ['configuration:problem', 'configuration:problem'],
    ],
    [
      'two that are missing',
      { OIDC_ISSUER: '', OIDC_CLIENT_ID: '<no value>' },
      ['configuration:problem', 'configuration:problem'],
    ],
    ['a value that cannot be used', { OIDC_HTTP_TIMEOUT_MS: '0' }, ['configuration:problem']],
  ])('%s ends the examination', async (_, more, expected) => {
    const findings = await examined(environment(more))
    expect(complaints(findings)).toEqual([...expected, 'remaining-checks:warning'])
    expect(findings.map(({ check }) => check)).not.toContain('discovery')
    const { seen, fix } = finding(findings, 'configuration')
    expect(seen.zh).toContain('：')
    expect(fix?.zh).toMatch(/\p{Script=Han}/u)
  })

  it('that no login knows are a problem, too', async () => {
    const options = { routes: { signIn: '/x' } } as ExamineOptions
    expect(complaints(await examined(options))[0]).toBe('configuration:problem')
  })

  it('misspelt beside the right ones are a warning', async () => {
    const findings = await examined(environment({ LAZYCAT_BOXDOMAIN: 'x.heiyu.space' }))
    expect(complaints(findings)).toEqual(['spelling:warning'])
    expect(finding(findings, 'spelling').fix?.en).toContain('LAZYCAT_BOX_DOMAIN')
  })
})

describe('the registration', () => {
  it.each([
    ['the same path', 'application: { oidc_redirect_path: /callback }', []],
    ['another path', 'application: { oidc_redirect_path: /auth }', ['manifest:problem']],
    ['no path', 'application:\n  subdomain: x', ['manifest:problem']],
    [
      'a path in a comment only',
      'application:\n  # oidc_redirect_path: /callback\n  subdomain: x',
      ['manifest:problem'],
    ],
    [
      'template lines',
      'application:\n{{ if .S }}\n  oidc_redirect_path: /callback # ours\n{{ end }}',
      [],
    ],
    ['no YAML in it', '\u0000\u0001 :::', ['manifest:problem', 'public-path:warning']],
    ['a list alone', '- a', ['manifest:problem', 'public-path:warning']],
    [
      'a path that a template makes',
      'application:\n  oidc_redirect_path: {{ .U.path }}\n',
      ['manifest:warning'],
    ],
    [
      'everything public',
      'application:\n  oidc_redirect_path: /callback\n  public_path: [/]',
      ['public-path:warning'],
    ],
    [
      'something public',
      'application:\n  oidc_redirect_path: /callback\n  public_path:\n  - /hook',
      [],
    ],
  ])('with a manifest of %s', async (_, manifest, expected) => {
    expect(complaints(await examined({ manifest }))).toEqual(expected)
  })

  it.each([
    [
      'application:\n  a: 1\n b: 2\n  oidc_redirect_path: /callback\n',
      'line 3 cannot be read',
      'manifest check',
    ],
    ['application:\n  oidc_redirect_path: {{ .U.path\n', 'line 2 cannot be read', 'manifest check'],
    [
      'application:\n  oidc_redirect_path: {{ .U.path }}\n',
      'a template makes the path',
      'is /callback.',
    ],
    ['application:\n  oidc_redirect_path:\n', 'no oidc_redirect_path', 'Add "oidc_redirect_path'],
  ])('of %j says what is seen and what to do about it', async (manifest, seen, fix) => {
    const found = finding(await examined({ manifest }), 'manifest')
    expect([found.seen.en, found.fix?.en]).toEqual([seen, expect.stringContaining(fix)])
  })

  it('at another host than the box registers is a warning', async () => {
    const findings = await examined(environment({ LAZYCAT_APP_DOMAIN: 'x.mybox.heiyu.space' }))
    expect(complaints(findings)).toEqual(['redirect-uri:warning'])
  })
})

describe('the cookie and the headers', () => {
  it('are shown as they will be', async () => {
    const findings = await examined()
    expect(finding(findings, 'cookie').seen.en).toBe(
      '__Host-catflap=…; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax',
    )
    const local = environment({ OIDC_REDIRECT_URI: 'http://127.0.0.1:5005/callback' })
    expect(finding(await examined(local), 'cookie').seen.en).toMatch(
      /^catflap-5005=….*HttpOnly; Same/,
    )
  })

  it('of a proxy are named without their values', async () => {
    const sent: Record<string, string> = { 'x-forwarded-proto': 'https', 'x-hc-user-id': 'alice-1' }
    const findings = await examined({ headers: (name) => sent[name] })
    const { seen, note } = finding(findings, 'proxy-headers')
    expect(seen.en).toBe('x-forwarded-proto, x-hc-user-id')
    expect(note?.en).toContain('decide nothing')
    expect(JSON.stringify(findings)).not.toContain('alice-1')
  })
})

describe('the process', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
  ])('on Node %s is %s', (version, outcome) => {
    expect(checkNode(version).outcome).toBe(outcome)
  })

  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, ['tls-verification:problem']],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []],
    [{ NODE_EXTRA_CA_CERTS: join(root, 'none.pem') }, ['tls-verification:warning']],
  ])('with %j', async (more, expected) => {
    expect(complaints(await examined(environment(more as Record<string, string>)))).toEqual(
      expected,
    )
  })
})

describe('secrets', () => {
  it.each([
    ['in working settings', {}],
    ['in settings that are incomplete', { OIDC_ISSUER: '' }],
    ['that stand in an address', { OIDC_TOKEN_URI: 'https://op.example/hush-client-secret/token' }],
    ['of a Redis that is away', { CATFLAP_STORE: 'redis://me:hush-redis-pw@127.0.0.1:1' }],
    ['of a store nobody knows', { CATFLAP_STORE: 'mysql://me:hush-redis-pw@127.0.0.1:1' }],
    ['that seal, too short', { CATFLAP_SECRET: 'hush-short' }],
  ])('%s are in no finding', async (_, more) => {
    const given = { CATFLAP_SECRET: 'hush-sealing-secret', ...more }
    const session = 'CATFLAP_STORE' in more ? {} : { store: createMemoryStore() }
    const findings = await examined({ session, ...environment(given) })
    expect(findings.length).toBeGreaterThan(3)
    expect(JSON.stringify(findings)).not.toContain('hush')
  })
})

describe('a mistake in a check', () => {
  it('is told, and costs the report of no other check', async () => {
    const headers = () => {
      throw new RangeError('hush')
    }
    const findings = await examined({ headers })
    expect(complaints(findings)).toEqual(['cookie:warning', 'proxy-headers:warning'])
    expect(finding(findings, 'cookie').seen.en).toBe('RangeError')
  })
})
