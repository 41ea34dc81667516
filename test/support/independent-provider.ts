/**
 * A provider that nobody here wrote, `oidc-provider`, in the shape that a test needs; and an app that
 * knows of it what a newcomer does: issuer, client id and secret.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoginOptions } from 'catflap'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { startApp, type TestApp } from './app.ts'
import { rsaKey } from './box-keys.ts'
import type { Answer, createUserAgent } from './user-agent.ts'

export const CLIENT = { id: 'independent', secret: 'a secret with %2F and + in it' }

/** How a provider differs from the plain one. */
export interface Shape {
  /** JWS algorithm of its only key; default RS256. */
  readonly algorithm?: string
  readonly client?: Partial<ClientMetadata>
  readonly configuration?: Configuration
  readonly options?: LoginOptions
}

export interface IndependentProvider {
  readonly issuer: string
  readonly provider: Provider
  readonly app: TestApp
  /** Opens a path of the app, signs in by the provider's own forms, and follows to the end. */
  signIn(agent: ReturnType<typeof createUserAgent>, path: string): Promise<Answer>
  close(): Promise<void>
}

export async function startIndependentProvider(shape: Shape = {}): Promise<IndependentProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let provider: Provider | undefined
  const app = await startApp(async (redirectUri) => {
    provider = await createProvider(issuer, redirectUri, shape)
    server.on('request', provider.callback())
    const client = { ...CLIENT, redirectUri, ...shape.options?.client }
    return {
      environment: {},
      ...shape.options,
      provider: { issuer, ...shape.options?.provider },
      client,
    }
  })
  if (provider === undefined) throw new Error('the app was started without its options')
  return {
    issuer,
    provider,
    app,
    signIn: (agent, path) => signIn(agent, app.origin + path, issuer),
    async close() {
      await app.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function createProvider(
  issuer: string,
  redirectUri: string,
  { algorithm = 'RS256', client, configuration }: Shape,
): Promise<Provider> {
  const privateKey =
    algorithm === 'RS256'
      ? rsaKey()
      : (await generateKeyPair(algorithm, { extractable: true })).privateKey
  const key = { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig', kid: 'one' }
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: algorithm,
        ...client,
      } as ClientMetadata,
    ],
    jwks: { keys: [key] },
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
    ...configuration,
  })
}

/** Signs in through the provider's own development pages: a login form, then a consent form. */
async function signIn(
  agent: ReturnType<typeof createUserAgent>,
  start: string,
  issuer: string,
): Promise<Answer> {
  let answer = await agent.browse(start)
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
