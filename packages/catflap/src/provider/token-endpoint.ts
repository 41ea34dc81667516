/**
 * One exchange with the token endpoint: authentication, request, and the checks of the envelope. The ID
 * Token in it has rules and codes of its own (`provider/id-token.ts`).
 */
import { LoginError, type LoginErrorCode, shown } from '../errors.ts'
import { isText, kindOfText, parseObject } from '../protocol/claims.ts'
import { mediaType } from '../protocol/header.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { providerWords, withoutSent } from '../protocol/provider-words.ts'
import type { AuthenticatedClient } from './client-authentication.ts'
import { buildClientRequest } from './client-request.ts'
import type { ProviderFetch, ProviderRequest, ProviderResponse } from './http.ts'
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
 * `CLIENT_REFUSED`, `TOKEN_REQUEST_REFUSED`, the grant's own code, or `INTERNAL` where no proof of the client can be made
 * @see RFC 6749, sections 4.1.3, 5 and 6
 */
export async function exchangeGrant(
  { providerFetch, metadata, client, now }: TokenExchange,
  { type, parameters, refused }: Grant,
): Promise<TokenResponse> {
  const { issuer, token_endpoint } = metadata
  const wanted = { ...parameters, grant_type: type }
  const request = await buildClientRequest(issuer, client, wanted)
  const answer = await providerFetch('token', token_endpoint, request)
  const body = parseObject(answer.text)
  if (isRefusal(answer, body)) {
    throw refusal(body, answer.status === 401, refused, { clientId: client.clientId, request })
  }
  return { ...tokensIn(answer, body), clockSkew: clockSkew(answer, now()) }
}

type Body = Readonly<Record<string, unknown>>

/** True of an answer by which the provider refuses (RFC 6749, section 5.2); 401 needs no word. */
function isRefusal({ status, header }: ProviderResponse, body: Body | undefined): boolean {
  if (status === 401) return true
  // Of 5xx nothing comes here.
  if (status < 400) return false
  return mediaType(header('content-type')) === 'application/json' && isText(body?.error)
}

/** The tokens of an answer (RFC 6749, section 5.1); one that has none says for a person what is wrong, and where. */
function tokensIn(
  { status, text }: ProviderResponse,
  body: Body | undefined,
): Omit<TokenResponse, 'clockSkew'> {
  if (status !== 200) fail('status', 'status 200 and a token response', `status ${status}`)
  if (body === undefined) fail('body', 'a token response', kindOfText(text))
  const { access_token, token_type, expires_in, refresh_token, id_token } = body
  if (!isText(access_token)) fail('access_token', 'an access token', shapeOf(access_token))
  // A token that is bound to a key needs one (RFC 6749, section 7.1). A short word is the name of a type;
  // anything longer might be a token in the wrong place.
  if (!isText(token_type)) fail('token_type', 'Bearer', shapeOf(token_type))
  if (!/^bearer$/i.test(token_type)) {
    const named = /^[a-z_]{1,10}$/i.test(token_type)
    fail('token_type', 'Bearer', named ? token_type : 'another value')
  }
  const expiresIn = lifetimeOf(expires_in ?? undefined)
  if (expiresIn !== undefined && !(expiresIn >= 0 && Number.isFinite(expiresIn))) {
    fail('expires_in', 'a number of seconds', shapeOf(expires_in))
  }
  // Some providers write what they do not give.
  const refreshToken = refresh_token === null || refresh_token === '' ? undefined : refresh_token
  if (refreshToken !== undefined && typeof refreshToken !== 'string') {
    fail('refresh_token', 'text', shapeOf(refreshToken))
  }
  const idToken = isText(id_token) ? id_token : undefined
  return { accessToken: access_token, idToken, refreshToken, expiresIn }
}

/** Seconds, also where they are written as text; `-1`, which is refused, for what is no number. */
function lifetimeOf(value: unknown): number | undefined {
  if (typeof value === 'number' || value === undefined) return value
  if (typeof value !== 'string') return -1
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : -1
}

function clockSkew({ header }: ProviderResponse, now: number): number | undefined {
  const time = Date.parse(header('date') ?? '')
  return Number.isNaN(time) ? undefined : Math.round(time / 1000 - now)
}

/** Errors that cannot mean the client, of whatever status. */
const OF_NO_CLIENT: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
])

/** Our code for a refusal, and what the provider says of it without what was sent. */
function refusal(
  body: Body | undefined,
  isUnauthorized: boolean,
  refused: GrantRefused,
  { clientId, request }: { readonly clientId: string; readonly request: Required<ProviderRequest> },
): LoginError {
  const secrets = secretsIn(request.headers, request.body)
  const name = isText(body?.error) ? body.error : 'invalid_client'
  const isUsual = /^[a-z_]{1,40}$/.test(name) && withoutSent(name, secrets) === name
  const seen = isUsual ? name : 'an unusual error code'
  const expected = `tokens for client ${shown(clientId)}`
  const said = providerWords(body?.error_description, secrets)
  const details = { parameter: 'error', expected, seen, said }
  // 401 speaks of the client, whatever the error is called (RFC 6749, section 5.2); Keycloak says
  // unauthorized_client, Auth0 access_denied. Taken for a word about the person, a secret that has
  // changed would end every session.
  const ofClient = isUnauthorized && !OF_NO_CLIENT.has(seen)
  if (seen === 'invalid_client' || ofClient) {
    return new LoginError('CLIENT_REFUSED', 'token request: client refused', details)
  }
  const code = refused.errors.includes(seen) ? refused.code : 'TOKEN_REQUEST_REFUSED'
  return new LoginError(code, 'token request: refused', details)
}

function fail(parameter: string, expected: string, seen: string): never {
  const message = 'token response: unacceptable'
  throw new LoginError('TOKEN_RESPONSE_INVALID', message, { parameter, expected, seen })
}

function shapeOf(value: unknown): string {
  if (value === undefined) return 'none'
  if (value === Number.POSITIVE_INFINITY) return 'a number beyond all bounds'
  if (typeof value === 'number') return value < 0 ? 'a negative number' : 'a number'
  return value === '' ? 'empty' : typeof value === 'string' ? 'text' : 'other JSON'
}
