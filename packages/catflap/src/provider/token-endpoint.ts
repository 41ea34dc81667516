/**
 * One exchange with the token endpoint: authentication, request, and the checks of the envelope.
 *
 * `oauth4webapi` makes the request and judges the envelope. The ID Token is taken out first: it has
 * rules and codes of its own (`provider/id-token.ts`).
 */
import * as oauth from 'oauth4webapi'
import { LoginError, type LoginErrorCode, shown } from '../errors.ts'
import { isText, kindOfText, parseObject } from '../protocol/claims.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { providerWords, withoutSent } from '../protocol/provider-words.ts'
import type { AuthenticatedClient } from './client-authentication.ts'
import type { ProviderFetch, ProviderResponse } from './http.ts'
import { secretsIn } from './sent-secrets.ts'

/** What an exchange needs: whom to ask, and as whom. */
export interface TokenExchange {
  readonly providerFetch: ProviderFetch
  readonly metadata: ProviderMetadata
  readonly client: AuthenticatedClient
  /** Seconds since the epoch. */
  readonly now: () => number
}

/** What a token response held. */
export interface TokenResponse {
  readonly accessToken: string
  readonly idToken: string | undefined
  readonly refreshToken: string | undefined
  /** Seconds for which the access token lives; `undefined` when the provider does not say. */
  readonly expiresIn: number | undefined
  /** Seconds by which the provider's clock is ahead of ours, by its `Date` header. */
  readonly clockSkew: number | undefined
}

/** The `error` values that mean "this grant is no good", and our code for them. */
export interface GrantRefused {
  readonly errors: readonly string[]
  readonly code: LoginErrorCode
}

/** One grant: its type, its parameters by wire name, and how its refusal is told. */
export interface Grant {
  readonly type: 'authorization_code' | 'refresh_token'
  readonly parameters: Readonly<Record<string, string>>
  readonly refused: GrantRefused
}

/**
 * Exchanges a grant for tokens.
 *
 * @throws {@link LoginError} `TOKEN_ENDPOINT_UNAVAILABLE`, `TOKEN_RESPONSE_INVALID`,
 * `CLIENT_REFUSED`, `TOKEN_REQUEST_REFUSED` or the grant's own code
 * @see RFC 6749, sections 4.1.3, 5 and 6
 */
export async function exchangeGrant(
  { providerFetch, metadata, client: { clientId, authentication }, now }: TokenExchange,
  grant: Grant,
): Promise<TokenResponse> {
  let answer: ProviderResponse | undefined
  let said: Record<string, unknown> | undefined
  let secrets: readonly string[] = []
  const as = { issuer: metadata.issuer, token_endpoint: metadata.token_endpoint }
  const client = { client_id: clientId }
  const options: oauth.TokenEndpointRequestOptions = {
    // The configuration has already refused http anywhere but on loopback.
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url, { headers, body }) => {
      secrets = secretsIn(headers, body)
      answer = await providerFetch('token', url, { headers, body: body.toString() })
      said = parseObject(answer.text)
      return envelope(answer, said)
    },
  }
  try {
    const { type, parameters } = grant
    const response = await oauth.genericTokenEndpointRequest(
      as,
      client,
      authentication,
      type,
      { ...parameters },
      options,
    )
    const tokens = await oauth.processGenericTokenEndpointResponse(as, client, response)
    // `oauth4webapi` knows tokens that are bound to a key as well, and we hold no key (RFC 6749, section 7.1).
    if (tokens.token_type !== 'bearer') throw new TypeError('not a bearer token')
    const idToken = said?.id_token
    return {
      accessToken: tokens.access_token,
      idToken: isText(idToken) ? idToken : undefined,
      refreshToken: tokens.refresh_token,
      expiresIn: tokens.expires_in,
      clockSkew: clockSkew(answer, now()),
    }
  } catch (error) {
    if (error instanceof LoginError) throw error
    throw refusal(error, answer, grant.refused, { clientId, secrets })
  }
}

