/** The dry run of the authorization request: what each answer of a provider tells, and what it does not. */
import { describe, expect, it } from 'vitest'
import { json } from '../support/json.ts'
import { APP, ENVIRONMENT, ISSUER } from '../support/provider.ts'
import { DOCUMENT, dated, examined, finding, key, knowing } from './examined.ts'

const CALLBACK = `${APP}/callback`

/** An authorization request as the provider got it. */
type Request = URLSearchParams

/** What a provider makes of it. */
type Provider = (request: Request) => Response

const redirect = (location: string): Response =>
  new Response(null, { status: 302, headers: { location } })
const back = (request: Request, query: string): Response =>
  redirect(`${request.get('redirect_uri')}?${query}&state=${request.get('state')}`)
const page = (status: number): Response => new Response('<html>', { status })
const isOurs = (request: Request): boolean =>
  request.get('client_id') === 'rp-1' && request.get('redirect_uri') === CALLBACK
const isSilent = (request: Request): boolean => request.get('prompt') === 'none'
/** What a provider says to somebody who is not signed in. */
const signIn = (request: Request): Response =>
  isSilent(request) ? back(request, 'error=login_required') : redirect(`${ISSUER}/sign-in?r=1`)

interface Given {
  readonly auth: Provider
  readonly document?: object
  readonly environment?: Readonly<Record<string, string>>
  readonly token?: () => Response
}

/** What is said of the authorization endpoint of a provider, and what it was asked. */
async function judged({ auth, document, environment, token }: Given) {
  const asked: Request[] = []
  const whole = knowing(async (input) => {
    const { pathname, searchParams } = new URL(String(input))
    if (pathname === '/token') return token?.() ?? json({ error: 'invalid_grant' }, 400)
    if (pathname === '/keys') return json({ keys: [(await key).jwk] })
    if (pathname !== '/auth') return dated(json({ ...DOCUMENT, ...document }), 0)
    asked.push(searchParams)
    return auth(searchParams)
  })
  const findings = await examined({
    environment: { ...ENVIRONMENT, ...environment },
    fetch: whole,
  })
  const { outcome, seen, fix } = finding(findings, 'authorization-request')
  return { outcome, seen: seen.en, fix: fix?.en, asked }
}

describe('a provider that keeps to prompt=none', () => {
  it.each([
    'login_required',
    'interaction_required',
    'consent_required',
    'account_selection_required',
  ])('and says %s at the redirect URI knows client and redirect URI', async (error) => {
    const { outcome, seen, asked } = await judged({ auth: (r) => back(r, `error=${error}`) })
    expect([outcome, seen]).toEqual(['ok', `${CALLBACK} is registered`])
    expect(asked.map((request) => request.get('prompt'))).toEqual(['none'])
  })

  it('is asked what a login asks, with a challenge and no cookie', async () => {
    const { asked } = await judged({ auth: signIn })
    const [request] = asked
    expect(request?.get('scope')).toBe('openid profile email groups')
    expect(request?.get('client_id')).toBe('rp-1')
    expect(request?.get('code_challenge_method')).toBe('S256')
  })

  it.each([
    ['invalid_scope', 'error=invalid_scope&error_description=Not+groups', 'problem', /OIDC_SCOPES/],
    ['flow off', 'error=unauthorized_client', 'problem', /authorization code flow/],
    ['flow off', 'error=unsupported_response_type', 'problem', /authorization code flow/],
    [
      'something of its own',
      'error=invalid_request&error_description=PAR+only',
      'problem',
      /words/,
    ],
    ['a fault', 'error=temporarily_unavailable', 'warning', /^Cannot tell/],
  ])('and says %s would say it to a login, too', async (_, query, outcome, fix) => {
    const found = await judged({ auth: (request) => back(request, query) })
    expect([found.outcome, found.fix]).toEqual([outcome, expect.stringMatching(fix)])
    const [, error, said] = /error=(\w+)(?:&error_description=(.+))?/.exec(query) ?? []
    expect(found.seen).toContain(`says ${error}${said ? `: ${said.replace('+', ' ')}` : ''}`)
  })

  it('and refuses prompt=none alone has nothing against a login', async () => {
    const auth: Provider = (r) => (isSilent(r) ? back(r, 'error=invalid_request') : signIn(r))
    expect(await judged({ auth })).toMatchObject({
      outcome: 'ok',
      seen: `${CALLBACK} is registered`,
    })
  })
})

describe('a provider that refuses on a page of its own', () => {
  const refusing: Provider = (request) => (isOurs(request) ? signIn(request) : page(400))
  const elsewhere = { OIDC_REDIRECT_URI: `${APP}/elsewhere` }

  it('and knows the client at the token endpoint does not know the redirect URI', async () => {
    const found = await judged({ auth: refusing, environment: elsewhere })
    expect([found.outcome, found.seen]).toEqual([
      'problem',
      expect.stringMatching(/^another redirect URI/),
    ])
  })

  it('and does not know the client leaves both in question', async () => {
    const token = () => json({ error: 'invalid_client' }, 401)
    const found = await judged({ auth: refusing, environment: elsewhere, token })
    expect([found.outcome, found.seen]).toEqual(['problem', expect.stringMatching(/^status 400/)])
    expect(found.fix).toContain('the client id, or not this redirect URI')
  })

  it('with an error in the address of it is quoted', async () => {
    const auth: Provider = () =>
      redirect(`${ISSUER}/ui/error?error=invalid_client&error_description=gone`)
    const found = await judged({ auth })
    expect([found.outcome, found.seen]).toEqual([
      'problem',
      'the provider does not know the client rp-1',
    ])
  })

  it('and only because of prompt=none cannot be judged', async () => {
    const auth: Provider = (request) => (isSilent(request) ? page(400) : page(200))
    expect(await judged({ auth })).toMatchObject({
      outcome: 'ok',
      seen: expect.stringMatching(/person/),
    })
  })

  it('by 404, though there is an endpoint, is not told as an address that is nowhere', async () => {
    const auth: Provider = (request) => page(request.has('client_id') ? 404 : 400)
    const found = await judged({ auth })
    expect(found.seen).not.toMatch(/404 from/)
    expect(found.seen).toMatch(/^another redirect URI/)
  })
})

describe('a provider that takes no notice of prompt=none', () => {
  it('and refuses an address that nobody can have registered knows ours', async () => {
    const auth: Provider = (request) => (isOurs(request) ? page(200) : page(400))
    expect(await judged({ auth })).toMatchObject({
      outcome: 'ok',
      seen: `${CALLBACK} is registered`,
    })
  })

  it.each([
    ['shows the same page for both', () => page(200)],
    ['leads both to the same page', () => redirect(`${ISSUER}/sign-in`)],
  ])('and %s tells nothing', async (_, auth) => {
    expect(await judged({ auth })).toMatchObject({
      outcome: 'ok',
      seen: 'cannot tell without a person',
    })
  })
})

describe('an authorization endpoint', () => {
  it('that takes pushed requests alone, and names no place to push them, is a problem', async () => {
    const document = { require_pushed_authorization_requests: true }
    const found = await judged({ auth: signIn, document })
    expect([found.outcome, found.seen]).toEqual(['problem', 'no such endpoint'])
    expect(found.asked).toEqual([])
  })

  it.each([
    ['that is nowhere', 404, 'problem'],
    ['that takes no GET', 405, 'problem'],
    ['that fails', 503, 'warning'],
    ['that is asked too much', 429, 'warning'],
  ])('%s (%i) is a %s', async (_, status, outcome) => {
    expect((await judged({ auth: () => page(status) })).outcome).toBe(outcome)
  })
})
