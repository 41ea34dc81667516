/**
 * The only place that calls `fetch`: every answer is read whole, within one time and one size, as
 * JSON, and never from anywhere else than the address asked.
 */
import type { LoginErrorCode } from '../errors.ts'
import { LoginError, shown } from '../errors.ts'
import type { Emit, ProviderEndpoint } from '../events.ts'
import { kindOfText, parseObject } from '../protocol/claims.ts'
import { mediaType } from '../protocol/header.ts'
import { networkCause } from './network-cause.ts'

/** Largest answer read, in bytes, counted after decompression. */
const MAX_BYTES = 1_048_576

/** An answer that has been read whole. */
export interface ProviderResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Calls one of the provider's endpoints; `limit` are seconds, where less than the usual are left. */
export type ProviderFetch = (
  endpoint: ProviderEndpoint,
  url: string,
  init?: RequestInit,
  limit?: number,
) => Promise<ProviderResponse>

const CODES: Readonly<Record<ProviderEndpoint, readonly [LoginErrorCode, LoginErrorCode]>> = {
  discovery: ['METADATA_UNAVAILABLE', 'METADATA_INVALID'],
  jwks: ['JWKS_UNAVAILABLE', 'JWKS_INVALID'],
  'pushed-authorization': ['AUTHORIZATION_UNAVAILABLE', 'AUTHORIZATION_REFUSED'],
  token: ['TOKEN_ENDPOINT_UNAVAILABLE', 'TOKEN_RESPONSE_INVALID'],
  userinfo: ['USERINFO_UNAVAILABLE', 'USERINFO_INVALID'],
  revocation: ['REVOCATION_UNAVAILABLE', 'REVOCATION_REFUSED'],
}

/**
 * Makes the function that calls the provider.
 *
 * It throws {@link LoginError}: the endpoint's `…_UNAVAILABLE` when there was no answer in time or
 * one of 5xx or 429, its `…_INVALID` (`REVOCATION_REFUSED`) for a redirect, an answer that is too
 * large or not JSON.
 *
 * @param timeout - for one whole exchange, body included; seconds
 */
export function createProviderFetch(
  fetchUrl: typeof fetch,
  timeout: number,
  emit: Emit,
): ProviderFetch {
  return async function providerFetch(endpoint, url, init = {}, limit = timeout) {
    const call = { endpoint, url, timeout: Math.min(timeout, limit), usual: timeout }
    const start = performance.now()
    const duration = () => Math.round(performance.now() - start)
    try {
      const response = await exchange(fetchUrl, call, init)
      emit({ type: 'provider-answered', endpoint, status: response.status, duration: duration() })
      return response
    } catch (error) {
      const failure = toLoginError(error, call)
      const { code } = failure
      emit({ type: 'provider-failed', endpoint, code, duration: duration() }, failure)
      throw failure
    }
  }
}

/**
 * The JSON object of an answer, which must have status 200.
 *
 * @param url - the address that was asked
 * @throws {@link LoginError} the endpoint's `…_INVALID`, saying what came instead
 */
export function readObject(
  endpoint: ProviderEndpoint,
  url: string,
  { status, text }: Pick<ProviderResponse, 'status' | 'text'>,
): Record<string, unknown> {
  const expected = `status 200 and a JSON object from ${addressOf(url)}`
  if (status !== 200) return fail(endpoint, 1, 'status', expected, `status ${status}`)
  return parseObject(text) ?? fail(endpoint, 1, 'body', expected, kindOfText(text))
}

/** An address as a person is shown it: without a query, which may hold anything. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return shown(origin + pathname)
}

/** One request: whom it asks, and for how many seconds it waits. */
interface Call {
  readonly endpoint: ProviderEndpoint
  readonly url: string
  readonly timeout: number
  /** The same where no deadline is near. */
  readonly usual: number
}

