/** A tiny OpenID Provider behind an injected `fetch`: strict about codes and PKCE, and it counts. */
import { createHash, randomBytes } from 'node:crypto'
import { json } from './json.ts'
import { createKey, type SigningKey, sign } from './keys.ts'
import { ENVIRONMENT, ISSUER } from './parties.ts'

export { APP, ENVIRONMENT, ISSUER } from './parties.ts'

export interface TestProvider {
  readonly fetch: typeof fetch
  /** The addresses that were asked, by their last segment. */
  readonly asked: readonly string[]
  count(endpoint: 'openid-configuration' | 'keys' | 'token' | 'userinfo'): number
  /** What a person's consent makes of an authorization request: the path of the callback. */
  approve(location: string): string
  /** Answers of an endpoint that replace the good one; it stays until it is deleted. */
  readonly answers: Map<string, () => Response | Promise<Response>>
  /** Claims that replace those of the next ID Tokens. */
  claims: Readonly<Record<string, unknown>>
  /** Members that are added to the next token responses. */
  tokens: Readonly<Record<string, unknown>>
  /** Members that are added to the discovery document. */
  metadata: Readonly<Record<string, unknown>>
  /** The revocation requests, in order. */
  readonly revoked: readonly URLSearchParams[]
}

/** The provider's one key. */
export const signing: Promise<SigningKey> = createKey('RS256', 'key-1')

/** Logout endpoints, for {@link TestProvider.metadata}. */
export const LOGOUT_ENDPOINTS = {
  end_session_endpoint: `${ISSUER}/end?tenant=1`,
  revocation_endpoint: `${ISSUER}/revoke`,
} as const

/** @param now - seconds since the epoch */
export function createTestProvider(now: () => number): TestProvider {
  const asked: string[] = []
  const revoked: URLSearchParams[] = []
  const answers = new Map<string, () => Response | Promise<Response>>()
  const grants = new Map<string, { nonce: string; challenge: string }>()

  async function tokenResponse(body: string): Promise<Response> {
    const form = new URLSearchParams(body)
    const grant = grants.get(form.get('code') ?? '')
    grants.delete(form.get('code') ?? '')
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    if (grant?.challenge !== challenge) return json({ error: 'invalid_grant' }, 400)
    const claims = {
      iss: ISSUER,
      sub: 'u-1',
      aud: ENVIRONMENT.OIDC_CLIENT_ID,
      exp: now() + 600,
      iat: now(),
      nonce: grant.nonce,
      ...provider.claims,
    }
    return json({
      access_token: `hush-access-${randomBytes(8).toString('hex')}`,
      token_type: 'bearer',
      expires_in: 600,
      id_token: await sign(claims, await signing),
      ...provider.tokens,
    })
  }

  const good: Record<string, (body: string) => Response | Promise<Response>> = {
    'openid-configuration': () =>
      json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/auth`,
        token_endpoint: `${ISSUER}/token`,
        userinfo_endpoint: `${ISSUER}/userinfo`,
        jwks_uri: `${ISSUER}/keys`,
        ...provider.metadata,
      }),
    auth: () => new Response('a request is missing', { status: 400 }),
    keys: async () => json({ keys: [(await signing).jwk] }),
    token: tokenResponse,
    userinfo: () => json({ sub: 'u-1', name: 'Mimi' }),
    revoke(body) {
      revoked.push(new URLSearchParams(body))
      return new Response(null, { status: 200 })
    },
  }

  const provider: TestProvider = {
    asked,
    answers,
    claims: {},
    tokens: {},
    metadata: {},
    revoked,
    count: (endpoint) => asked.filter((one) => one === endpoint).length,
    approve(location) {
      const { searchParams: query } = new URL(location)
      const code = `hush-code-${randomBytes(8).toString('hex')}`
      grants.set(code, {
        nonce: query.get('nonce') ?? '',
        challenge: query.get('code_challenge') ?? '',
      })
      return `/callback?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`
    },
    async fetch(input, init) {
      const endpoint = new URL(String(input)).pathname.split('/').at(-1) ?? ''
      asked.push(endpoint)
      return answers.get(endpoint)?.() ?? good[endpoint]!(String(init?.body ?? ''))
    },
  }
  return provider
}
