/**
 * A small OpenID Provider that plays the one of the OpenID Foundation's conformance suite: it signs
 * `alice` in without a page, and misbehaves in the one way that a module asks for.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CLIENT, createKey, type Key, type Manner, signToken } from './tokens.ts'

export const SUB = 'alice'

type Json = Readonly<Record<string, unknown>>

/** What is wrong, if anything: each takes what would be right. */
export interface Misbehaviour {
  readonly document?: (document: Json) => Json
  /** The JWK Set. */
  readonly keys?: (keys: readonly object[]) => readonly object[]
  readonly idToken?: (claims: Json) => Json
  readonly renewed?: (claims: Json) => Json
  readonly manner?: Manner
  /** A key of its own for each ID Token, made then or with the login's begin; the one before is forgotten. */
  readonly rotate?: 'before signing' | 'between logins'
  readonly userInfo?: (claims: Json) => Json
  /** UserInfo is signed (`application/jwt`). */
  readonly signedUserInfo?: boolean
  readonly logoutToken?: (claims: Json) => Json
  readonly logoutManner?: Manner
  /** What comes back of the `state` of a logout. */
  readonly logoutState?: (state: string) => string | undefined
}

export interface SuiteProvider {
  readonly issuer: string
  /** Where Logout Tokens go. */
  readonly app: { origin: string }
  /** Every request so far: method, path, headers and parameters. */
  readonly requests: readonly Asked[]
  /** Status of each Logout Token's answer. */
  readonly logouts: readonly number[]
  close(): Promise<void>
}

export interface Asked {
  readonly path: string
  readonly authorization: string | undefined
  readonly parameters: URLSearchParams
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const seconds = (): number => Math.floor(Date.now() / 1000)

interface State {
  readonly issuer: string
  readonly wrong: Misbehaviour
  readonly app: { origin: string }
  readonly logouts: number[]
  readonly nonces: Map<string, string>
  key: Key
}

/** Starts it. */
export async function startSuiteProvider(wrong: Misbehaviour): Promise<SuiteProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const requests: Asked[] = []
  const app = { origin: '' }
  const nonces = new Map<string, string>()
  const state: State = { issuer, wrong, app, logouts: [], nonces, key: createKey() }
  server.on('request', (req, res) => {
    void read(req)
      .then((asked) => {
        requests.push(asked)
        return answer(state, asked, res)
      })
      .catch((error) => res.writeHead(500).end(String(error)))
  })
  return {
    issuer,
    app,
    requests,
    logouts: state.logouts,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(req: IncomingMessage): Promise<Asked> {
  const url = new URL(req.url ?? '/', 'http://suite')
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const body = new URLSearchParams(Buffer.concat(chunks).toString())
  const parameters = req.method === 'POST' ? body : url.searchParams
  return { path: url.pathname, authorization: req.headers.authorization, parameters }
}

async function answer(state: State, asked: Asked, res: ServerResponse): Promise<void> {
  const { issuer, wrong } = state
  switch (asked.path) {
    case '/.well-known/openid-configuration':
      return json(res, wrong.document?.(document(issuer)) ?? document(issuer))
    case '/jwks': {
      const keys = [state.key.jwk]
      return json(res, { keys: wrong.keys?.(keys) ?? keys })
    }
    case '/authorize':
      return authorize(state, asked, res)
    case '/token':
      return token(state, asked, res)
    case '/userinfo':
      return userInfo(state, asked, res)
    case '/end':
      return endSession(state, asked, res)
    default:
      res.writeHead(404).end()
  }
}

const document = (issuer: string): Json => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  end_session_endpoint: `${issuer}/end`,
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  backchannel_logout_supported: true,
})

async function authorize(state: State, { parameters }: Asked, res: ServerResponse): Promise<void> {
  const { nonces, wrong } = state
  if (wrong.rotate === 'between logins' && nonces.size > 0) state.key = createKey()
  const code = crypto.randomUUID()
  nonces.set(code, parameters.get('nonce') ?? '')
  const location = new URL(parameters.get('redirect_uri') ?? '')
  location.searchParams.set('code', code)
  location.searchParams.set('state', parameters.get('state') ?? '')
  res.writeHead(302, { location: location.href }).end()
}

async function token(state: State, asked: Asked, res: ServerResponse): Promise<void> {
  const { issuer, wrong, nonces } = state
  const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret.replaceAll(' ', '+')}`).toString('base64')
  if (asked.authorization !== `Basic ${basic}`) {
    return json(res, { error: 'invalid_client' }, 401)
  }
  if (wrong.rotate === 'before signing') state.key = createKey()
  const renewal = asked.parameters.get('grant_type') === 'refresh_token'
  const nonce = nonces.get(asked.parameters.get('code') ?? '')
  const right = {
    iss: issuer,
    sub: SUB,
    aud: CLIENT.id,
    exp: seconds() + 600,
    iat: seconds(),
    ...(!renewal && { nonce }),
  }
  const claims = (renewal ? wrong.renewed : wrong.idToken)?.(right) ?? right
  const id_token = await signToken(state.key, claims, wrong.manner)
  json(res, {
    access_token: crypto.randomUUID(),
    token_type: 'Bearer',
    expires_in: 600,
    refresh_token: crypto.randomUUID(),
    id_token,
  })
}

async function userInfo(state: State, asked: Asked, res: ServerResponse): Promise<void> {
  const { issuer, wrong } = state
  if (!/^Bearer ./.test(asked.authorization ?? '')) return void res.writeHead(401).end()
  const right = { sub: SUB, name: 'Alice A.', email: 'alice@example.org' }
  const claims = wrong.userInfo?.(right) ?? right
  if (!wrong.signedUserInfo) return json(res, claims)
  const signed = await signToken(state.key, { iss: issuer, aud: CLIENT.id, ...claims })
  res.writeHead(200, { 'content-type': 'application/jwt' }).end(signed)
}

/** Tells the app by the back channel, then sends the browser back. */
async function endSession(state: State, asked: Asked, res: ServerResponse): Promise<void> {
  const { issuer, wrong, app, logouts } = state
  const right = {
    iss: issuer,
    sub: SUB,
    aud: CLIENT.id,
    iat: seconds(),
    exp: seconds() + 120,
    jti: crypto.randomUUID(),
    events: { [EVENT]: {} },
  }
  const claims = wrong.logoutToken?.(right) ?? right
  const logout_token = await signToken(state.key, claims, wrong.logoutManner)
  const body = new URLSearchParams({ logout_token })
  logouts.push((await fetch(`${app.origin}/backchannel-logout`, { method: 'POST', body })).status)
  const location = new URL(asked.parameters.get('post_logout_redirect_uri') ?? '')
  const given = asked.parameters.get('state') ?? ''
  const returned = wrong.logoutState === undefined ? given : wrong.logoutState(given)
  if (returned !== undefined) location.searchParams.set('state', returned)
  res.writeHead(302, { location: location.href }).end()
}

function json(res: ServerResponse, body: Json, status = 200): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
