/**
 * One login's worth of requests to the provider: the code for tokens, the keys, the ID Token's
 * checks, UserInfo; each of them a step of the login's trace.
 */
import { shown } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import type { CheckedClaims } from '../protocol/id-token.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { kept, type LoginRecorder, type OpenStep, plain, spent } from '../trace.ts'
import type { ProviderFetch } from './http.ts'
import { type IdTokenExpectation, verifyIdToken } from './id-token.ts'
import type { KeySource } from './keys.ts'
import { fetchTokens, type TokenRequest, type TokenSet } from './token.ts'
import { fetchUserInfo } from './userinfo.ts'

/** Everything that redeeming one code brought. */
export interface Redeemed {
  readonly tokens: TokenSet
  readonly claims: CheckedClaims
  readonly userInfo: Claims
}

/** What redeeming needs of the provider. */
export interface Redemption {
  readonly providerFetch: ProviderFetch
  readonly metadata: ProviderMetadata
  readonly signingKeys: KeySource
  /** Seconds since the keys were last fetched. */
  readonly keysAge: () => number
  /** Seconds since the epoch. */
  readonly now: () => number
}

/**
 * Redeems a code and checks all that it brings.
 *
 * It rejects with the codes of {@link fetchTokens}, {@link verifyIdToken} and {@link fetchUserInfo}.
 */
export async function redeemCode(
  { providerFetch, metadata, signingKeys, keysAge, now }: Redemption,
  request: TokenRequest,
  expected: IdTokenExpectation,
  recorder: LoginRecorder,
): Promise<Redeemed> {
  const { checks } = recorder
  const tokens = await recorder.step('token-request', async (step) => {
    describeTokenRequest(step, metadata, request)
    const tokens = await fetchTokens(observed(providerFetch, step), metadata, request, now)
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
    return verifyIdToken(tokens, expected, recorded, now, checks)
  })
  const userInfo = await recorder.step('userinfo-request', async (step) => {
    const { userinfo_endpoint: endpoint } = metadata
    step.address = endpoint
    step.sent.push({ name: 'authorization', shape: 'the access token' })
    const { accessToken } = tokens
    const info = await fetchUserInfo(
      observed(providerFetch, step),
      endpoint,
      accessToken,
      claims.sub,
    )
    step.received.push(...plain({ claims: Object.keys(info).map(shown).join(', ') }))
    return info
  })
  checks.push({ name: 'sub (UserInfo)', expected: shown(claims.sub), seen: shown(userInfo.sub) })
  return { tokens, claims, userInfo }
}

/** The same calls, whose status goes into a step. */
function observed(providerFetch: ProviderFetch, step: OpenStep): ProviderFetch {
  return async function observedFetch(endpoint, url, init) {
    const response = await providerFetch(endpoint, url, init)
    step.status = response.status
    return response
  }
}

function describeTokenRequest(
  step: OpenStep,
  metadata: ProviderMetadata,
  { clientId, redirectUri, code, codeVerifier }: TokenRequest,
): void {
  step.address = metadata.token_endpoint
  step.sent.push(
    ...plain({ grant_type: 'authorization_code', redirect_uri: redirectUri, client_id: clientId }),
    spent('code', code),
    spent('code_verifier', codeVerifier),
    { name: 'client_secret', shape: 'never shown' },
  )
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
