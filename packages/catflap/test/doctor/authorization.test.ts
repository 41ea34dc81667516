import { describe, expect, it } from 'vitest'
import { json } from '../support/json.ts'
import { APP, ENVIRONMENT, ISSUER } from '../support/provider.ts'
import {
  type Answer,
  complaints,
  DOCUMENT,
  dated,
  environment,
  examined,
  finding,
} from './examined.ts'

const DEX = { ...DOCUMENT, device_authorization_endpoint: `${ISSUER}/device/code` }
const CALLBACK = `${APP}/callback`

const redirect = (status: number, location: string): Answer => {
  return () => new Response('', { status, headers: { location } })
}
const page = (status: number): Answer => {
  return () =>
    new Response('<html>hush</html>', { status, headers: { 'content-type': 'text/html' } })
}
const CONNECTOR = redirect(302, '/auth/hportal?client_id=rp-1')
const REFUSED = redirect(303, `${CALLBACK}?error=invalid_scope&error_description=x&state=s`)

/** What is said of the authorization endpoint at a Dex that answers like this. */
async function judged(
  answers: Readonly<Record<string, Answer>>,
  document: object = DEX,
  more = {},
) {
  const discovery: Answer = () => dated(json(document), 0)
  const all = { 'openid-configuration': discovery, ...answers }
  return finding(await examined(environment(more), all), 'authorization-request')
}

describe('the registration at Dex', () => {
  it.each<[string, Record<string, Answer>, string, RegExp]>([
    [
      'is right where the error comes to the redirect URI',
      { auth: CONNECTOR, hportal: REFUSED },
      'ok',
      /callback is registered$/,
    ],
    ['is right where it comes at once', { auth: REFUSED }, 'ok', /callback is registered$/],
    [
      'lacks the redirect URI where the second answer is 400',
      { auth: CONNECTOR, hportal: page(400) },
      'problem',
      /^another redirect URI/,
    ],
    [
      'lacks the client where the second answer is 404',
      { auth: CONNECTOR, hportal: page(404) },
      'problem',
      /does not know the client rp-1$/,
    ],
    [
      'lacks the redirect URI where the first answer is 400, and the token endpoint knows the client',
      { auth: page(400) },
      'problem',
      /^another redirect URI/,
    ],
    ['cannot be seen behind a choice of connectors', { auth: page(200) }, 'ok', /person/],
    [
      'cannot be seen behind the sign-in of a gateway',
      { auth: redirect(302, 'https://gate.example/login') },
      'ok',
      /person/,
    ],
    [
      'is not taken from a redirect without an error',
      { auth: CONNECTOR, hportal: redirect(303, `${CALLBACK}?code=x`) },
      'ok',
      /person/,
    ],
    [
      'is not taken from a redirect to an address that only begins alike',
      { auth: CONNECTOR, hportal: redirect(303, `${CALLBACK}-2?error=invalid_scope`) },
      'ok',
      /person/,
    ],
    ['cannot be told while Dex fails', { auth: page(503) }, 'warning', /503/],
    [
      'cannot be told while its connector fails',
      { auth: CONNECTOR, hportal: page(500) },
      'warning',
      /500/,
    ],
  ])('%s', async (_, answers, outcome, seen) => {
    const found = await judged(answers)
    expect([found.outcome, found.seen.en]).toEqual([outcome, expect.stringMatching(seen)])
  })

  it('is asked for with what a login sends, but a scope that does not exist and no cookie', async () => {
    const asked: [string, RequestInit | undefined][] = []
    const spy: typeof fetch = async (input, init) => {
      asked.push([String(input), init])
      const path = new URL(String(input)).pathname
      if (path === '/auth') return (await CONNECTOR()) as Response
      if (path === '/auth/hportal') return (await REFUSED()) as Response
      return dated(json(path.endsWith('configuration') ? DEX : {}), 0)
    }
    await examined({ environment: ENVIRONMENT, fetch: spy })
    const sent = asked.filter(([url]) => new URL(url).pathname.startsWith('/auth'))
    expect(sent.map(([url]) => new URL(url).pathname)).toEqual(['/auth', '/auth/hportal'])
    const query = new URL(sent[0]![0]).searchParams
    expect(query.get('scope')).toBe('catflap-doctor')
    expect(query.get('redirect_uri')).toBe(CALLBACK)
    expect(query.get('prompt')).toBeNull()
    expect(query.get('client_id')).toBe('rp-1')
    for (const [, init] of sent) expect([init?.redirect, init?.headers]).toEqual(['manual', {}])
  })
})

describe('an authorization endpoint', () => {
  const OTHER = { OIDC_AUTH_URI: 'https://old.example/authorize' }
  const dead: Answer = () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'x' } })
  }

  it.each<[string, object, Record<string, Answer>, object, string]>([
    ['of Dex that is nowhere', DEX, { auth: page(404) }, {}, 'problem'],
    ['of Dex that the environment has wrong', DEX, { authorize: page(404) }, OTHER, 'problem'],
    ['of Dex that is the page of an app', DEX, { authorize: page(200) }, OTHER, 'problem'],
    ['of Dex that is at a dead address', DEX, { authorize: dead }, OTHER, 'problem'],
    ['of Dex that only browsers reach', DEX, { auth: dead }, {}, 'warning'],
    ['elsewhere that is nowhere', DOCUMENT, { auth: page(404) }, {}, 'problem'],
    [
      'elsewhere that the environment has wrong',
      DOCUMENT,
      { authorize: page(404) },
      OTHER,
      'problem',
    ],
  ])('%s', async (_, document, answers, more, outcome) => {
    expect((await judged(answers, document, more)).outcome).toBe(outcome)
  })

  it('is not asked while discovery fails', async () => {
    const findings = await examined({}, { 'openid-configuration': () => json({}, 503) })
    expect(complaints(findings)).toContain('authorization-request:warning')
  })
})
