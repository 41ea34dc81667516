/**
 * A provider that puts escape sequences, marks that turn text around, and far too much of both into
 * every place of its answers: none of it reaches a message, an event, a page or the doctor as it came.
 */
import { describe, expect, it } from 'vitest'
import { examine } from '../../src/doctor/doctor.ts'
import { createFixture, type Fixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { forge, sign } from '../support/keys.ts'
import { ENVIRONMENT, ISSUER, signing, type TestProvider } from '../support/provider.ts'

const MARKS = '\u001b[2J\u0007\u009b31m\u202e\u2066\u2028\ufeff\r\nX'
const EVIL = MARKS + 'y'.repeat(12_000)
/** What `Headers` lets pass; a socket brings as much. */
const EVIL_HEADER = `\u001b[2J\u0007\u009b31mX${'y'.repeat(12_000)}`

const claims = () => ({ iss: ISSUER, sub: 'u-1', aud: 'rp-1', exp: 2 ** 40, iat: 1 })
const typed = (body: unknown, type = EVIL_HEADER) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': type } })
const moved = () =>
  new Response(null, {
    status: 302,
    headers: { location: `https://op.example/${'y'.repeat(12_000)}` },
  })

type Case = readonly [string, (fixture: Fixture) => unknown]
const answer =
  (endpoint: string, make: () => Response) =>
  ({ provider }: Fixture) =>
    provider.answers.set(endpoint, make)
const idToken = (make: () => Promise<string> | string) => async (fixture: Fixture) => {
  fixture.provider.tokens = { id_token: await make() }
}

const set =
  (change: Partial<Pick<TestProvider, 'claims' | 'metadata' | 'tokens'>>) =>
  ({ provider }: Fixture) =>
    Object.assign(provider, change)

const ENDPOINTS = ['openid-configuration', 'keys', 'token', 'userinfo'] as const
const MEMBERS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
  'revocation_endpoint',
]
const CASES: readonly Case[] = [
  ...ENDPOINTS.flatMap((name): readonly Case[] => [
    [`the content-type of ${name}`, answer(name, () => typed({ keys: [] }))],
    [
      `the content-type of a ${name} that is no JSON`,
      answer(name, () => new Response(EVIL, { headers: { 'content-type': EVIL_HEADER } })),
    ],
    [`a redirect of ${name}`, answer(name, moved)],
    [
      `the body of ${name}`,
      answer(name, () => new Response(EVIL, { headers: { 'content-type': 'application/json' } })),
    ],
    [
      `an error of ${name}`,
      answer(name, () => json({ error: EVIL, error_description: EVIL }, 400)),
    ],
  ]),
  ...MEMBERS.flatMap((name): readonly Case[] => [
    [`${name} of the metadata`, set({ metadata: { [name]: EVIL } })],
    [
      `${name} as a long address`,
      set({ metadata: { [name]: `https://op.example/${'y'.repeat(12_000)}` } }),
    ],
    [
      `${name} as an address with marks`,
      set({ metadata: { [name]: `https://op.example/\u202e\u0007a` } }),
    ],
  ]),
  ...['iss', 'aud', 'azp', 'exp', 'iat', 'sub', 'nonce', 'at_hash'].map(
    (name): Case => [`${name} of the ID Token`, set({ claims: { [name]: EVIL } })],
  ),
  ['several aud', set({ claims: { aud: [EVIL, EVIL] } })],
  ['alg of the ID Token', idToken(() => forge({ alg: EVIL }, claims()))],
  ['kid of the ID Token', idToken(async () => sign(claims(), await signing, { kid: EVIL }))],
  ['crit of the ID Token', idToken(() => forge({ alg: 'RS256', crit: [EVIL] }, claims()))],
  ['an ID Token that is none', idToken(() => EVIL)],
  ['the token type', set({ tokens: { token_type: EVIL } })],
  ['expires_in', set({ tokens: { expires_in: EVIL } })],
  ['the names of UserInfo', answer('userinfo', () => json({ sub: 'u-1', [EVIL]: EVIL }))],
  ['sub of UserInfo', answer('userinfo', () => json({ sub: EVIL }))],
  [
    'sub of both',
    (fixture) => {
      fixture.provider.claims = { sub: EVIL }
      fixture.provider.answers.set('userinfo', () => json({ sub: EVIL }))
    },
  ],
]

/** What a terminal or a browser would obey, and what fills a screen. */
function expectFit(text: string, where: string): void {
  const marks = text.replaceAll(/[\n\t]/g, '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(marks, where).toBeNull()
  expect(/y{2100}/.test(text), where).toBe(false)
}

/** All strings in a value, as they are. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
}

describe('a hostile provider', () => {
  it.each(CASES)('in %s is told on one line each, of bounded length', async (_, spoil) => {
    const fixture = createFixture()
    const { browser, login, log, provider } = fixture
    await spoil(fixture)
    const begun = await browser.get('/login')
    const pages = [await begun.text()]
    const location = begun.headers.get('location') ?? ''
    if (URL.canParse(location)) {
      const ended = await browser.get(provider.approve(location))
      pages.push(await ended.text())
    }
    const session = await login.readSession(browser.header(), undefined)
    for (const page of pages) expectFit(page, 'page')
    for (const text of textsOf(log.events)) expectFit(text, 'event')
    for (const { message, parameter = '', seen = '', expected = '' } of log.errors) {
      for (const text of [message, parameter, seen, expected]) {
        expectFit(text, 'error')
        expect(text.length).toBeLessThan(1500)
      }
    }
    for (const text of textsOf(await login.listAttempts())) expectFit(text, 'attempt')
    for (const text of textsOf(session?.trace())) expectFit(text, 'trace')
  })

  it.each(CASES)('in %s does not reach the doctor as it came', async (_, spoil) => {
    const fixture = createFixture()
    await spoil(fixture)
    const { provider, clock } = fixture
    const findings = await examine({
      environment: { ...ENVIRONMENT, CATFLAP_STORE: 'memory:' },
      fetch: provider.fetch,
      now: clock.now,
    })
    for (const text of textsOf(findings)) expectFit(text, 'finding')
  })
})
