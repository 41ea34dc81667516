/**
 * One login's worth of requests to the provider: the code for tokens, the keys, the ID Token's
 * checks, UserInfo; each of them a step of the login's trace.
 */
import { shown } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import type { CheckedClaims } from '../protocol/id-token.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { kept, type LoginRecorder, type OpenStep, plain, spent } from '../trace.ts'
import type { AuthenticatedClient, ClientAuthentication } from './client-authentication.ts'
import type { ProviderFetch } from './http.ts'
import { type IdTokenExpectation, verifyIdToken } from './id-token.ts'
import type { KeySource } from './keys.ts'
import { fetchTokens, type TokenRequest, type TokenSet } from './token.ts'
import { checkUserInfo, type OpenSigned, requestUserInfo } from './userinfo.ts'

/** Everything that redeeming one code brought. */
export interface Redeemed {
  readonly tokens: TokenSet
  readonly claims: CheckedClaims
  /** Without any, where the provider has no UserInfo endpoint. */
  readonly userInfo: Claims
}

/** What redeeming needs of the provider. */
export interface Redemption {
  readonly providerFetch: ProviderFetch
  readonly metadata: ProviderMetadata
  readonly clientId: string
  readonly authentication: ClientAuthentication
  readonly signingKeys: KeySource
  /** Seconds since the keys were last fetched. */
  readonly keysAge: () => number
  readonly openSigned: OpenSigned
  /** Seconds since the epoch. */
  readonly now: () => number
}

/**
 * Redeems a code and checks all that it brings.
 *
 * It rejects with the codes of {@link fetchTokens}, {@link verifyIdToken} and {@link checkUserInfo}.
 */
export async function redeemCode(
  redemption: Redemption,
  request: TokenRequest,
  expected: IdTokenExpectation,
  recorder: LoginRecorder,
): Promise<Redeemed> {
  const { providerFetch, metadata, authentication, signingKeys, keysAge, now } = redemption
  const { checks } = recorder
  const tokens = await recorder.step('token-request', async (step) => {
    step.address = metadata.token_endpoint
    const asking = { providerFetch: observed(providerFetch, step), metadata, now }
    const tokens = await authentication.run(metadata, (client) => {
      step.sent.splice(0, step.sent.length, ...describeTokenRequest(client, request))
      return fetchTokens({ ...asking, client }, request)
    })
    step.received.push(...describeTokens(tokens))
    return tokens
  })
  checks.push({
    name: 'PKCE',
    expected: 'code_verifier of the S256 code_challenge',
    seen: 'accepted',
  })
  const claims = await recorder.step('id-token', (step) => {
    const recorded: KeySource = (header) =>
      recorder.step('jwks-request', async (keyStep) => {
        keyStep.address = metadata.jwks_uri
        step.received.push(...plain({ alg: header.alg, kid: header.kid && shown(header.kid) }))
        const keys = await signingKeys(header)
        keyStep.received.push(...plain({ keys: keys.length, age: Math.round(keysAge()) }))
        return keys
      })
    // The first keys are a step of its own; what else is tried is not.
    const all: KeySource = (header, tried = []) =>
      tried.length > 0 ? signingKeys(header, tried) : recorded(header)
    return verifyIdToken(tokens, expected, all, now, checks)
  })
  const userInfo = await askUserInfo(redemption, tokens.accessToken, claims.sub, recorder)
  return { tokens, claims, userInfo }
}

/** What UserInfo says of a person; nothing where the provider has no such endpoint. */
async function askUserInfo(
  { providerFetch, metadata, openSigned }: Redemption,
  accessToken: string,
  sub: string,
  { step: record, checks }: LoginRecorder,
): Promise<Claims> {
  const { userinfo_endpoint: endpoint } = metadata
  if (endpoint === undefined) {
    checks.push({ name: 'UserInfo', expected: 'claims, or no endpoint', seen: 'no endpoint' })
    return {}
  }
  const userInfo = await record('userinfo-request', async (step) => {
    step.address = endpoint
    step.sent.push({ name: 'authorization', shape: 'the access token' })
    const answer = await requestUserInfo(observed(providerFetch, step), endpoint, accessToken)
    const info = await checkUserInfo(endpoint, answer, sub, openSigned)
    step.received.push(...plain({ claims: Object.keys(info).map(shown).join(', ') }))
    return info
  })
  checks.push({ name: 'sub (UserInfo)', expected: shown(sub), seen: shown(userInfo.sub) })
  return userInfo
}

/** The same calls, whose status goes into a step. */
function observed(providerFetch: ProviderFetch, step: OpenStep): ProviderFetch {
  return async function observedFetch(endpoint, url, request) {
    const response = await providerFetch(endpoint, url, request)
    step.status = response.status
    return response
  }
}

/** One try; how the client proved itself is told, and never by what. */
function describeTokenRequest(
  { clientId, proof }: AuthenticatedClient,
  { redirectUri, code, codeVerifier }: TokenRequest,
): OpenStep['sent'] {
  return [
    ...plain({ grant_type: 'authorization_code', redirect_uri: redirectUri, client_id: clientId }),
    spent('code', code),
    spent('code_verifier', codeVerifier),
    ...(proof === undefined ? [] : [{ name: proof, shape: 'never shown' }]),
  ]
}

/** Tokens by their shape: the session itself holds those that are good now. */
function describeTokens(tokens: TokenSet): OpenStep['received'] {
  const { accessToken, idToken, refreshToken, expiresIn, clockSkew } = tokens
  return [
    kept('access_token', accessToken),
    kept('id_token', idToken),
    ...(refreshToken === undefined ? [] : [kept('refresh_token', refreshToken)]),
    ...plain({ expires_in: expiresIn, clock_skew: clockSkew }),
  ]
}