async function exchange(
  fetchUrl: typeof fetch,
  call: Call,
  init: RequestInit,
): Promise<ProviderResponse> {
  const { endpoint, url, timeout } = call
  // Nothing is sent whose answer nobody would wait for: a code is good once.
  if (timeout <= 0) throw late(call, 'no answer in time')
  const address = addressOf(url)
  const signal = AbortSignal.timeout(Math.ceil(timeout * 1000))
  const response = await fetchUrl(url, { ...init, redirect: 'manual', signal })
  const { status, headers } = response
  try {
    // Followed, it would carry the code, the secret or the token to an address nobody checked.
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      fail(endpoint, 1, 'status', `an answer from ${address}`, redirect(status, headers, url))
    }
    if (status >= 500 || status === 429) {
      const named = endpoint === 'token' ? await errorOf(response, address) : ''
      fail(endpoint, 0, 'status', `an answer from ${address}`, `status ${status}${named}`)
    }
    const text = await readBody(response, endpoint, address)
    if (endpoint === 'revocation') {
      // The status says it all, and the body is nothing (RFC 7009, section 2.2).
      const expected = `status 200 from ${address}`
      if (status !== 200) fail(endpoint, 1, 'status', expected, `status ${status}`)
      return { status, headers, text }
    }
    const type = mediaType(headers.get('content-type'))
    // A provider may sign what it says of a person (OpenID Connect Core 1.0, section 5.3.2).
    const signed = endpoint === 'userinfo' && type === 'application/jwt'
    if (status === 200 && !signed && !/^application\/([\w.-]+\+)?json$/.test(type)) {
      const kind = parseObject(text) === undefined ? '' : 'JSON labelled '
      const seen = kind + shown(type === '' ? 'none' : type)
      fail(endpoint, 1, 'content-type', `application/json from ${address}`, seen)
    }
    return { status, headers, text }
  } catch (error) {
    await response.body?.cancel().catch(() => undefined)
    throw isLate(error) ? late(call, 'an answer that did not end in time') : error
  }
}

/** Reads chunk by chunk, so that a small compressed answer cannot become a large one in memory. */
async function readBody(
  response: Response,
  endpoint: ProviderEndpoint,
  address: string,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    size += value.byteLength
    if (size > MAX_BYTES) {
      await reader?.cancel().catch(() => undefined)
      const packed = response.headers.has('content-encoding')
      const expected = `at most ${MAX_BYTES} bytes from ${address}`
      fail(endpoint, 1, 'body', expected, packed ? 'more, once decompressed' : 'more')
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks, size).toString('utf8')
}

/** The provider's own word for its failure, such as ` (server_error)`; empty when it has none. */
async function errorOf(response: Response, address: string): Promise<string> {
  // A body that is too long or does not come must not hide the status.
  const text = await readBody(response, 'token', address).catch(() => '')
  const { error } = parseObject(text) ?? {}
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : ''
}

/** Where a redirect would have led says who answered, such as the login page of a gateway. */
function redirect(status: number, headers: Headers, url: string): string {
  const location = headers.get('location')
  if (location === null || !URL.canParse(location, url)) return `a redirect (${status})`
  return `a redirect (${status}) to ${addressOf(new URL(location, url).href)}`
}

function toLoginError(error: unknown, call: Call): LoginError {
  if (error instanceof LoginError) return error
  if (isLate(error)) return late(call, 'no answer in time')
  return unanswered({ ...call, timeout: call.usual }, call.endpoint, networkCause(error))
}

const isLate = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'TimeoutError'

/** The endpoint's `…_UNAVAILABLE`, for an answer that does not come within so many seconds. */
export function lateError(endpoint: ProviderEndpoint, url: string, timeout: number): LoginError {
  return late({ endpoint, url, timeout, usual: timeout }, 'no answer in time')
}

const late = (call: Call, seen: string): LoginError => unanswered(call, 'timeout', seen)

function unanswered(
  { endpoint, url, timeout }: Omit<Call, 'usual'>,
  parameter: string,
  seen: string,
): LoginError {
  const seconds = timeout < 1 ? Math.max(0, Math.round(timeout * 10) / 10) : Math.round(timeout)
  const expected = `an answer from ${addressOf(url)} within ${seconds} seconds`
  return new LoginError(CODES[endpoint][0], `${endpoint}: no answer`, { parameter, expected, seen })
}

function fail(
  endpoint: ProviderEndpoint,
  kind: 0 | 1,
  parameter: string,
  expected: string,
  seen: string,
): never {
  const message = `${endpoint}: unacceptable ${parameter}`
  throw new LoginError(CODES[endpoint][kind], message, { parameter, expected, seen })
}
