/**
 * The only place that calls `fetch`: every answer is read whole, within one time and one size, as
 * JSON, and never from anywhere else than the address asked.
 */
import type { LoginErrorCode } from '../errors.ts'
import { LoginError } from '../errors.ts'
import type { EventListener, ProviderEndpoint } from '../events.ts'

/** Largest answer read, in bytes, counted after decompression. */
const MAX_BYTES = 1_048_576

/** An answer that has been read whole. */
export interface ProviderResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Calls one of the provider's endpoints. */
export type ProviderFetch = (
  endpoint: ProviderEndpoint,
  url: string,
  init?: RequestInit,
) => Promise<ProviderResponse>

const CODES: Readonly<Record<ProviderEndpoint, readonly [LoginErrorCode, LoginErrorCode]>> = {
  discovery: ['METADATA_UNAVAILABLE', 'METADATA_INVALID'],
  jwks: ['JWKS_UNAVAILABLE', 'JWKS_INVALID'],
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
  emit: EventListener,
): ProviderFetch {
  return async function providerFetch(endpoint, url, init = {}) {
    const start = performance.now()
    const duration = () => Math.round(performance.now() - start)
    try {
      const response = await exchange(fetchUrl, timeout, endpoint, url, init)
      emit({ type: 'provider-answered', endpoint, status: response.status, duration: duration() })
      return response
    } catch (error) {
      const failure = toLoginError(error, endpoint, timeout)
      const { code } = failure
      emit({ type: 'provider-failed', endpoint, code, duration: duration() }, failure)
      throw failure
    }
  }
}

async function exchange(
  fetchUrl: typeof fetch,
  timeout: number,
  endpoint: ProviderEndpoint,
  url: string,
  init: RequestInit,
): Promise<ProviderResponse> {
  const signal = AbortSignal.timeout(timeout * 1000)
  const response = await fetchUrl(url, { ...init, redirect: 'manual', signal })
  const { status, headers } = response
  try {
    // Followed, it would carry the code, the secret or the token to an address nobody checked.
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      fail(endpoint, 1, 'status', 'an answer', `a redirect (${status})`)
    }
    if (status >= 500 || status === 429) {
      fail(endpoint, 0, 'status', 'an answer', `status ${status}`)
    }
    const text = await readBody(response, endpoint)
    if (endpoint === 'revocation') {
      // The status says it all, and the body is nothing (RFC 7009, section 2.2).
      if (status !== 200) fail(endpoint, 1, 'status', 'status 200', `status ${status}`)
      return { status, headers, text }
    }
    const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (status === 200 && !/^application\/([\w.-]+\+)?json$/.test(type)) {
      fail(endpoint, 1, 'content-type', 'application/json', type || 'none')
    }
    return { status, headers, text }
  } catch (error) {
    await response.body?.cancel().catch(() => undefined)
    throw error
  }
}

/** Reads chunk by chunk, so that a small compressed answer cannot become a large one in memory. */
async function readBody(response: Response, endpoint: ProviderEndpoint): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    size += value.byteLength
    if (size > MAX_BYTES) {
      await reader?.cancel().catch(() => undefined)
      fail(endpoint, 1, 'body', `at most ${MAX_BYTES} bytes`, 'more')
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks, size).toString('utf8')
}

function toLoginError(error: unknown, endpoint: ProviderEndpoint, timeout: number): LoginError {
  if (error instanceof LoginError) return error
  const late = error instanceof DOMException && error.name === 'TimeoutError'
  return new LoginError(CODES[endpoint][0], `${endpoint}: no answer`, {
    parameter: late ? 'timeout' : endpoint,
    expected: `an answer within ${timeout} seconds`,
    seen: late ? 'no answer in time' : networkCause(error),
  })
}

/** Node says "fetch failed" and hides the reason (ECONNREFUSED, CERT_HAS_EXPIRED …) in `cause`. */
function networkCause(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return 'a broken connection'
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
