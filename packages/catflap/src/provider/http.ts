/**
 * The only place that makes requests to the provider's endpoints: every answer is read whole, within one
 * time and one size, as JSON, and never from anywhere else than the address asked.
 */
import type { LoginErrorCode } from '../errors.ts'
import { LoginError, shown } from '../errors.ts'
import type { Emit, ProviderEndpoint } from '../events.ts'
import { kindOfText, parseObject } from '../protocol/claims.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { mediaType } from '../protocol/header.ts'
import { withoutSent } from '../protocol/provider-words.ts'
import { isTimeout } from './fetch-transport.ts'
import { networkCause } from './network-cause.ts'
import { ProxyFailure, proxyCause } from './proxy.ts'
import { secretsIn } from './sent-secrets.ts'
import type { Incoming, Transport } from './transport.ts'

/** Largest answer read, in bytes, counted after decompression. */
const MAX_BYTES = 1_048_576

/** A request to an endpoint: GET unless it has a body, which is a form. */
export interface ProviderRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer that has been read whole. */
export interface ProviderResponse {
  readonly status: number
  readonly header: HeaderReader
  readonly text: string
}

/** Calls one of the provider's endpoints; `limit` are seconds, where less than the usual are left. */
export type ProviderFetch = (
  endpoint: ProviderEndpoint,
  url: string,
  request?: ProviderRequest,
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
  transport: Transport,
  timeout: number,
  emit: Emit,
): ProviderFetch {
  return async function providerFetch(endpoint, url, request = {}, limit = timeout) {
    const call = { endpoint, url, timeout: Math.min(timeout, limit), usual: timeout }
    const start = performance.now()
    const duration = () => Math.round(performance.now() - start)
    try {
      const response = await exchange(transport, call, request)
      emit({ type: 'provider-answered', endpoint, status: response.status, duration: duration() })
      return response
    } catch (error) {
      const failure = toLoginError(error, call, transport.proxyOf(url))
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
  const object = status === 200 ? parseObject(text) : undefined
  if (object !== undefined) return object
  const expected = `status 200 and a JSON object from ${addressOf(url)}`
  if (status !== 200) return fail(endpoint, 1, 'status', expected, `status ${status}`)
  return fail(endpoint, 1, 'body', expected, kindOfText(text))
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

/** What came, without what was sent. Before it is cut: of a half nobody could tell whose it is. */
type Told = (text: string) => string

async function exchange(
  transport: Transport,
  call: Call,
  { headers = {}, body }: ProviderRequest,
): Promise<ProviderResponse> {
  const { endpoint, url, timeout } = call
  // Nothing is sent whose answer nobody would wait for: a code is good once.
  if (timeout <= 0) throw late(call, 'no answer in time')
  const method = body === undefined ? 'GET' : 'POST'
  const reads = (status: number) => !isRedirect(status) && (!isFailing(status) || names(endpoint))
  const request = { method, headers, body, timeout, maxBytes: MAX_BYTES, reads } as const
  const answer = await transport.send(url, request)
  const { status, header } = answer
  // What answers may be a gateway that says what it was sent.
  const told: Told = (text) => withoutSent(text, secretsIn(headers, body))
  // Followed, it would carry the code, the secret or the token to an address nobody checked.
  if (isRedirect(status)) {
    fail(endpoint, 1, 'status', `an answer from ${addressOf(url)}`, redirect(answer, url, told))
  }
  const text = Buffer.from(answer.body).toString('utf8')
  if (isFailing(status)) {
    const named = names(endpoint) ? told(errorIn(answer, text)) : ''
    fail(endpoint, 0, 'status', `an answer from ${addressOf(url)}`, `status ${status}${named}`)
  }
  refuseDefect(answer, call, told)
  if (endpoint === 'revocation') {
    // The status says it all, and the body is nothing (RFC 7009, section 2.2).
    if (status !== 200) {
      fail(endpoint, 1, 'status', `status 200 from ${addressOf(url)}`, `status ${status}`)
    }
    return { status, header, text }
  }
  const type = mediaType(header('content-type'))
  // A provider may sign what it says of a person (OpenID Connect Core 1.0, section 5.3.2).
  const signed = endpoint === 'userinfo' && type === 'application/jwt'
  if (status === 200 && !signed && !/^application\/([\w.-]+\+)?json$/.test(type)) {
    const kind = parseObject(text) === undefined ? '' : 'JSON labelled '
    const seen = kind + shown(type === '' ? 'none' : told(type))
    fail(endpoint, 1, 'content-type', `application/json from ${addressOf(url)}`, seen)
  }
  return { status, header, text }
}

/** 0: some runtimes tell no more of a redirect. */
const isRedirect = (status: number): boolean => status === 0 || (status >= 300 && status < 400)
const isFailing = (status: number): boolean => status >= 500 || status === 429
/** Whether an endpoint's failure has a name that is worth reading. */
const names = (endpoint: ProviderEndpoint): boolean => endpoint === 'token'

/** Refuses a body that has not come whole. */
function refuseDefect({ defect, header }: Incoming, call: Call, told: Told): void {
  if (defect === undefined) return
  const { endpoint, url } = call
  const address = addressOf(url)
  if (defect.kind === 'late') throw late(call, 'an answer that did not end in time')
  if (defect.kind === 'cut') throw defect.error
  const coding = header('content-encoding') ?? 'identity'
  if (defect.kind === 'coding') {
    const seen = `a body in ${shown(told(coding))} that cannot be read`
    fail(endpoint, 1, 'content-encoding', `an answer from ${address}`, seen)
  }
  const expected = `at most ${MAX_BYTES} bytes from ${address}`
  const packed = coding !== 'identity'
  fail(endpoint, 1, 'body', expected, packed ? 'more, once decompressed' : 'more')
}

/** The provider's own word for its failure, such as ` (server_error)`; empty when it has none. */
function errorIn({ defect }: Incoming, text: string): string {
  // A body that is too long or does not come must not hide the status.
  const { error } = (defect === undefined && parseObject(text)) || {}
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : ''
}

/** Where a redirect would have led says who answered, such as the login page of a gateway. */
function redirect({ status, header }: Incoming, url: string, told: Told): string {
  const location = header('location') ?? ''
  if (location === '' || !URL.canParse(location, url)) return `a redirect (${status})`
  const { origin, pathname } = new URL(location, url)
  return `a redirect (${status}) to ${shown(told(origin + pathname))}`
}

/** @param proxy - by which the address is reached, without its password */
function toLoginError(error: unknown, call: Call, proxy: string | undefined): LoginError {
  if (error instanceof LoginError) return error
  if (isTimeout(error)) return late(call, through(proxy, 'no answer in time'))
  const usual = { ...call, timeout: call.usual }
  if (error instanceof ProxyFailure) {
    return unanswered(usual, 'proxy', `proxy ${proxy}: ${proxyCause(error)}`)
  }
  return unanswered(usual, call.endpoint, through(proxy, networkCause(error)))
}

/** A failure on the way through a proxy, which may be the proxy's. */
const through = (proxy: string | undefined, seen: string): string =>
  proxy === undefined ? seen : `${seen}, by way of the proxy ${proxy}`

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
