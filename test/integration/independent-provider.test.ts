/**
 * The same library at a provider that nobody here wrote: `oidc-provider`.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

let server: Server
let issuer: string
let app: TestApp

beforeAll(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  app = await startApp(async (redirectUri) => {
    const keys = await signingKeys()
    server.on('request', createProvider(redirectUri, keys).callback())
    return {
      environment: {},
      provider: { issuer },
      client: { id: 'independent', secret: 'a secret with %2F and + in it', redirectUri },
    }
  })
})
afterAll(async () => {
  await app.close()
  server.closeAllConnections()
  server.close()
})

async function signingKeys(): Promise<object[]> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' }]
}

function createProvider(redirectUri: string, keys: object[]): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'independent',
        client_secret: 'a secret with %2F and + in it',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Grant: 600,
      Session: 600,
    },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'A. Name', email: 'a@example.org' }),
    }),
  })
}

/** Signs in through the provider's own development pages: a login form, then a consent form. */
async function signIn(agent: ReturnType<typeof createUserAgent>, path: string) {
  let answer = await agent.browse(app.origin + path)
  for (let i = 0; i < 4 && answer.body.includes('<form'); i++) {
    const action = answer.body.match(/action="([^"]+)"/)?.[1] ?? ''
    const prompt = answer.body.match(/name="prompt" value="(\w+)"/)?.[1] ?? ''
    const form = new URLSearchParams({ prompt, login: 'carol', password: 'any' }).toString()
    const type = 'application/x-www-form-urlencoded'
    const url = new URL(action, answer.url).href
    answer = await agent.post(url, { 'content-type': type, origin: issuer }, form)
    if (answer.location !== undefined) answer = await agent.browse(answer.location)
  }
  return answer
}

describe('at an independent provider', () => {
  it('a login leads to the wanted page, with the claims of its user', async () => {
    const agent = createUserAgent()
    const answer = await signIn(agent, '/wanted?a=1')
    expect(answer.body).toBe('carol at /wanted?a=1')
    const session = await app.login.readSession(sessionCookie(agent, app.origin), undefined)
    expect(session?.userInfo).toMatchObject({ sub: 'carol', name: 'A. Name' })
    const checks = (await session?.trace())?.checks.map(({ name }) => name)
    expect(checks).toContain('iss (authorization response)')
    expect(checks).toContain('nonce')
  })

  it('a logout ends the session here', async () => {
    const agent = createUserAgent()
    await signIn(agent, '/wanted')
    const own = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
    expect((await agent.post(`${app.origin}/logout`, own)).status).toBe(200)
    expect((await agent.get(`${app.origin}/wanted`)).status).toBe(302)
  })

  it('a wrong client secret is told apart from a wrong code', async () => {
    const other = await startApp(() => ({
      environment: {},
      provider: { issuer },
      client: { id: 'independent', secret: 'wrong', redirectUri: `${app.origin}/callback` },
    }))
    const agent = createUserAgent()
    const callback = (to: string) => !to.startsWith(`${app.origin}/callback`)
    await signIn(agent, '/wanted')
    const login = await agent.browse(`${other.origin}/login`, callback)
    const answer = await agent.get((login.location ?? '').replace(app.origin, other.origin))
    await other.close()
    expect(answer.body).toContain('CLIENT_REFUSED')
  })
})
