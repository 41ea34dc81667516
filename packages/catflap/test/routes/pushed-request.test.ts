import { describe, expect, it } from 'vitest'
import { createFixture, type Fixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { ENVIRONMENT, ISSUER } from '../support/provider.ts'

const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:one'
const ENDPOINT = { pushed_authorization_request_endpoint: `${ISSUER}/par` }
const REQUIRED = { ...ENDPOINT, require_pushed_authorization_requests: true }

/** What was pushed, in order; the provider answers by `answer`. */
function pushing(
  metadata: Readonly<Record<string, unknown>>,
  answer: () => Response = () => json({ request_uri: REQUEST_URI, expires_in: 60 }, 201),
  pushedAuthorizationRequests = false,
): Fixture & { readonly pushed: { readonly body: URLSearchParams; readonly headers: Headers }[] } {
  const pushed: { readonly body: URLSearchParams; readonly headers: Headers }[] = []
  const fixture = createFixture({
    client: { pushedAuthorizationRequests },
    fetch: async (input, init) => {
      if (!String(input).endsWith('/par')) return fixture.provider.fetch(input, init)
      pushed.push({
        body: new URLSearchParams(String(init?.body)),
        headers: new Headers(init?.headers),
      })
      return answer()
    },
  })
  fixture.provider.metadata = metadata
  return { ...fixture, pushed }
}

describe('a pushed authorization request, RFC 9126', () => {
  it.each<[string, object, boolean]>([
    ['the provider demands it', REQUIRED, false],
    ['the configuration does', ENDPOINT, true],
  ])('is made where %s: the browser carries its name alone', async (_, metadata, configured) => {
    const { browser, pushed } = pushing({ ...metadata }, undefined, configured)
    const { headers } = await browser.get('/login?login_hint=mimi')
    expect(headers.get('location')).toBe(
      `${ISSUER}/auth?client_id=rp-1&request_uri=${encodeURIComponent(REQUEST_URI)}`,
    )
    const [one] = pushed
    expect(one?.headers.get('authorization')).toMatch(/^Basic /)
    expect(Object.fromEntries(one?.body ?? [])).toMatchObject({
      response_type: 'code',
      client_id: ENVIRONMENT.OIDC_CLIENT_ID,
      redirect_uri: ENVIRONMENT.OIDC_REDIRECT_URI,
      code_challenge_method: 'S256',
      login_hint: 'mimi',
    })
  })

  it('is not made where nobody demands it', async () => {
    const { browser, pushed } = pushing(ENDPOINT)
    const { headers } = await browser.get('/login')
    expect(new URL(headers.get('location') ?? '').searchParams.get('state')).toHaveLength(43)
    expect(pushed).toEqual([])
  })

  it.each<[string, () => Response, object]>([
    [
      'refuses it',
      () => json({ error: 'invalid_request', error_description: 'no such scope' }, 400),
      {
        status: 400,
        code: 'AUTHORIZATION_REFUSED',
        seen: 'invalid_request',
        said: 'no such scope',
      },
    ],
    [
      'repeats what it was sent',
      () => json({ error: 'no client with hush-client-secret' }, 400),
      { status: 400, code: 'AUTHORIZATION_REFUSED', seen: 'no client with …' },
    ],
    [
      'refuses the client',
      () => json({ error: 'invalid_client' }, 401),
      { status: 502, code: 'CLIENT_REFUSED' },
    ],
    [
      'gives no name',
      () => json({ expires_in: 60 }, 201),
      { code: 'AUTHORIZATION_REFUSED', parameter: 'request_uri' },
    ],
    [
      'gives a name without end',
      () => json({ request_uri: 'x'.repeat(1025) }, 201),
      { code: 'AUTHORIZATION_REFUSED', parameter: 'request_uri' },
    ],
    ['is away', () => json({}, 503), { status: 503, code: 'AUTHORIZATION_UNAVAILABLE' }],
    [
      'sends it elsewhere',
      () => Response.redirect('https://evil.example/par', 307),
      { code: 'AUTHORIZATION_REFUSED' },
    ],
  ])('of a provider that %s is told as that, and shows no secret', async (_, answer, expected) => {
    const { browser } = pushing(REQUIRED, answer)
    const response = await browser.get('/login', {})
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject(expected)
    expect(text).not.toContain('hush')
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('is told as missing where the metadata names no endpoint', async () => {
    const { browser } = pushing({ require_pushed_authorization_requests: true })
    expect(await (await browser.get('/login', {})).json()).toMatchObject({
      code: 'METADATA_INVALID',
      parameter: 'pushed_authorization_request_endpoint',
    })
  })

  it('is sent to no plain http beside an issuer on https', async () => {
    const { browser } = pushing({
      ...REQUIRED,
      pushed_authorization_request_endpoint: 'http://op.example/par',
    })
    expect(await (await browser.get('/login', {})).json()).toMatchObject({
      code: 'METADATA_INVALID',
    })
  })
})
