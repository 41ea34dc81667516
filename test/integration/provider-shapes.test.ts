/**
 * Providers of other shapes than LazyCat's, with issuer, client id and secret alone.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from 'oidc-provider'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type IndependentProvider,
  type Shape,
  startIndependentProvider,
} from '../support/independent-provider.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

let independent: IndependentProvider | undefined
afterEach(() => independent?.close())

async function signIn(shape: Shape) {
  independent = await startIndependentProvider(shape)
  const agent = createUserAgent()
  const answer = await independent.signIn(agent, '/wanted')
  const { app } = independent
  const session = await app.login.readSession(sessionCookie(agent, app.origin), undefined)
  return { answer, session, agent, app }
}

describe('a provider that signs with another algorithm', () => {
  it.each(['PS256', 'PS512', 'RS384', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
    'signs in by %s, which its metadata names',
    async (algorithm) => {
      const { answer, session } = await signIn({
        algorithm,
        configuration: { enabledJWA: { idTokenSigningAlgValues: [algorithm as 'ES256'] } },
      })
      expect(answer.body).toBe('carol at /wanted')
      const checks = session?.trace().checks
      expect(checks?.find(({ name }) => name === 'signature')?.seen).toBe(`${algorithm}, kid one`)
    },
  )

  it('is refused where OIDC_ALGORITHMS narrows it down', async () => {
    const { answer, session } = await signIn({
      algorithm: 'ES256',
      configuration: { enabledJWA: { idTokenSigningAlgValues: ['ES256'] } },
      options: { environment: { OIDC_ALGORITHMS: 'RS256' } },
    })
    expect(answer.body).toContain('ID_TOKEN_ALG_REFUSED')
    expect(session).toBeUndefined()
  })
})

/** The provider's only key, `one`, as it publishes it now. */
const publishing =
  (publish: (key: Readonly<Record<string, unknown>>) => readonly object[]): typeof fetch =>
  async (input, init) => {
    const answer = await fetch(input, init)
    if (!String(input).endsWith('/jwks')) return answer
    const { keys } = (await answer.json()) as { keys: [Record<string, unknown>] }
    return Response.json({ keys: publish(keys[0]) })
  }

describe('a provider that names its keys in its own way', () => {
  const stranger = () =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })

  it('such as an older key than the one that signed, as Hydra in renewals, signs in', async () => {
    const older = { ...stranger(), kid: 'one', use: 'sig' }
    const { answer } = await signIn({
      options: { fetch: publishing((key) => [older, { ...key, kid: 'newest' }]) },
    })
    expect(answer.body).toBe('carol at /wanted')
  })

  it('such as none of those that signed is refused', async () => {
    const older = { ...stranger(), kid: 'one', use: 'sig' }
    const { answer } = await signIn({
      options: { fetch: publishing(() => [older, { ...older, ...stranger(), kid: 'two' }]) },
    })
    expect(answer.body).toContain('ID_TOKEN_SIGNATURE_INVALID')
  })

  it('such as a new one by the name of the old one, signs in as soon as that is seen', async () => {
    const seen = { age: 0, keys: [{ ...stranger(), kid: 'one', use: 'sig' } as object] }
    const now = () => Math.floor(Date.now() / 1000) + seen.age
    const options = { now, fetch: publishing((key) => (seen.age > 0 ? [key] : seen.keys)) }
    const { answer, app } = await signIn({ options })
    expect(answer.body).toContain('ID_TOKEN_SIGNATURE_INVALID')
    seen.age = 5
    expect((await independent?.signIn(createUserAgent(), '/wanted'))?.body).toBe('carol at /wanted')
    expect(app.events.filter(({ type }) => type === 'login-completed')).toHaveLength(1)
  })
})

describe('a provider with another UserInfo', () => {
  it('that is no endpoint at all signs in by its ID Token, and says so', async () => {
    const { answer, session } = await signIn({
      configuration: { features: { userinfo: { enabled: false } }, conformIdTokenClaims: false },
    })
    expect(answer.body).toBe('carol at /wanted')
    expect(session?.claims).toMatchObject({ sub: 'carol', name: 'A. Name' })
    expect(session?.userInfo).toEqual({})
    const trace = session?.trace()
    expect(trace?.steps.map(({ name }) => name)).not.toContain('userinfo-request')
    expect(trace?.checks.at(-1)).toEqual({
      name: 'UserInfo',
      expected: 'claims, or no endpoint',
      seen: 'no endpoint',
    })
  })

  it('that is signed signs in', async () => {
    const { answer, session } = await signIn({
      algorithm: 'ES256',
      client: { userinfo_signed_response_alg: 'ES256' },
      configuration: {
        features: { jwtUserinfo: { enabled: true } },
        enabledJWA: { idTokenSigningAlgValues: ['ES256'], userinfoSigningAlgValues: ['ES256'] },
      },
    })
    expect(answer.body).toBe('carol at /wanted')
    expect(session?.userInfo).toMatchObject({ sub: 'carol', name: 'A. Name' })
  })
})

/** `oidc-provider` takes both methods for one; others, Hydra among them, only the one registered. */
const refusingPost: typeof fetch = async (input, init) => {
  const posted = new URLSearchParams(String(init?.body ?? '')).has('client_secret')
  const headers = { 'content-type': 'application/json' }
  if (posted) return new Response('{"error":"invalid_client"}', { status: 401, headers })
  return fetch(input, init)
}

describe('a client that proves itself in another way', () => {
  it('by Basic, the default of registrations, signs in though post is offered too', async () => {
    const { answer, app } = await signIn({
      options: { fetch: refusingPost },
    })
    expect(answer.body).toBe('carol at /wanted')
    const asked = app.events.filter(
      (event) => event.type === 'provider-answered' && event.endpoint === 'token',
    )
    expect(asked).toMatchObject([{ status: 401 }, { status: 200 }])
    await independent?.signIn(createUserAgent(), '/wanted')
    expect(
      app.events.filter(
        (event) => event.type === 'provider-answered' && event.endpoint === 'token',
      ),
    ).toHaveLength(3)
  })

  it('by nothing but PKCE, as a public client, signs in', async () => {
    const { answer } = await signIn({
      client: { token_endpoint_auth_method: 'none' },
      options: { client: { authentication: 'none' } },
    })
    expect(answer.body).toBe('carol at /wanted')
  })

  it('by a private key signs in without a secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { answer } = await signIn({
      client: {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'mine', use: 'sig' } as JWK],
        },
      },
      configuration: {
        clientAuthMethods: ['private_key_jwt'],
        enabledJWA: { clientAuthSigningAlgValues: ['ES256'] },
      },
      options: {
        client: { privateKey: privateKey.export({ type: 'sec1', format: 'pem' }).toString() },
      },
    })
    expect(answer.body).toBe('carol at /wanted')
  })

  it('and is refused, is asked once by each offered method and never again', async () => {
    const { answer, app } = await signIn({ options: { client: { secret: 'wrong' } } })
    expect(answer.body).toContain('CLIENT_REFUSED')
    expect(
      app.events.filter(
        (event) => event.type === 'provider-answered' && event.endpoint === 'token',
      ),
    ).toHaveLength(2)
  })
})
