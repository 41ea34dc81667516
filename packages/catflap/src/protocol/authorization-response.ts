/**
 * The authorization response: what the provider's redirect brought back.
 *
 * Pure, in two steps: {@link parseAuthorizationResponse} looks at the form alone, so that the login
 * transaction can be found by `state`; {@link checkAuthorizationResponse} judges the rest, still
 * before the code is spent.
 */
import { LoginError, type LoginErrorCode, type LoginErrorDetails, shown } from '../errors.ts'
import { providerWords } from './provider-words.ts'

/** A well-formed response: exactly one `state`, and a `code` or an `error`. */
export interface AuthorizationResponse {
  readonly state: string
  readonly code: string | undefined
  readonly error: string | undefined
  readonly iss: string | undefined
  /** The provider's own words about an error; repeated or too long, they cost nothing. */
  readonly description: string | undefined
}

/** Longest value accepted, in characters; providers that put a JWT in `code` stay below. */
const MAX_LENGTH = 4096
const READ = ['state', 'code', 'error', 'iss'] as const

/**
 * Reads the query of a callback.
 *
 * @param query - untrusted: anyone can link to the callback
 * @throws {@link LoginError} `PARAMETER_REPEATED`, `PARAMETER_OVERSIZED`, `PARAMETER_MISSING` or
 * `PARAMETER_CONFLICT`, naming the parameter
 * @see RFC 6749, sections 3.1 (no repeats) and 4.1.2
 */
export function parseAuthorizationResponse(query: URLSearchParams): AuthorizationResponse {
  const values: Partial<Record<(typeof READ)[number], string>> = {}
  for (const parameter of READ) {
    const [value, ...more] = query.getAll(parameter)
    if (more.length > 0) fail('PARAMETER_REPEATED', parameter, 'once', `${more.length + 1} times`)
    if (value !== undefined && value.length > MAX_LENGTH) {
      const expected = `at most ${MAX_LENGTH} characters`
      fail('PARAMETER_OVERSIZED', parameter, expected, `${value.length} characters`)
    }
    // An empty parameter counts as absent (RFC 6749, section 3.1).
    if (value) values[parameter] = value
  }
  const { state, code, error, iss } = values
  if (state === undefined) {
    fail('PARAMETER_MISSING', 'state', 'one value', error === undefined ? 'none' : stateless(error))
  }
  if (code === undefined && error === undefined) {
    fail('PARAMETER_MISSING', 'code', 'a code or an error', 'neither')
  }
  if (code !== undefined && error !== undefined) {
    fail('PARAMETER_CONFLICT', 'error', 'a code or an error', 'both')
  }
  return { state, code, error, iss, description: query.get('error_description') ?? undefined }
}

/** Anybody can link to a callback without a state, so of its error only a code is repeated. */
function stateless(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? `none, with the error ${error}` : 'none, with an error'
}

/**
 * Checks who answered and what, once the response is known to belong to a login of this browser.
 *
 * @param issRequired - true when the provider announces that it always sends `iss`
 * @returns the authorization code
 * @throws {@link LoginError} `RESPONSE_ISSUER_MISMATCH`, or for an `error` response
 * `AUTHORIZATION_DENIED`, `AUTHORIZATION_UNAVAILABLE` or `AUTHORIZATION_REFUSED`
 * @see RFC 9207, section 2.4; RFC 6749, section 4.1.2.1
 */
export function checkAuthorizationResponse(
  response: AuthorizationResponse,
  expected: {
    readonly issuer: string
    readonly issRequired: boolean
    /** Scopes that were asked for. */
    readonly scope: string
  },
): string {
  const { code, error, iss, description } = response
  if (iss === undefined ? expected.issRequired : iss !== expected.issuer) {
    fail('RESPONSE_ISSUER_MISMATCH', 'iss', expected.issuer, shown(iss))
  }
  if (code !== undefined) return code
  const refusal = REFUSALS.get(error ?? '') ?? 'AUTHORIZATION_REFUSED'
  const wanted = error === 'invalid_scope' ? `a code for the scopes ${expected.scope}` : 'a code'
  const said = providerWords(description)
  return fail(refusal, 'error', wanted, { seen: shown(error), said })
}

// A Map: an object would also answer to `constructor` and `__proto__`.
const REFUSALS: ReadonlyMap<string, LoginErrorCode> = new Map([
  ['access_denied', 'AUTHORIZATION_DENIED'],
  ['server_error', 'AUTHORIZATION_UNAVAILABLE'],
  ['temporarily_unavailable', 'AUTHORIZATION_UNAVAILABLE'],
])

function fail(
  code: LoginErrorCode,
  parameter: string,
  expected: string,
  found: string | Pick<LoginErrorDetails, 'seen' | 'said'>,
): never {
  const message = `authorization response: unacceptable "${parameter}"`
  const details = typeof found === 'string' ? { seen: found } : found
  throw new LoginError(code, message, { parameter, expected, ...details })
}