/** The answer without its ID Token, and without what some providers write for nothing. */
function envelope(
  { status, header }: ProviderResponse,
  body: Record<string, unknown> | undefined,
): Response {
  const { refresh_token, expires_in } = body ?? {}
  const rest = body && {
    ...body,
    id_token: undefined,
    // Nobody reads it here: which scopes were granted, the claims tell.
    scope: undefined,
    refresh_token: refresh_token === null || refresh_token === '' ? undefined : refresh_token,
    expires_in: lifetimeOf(expires_in ?? undefined),
  }
  // Lengths and encodings in the headers speak of the answer as it came.
  const kept = new Headers({ 'content-type': header('content-type') ?? '' })
  // What holds no JSON object for us must hold none for others.
  return new Response(rest === undefined ? '' : JSON.stringify(rest), { status, headers: kept })
}

/** Seconds, also where they are written as text; `-1`, which is refused, for what is no number. */
function lifetimeOf(value: unknown): number | undefined {
  if (typeof value === 'number' || value === undefined) return value
  if (typeof value !== 'string') return -1
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : -1
}

function clockSkew(answer: ProviderResponse | undefined, now: number): number | undefined {
  const time = Date.parse(answer?.header('date') ?? '')
  return Number.isNaN(time) ? undefined : Math.round(time / 1000 - now)
}

/** Errors that cannot mean the client, of whatever status. */
const OF_NO_CLIENT: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
])

/** Our code for what `oauth4webapi` found; its own error holds the body, so it is not kept. */
function refusal(
  error: unknown,
  answer: ProviderResponse | undefined,
  refused: GrantRefused,
  { clientId, secrets }: { readonly clientId: string; readonly secrets: readonly string[] },
): LoginError {
  if (error instanceof oauth.ResponseBodyError || answer?.status === 401) {
    const body = parseObject(answer?.text ?? '')
    const name = String(body?.error ?? 'invalid_client')
    const isUsual = /^[a-z_]{1,40}$/.test(name) && withoutSent(name, secrets) === name
    const seen = isUsual ? name : 'an unusual error code'
    const expected = `tokens for client ${shown(clientId)}`
    const said = providerWords(body?.error_description, secrets)
    const details = { parameter: 'error', expected, seen, said }
    // 401 speaks of the client, whatever the error is called (RFC 6749, section 5.2); Keycloak says
    // unauthorized_client, Auth0 access_denied. Taken for a word about the person, a secret that has
    // changed would end every session.
    const ofClient = answer?.status === 401 && !OF_NO_CLIENT.has(seen)
    const refusesGrant = refused.errors.includes(seen) && !ofClient
    if (seen === 'invalid_client' || ofClient) {
      return new LoginError('CLIENT_REFUSED', 'token request: client refused', details)
    }
    const code = refusesGrant ? refused.code : 'TOKEN_REQUEST_REFUSED'
    return new LoginError(code, 'token request: refused', details)
  }
  const [parameter, expected, seen] = defect(answer)
  return new LoginError('TOKEN_RESPONSE_INVALID', 'token response: unacceptable', {
    parameter,
    expected,
    seen,
  })
}

/** What is wrong with a token response, for a person: where, what was expected, what was seen. */
function defect(answer: ProviderResponse | undefined): readonly [string, string, string] {
  const { status = 0, text = '' } = answer ?? {}
  const body = parseObject(text)
  if (status !== 200) return ['status', 'status 200 and a token response', `status ${status}`]
  if (body === undefined) return ['body', 'a token response', kindOfText(text)]
  const { access_token, token_type, expires_in, refresh_token } = body
  if (!isText(access_token)) return ['access_token', 'an access token', shapeOf(access_token)]
  // A short word is the name of a type; anything longer might be a token in the wrong place.
  if (!isText(token_type)) return ['token_type', 'Bearer', shapeOf(token_type)]
  if (!/^bearer$/i.test(token_type)) {
    const named = /^[a-z_]{1,10}$/i.test(token_type)
    return ['token_type', 'Bearer', named ? token_type : 'another value']
  }
  const isLifetime = (lifetimeOf(expires_in ?? undefined) ?? 0) >= 0
  if (!isLifetime) return ['expires_in', 'a number of seconds', shapeOf(expires_in)]
  if (refresh_token !== undefined && typeof refresh_token !== 'string') {
    return ['refresh_token', 'text', shapeOf(refresh_token)]
  }
  return ['body', 'a token response', 'something else']
}

function shapeOf(value: unknown): string {
  if (value === undefined) return 'none'
  if (typeof value === 'number') return value < 0 ? 'a negative number' : 'a number'
  return value === '' ? 'empty' : typeof value === 'string' ? 'text' : 'other JSON'
}
