/**
 * Every way a login, a session or a logout can fail: one class, one closed list of codes.
 *
 * What a code means to a person, in English and Chinese, stands in `pages/error-texts.ts`; the
 * problems of a configuration are in `configuration/configuration-error.ts`.
 */

/** Every stable error code. A new one needs a row in {@link ERRORS} and in `ERROR_TEXTS`. */
export type LoginErrorCode =
  | 'ACCESS_TOKEN_EXPIRED'
  | 'AT_HASH_MISMATCH'
  | 'AUTHENTICATION_INSUFFICIENT'
  | 'AUTHENTICATION_REQUIRED'
  | 'AUTHORIZATION_DENIED'
  | 'AUTHORIZATION_REFUSED'
  | 'AUTHORIZATION_UNAVAILABLE'
  | 'BODY_TOO_LARGE'
  | 'BODY_UNREADABLE'
  | 'CLIENT_REFUSED'
  | 'CODE_REFUSED'
  | 'CROSS_ORIGIN_REFUSED'
  | 'FORBIDDEN'
  | 'ID_TOKEN_ALG_REFUSED'
  | 'ID_TOKEN_AUDIENCE_MISMATCH'
  | 'ID_TOKEN_AZP_MISMATCH'
  | 'ID_TOKEN_EXPIRED'
  | 'ID_TOKEN_FROM_FUTURE'
  | 'ID_TOKEN_INVALID'
  | 'ID_TOKEN_ISSUER_MISMATCH'
  | 'ID_TOKEN_KEY_UNKNOWN'
  | 'ID_TOKEN_MISSING'
  | 'ID_TOKEN_SIGNATURE_INVALID'
  | 'ID_TOKEN_SUB_MISMATCH'
  | 'INGRESS_USER_INSUFFICIENT'
  | 'INTERNAL'
  | 'ISSUER_MISMATCH'
  | 'JWKS_INVALID'
  | 'JWKS_UNAVAILABLE'
  | 'LOGIN_LOOP'
  | 'LOGIN_PARAMETER_INVALID'
  | 'LOGIN_PATH_MISMATCH'
  | 'LOGIN_TRANSACTION_EXPIRED'
  | 'LOGIN_TRANSACTION_MISSING'
  | 'LOGIN_TRANSACTION_SPENT'
  | 'LOGOUT_TOKEN_INVALID'
  | 'METADATA_INVALID'
  | 'METADATA_UNAVAILABLE'
  | 'METHOD_NOT_ALLOWED'
  | 'NONCE_MISMATCH'
  | 'NOT_FOUND'
  | 'PARAMETER_CONFLICT'
  | 'PARAMETER_MISSING'
  | 'PARAMETER_OVERSIZED'
  | 'PARAMETER_REPEATED'
  | 'REFRESH_TOKEN_MISSING'
  | 'RENEWAL_REFUSED'
  | 'RESPONSE_ISSUER_MISMATCH'
  | 'REVOCATION_REFUSED'
  | 'REVOCATION_UNAVAILABLE'
  | 'SESSION_ENDED'
  | 'STATE_MISMATCH'
  | 'STORE_UNAVAILABLE'
  | 'TOKEN_ENDPOINT_UNAVAILABLE'
  | 'TOKEN_REQUEST_REFUSED'
  | 'TOKEN_RESPONSE_INVALID'
  | 'USERINFO_INVALID'
  | 'USERINFO_SUB_MISMATCH'
  | 'USERINFO_UNAVAILABLE'

/**
 * Why the store gives no answer: a closed list, as stable as the codes. `STORE_TEXTS` says what each
 * means and what to do.
 */
export type StoreFailure =
  | 'AUTHENTICATION_REQUIRED'
  | 'CANNOT_PERSIST'
  | 'CLOSED'
  | 'CONTENTION'
  | 'DAMAGED'
  | 'DISK_FAILED'
  | 'DISK_FULL'
  | 'DRIVER_MISSING'
  | 'FOREIGN_PID_NAMESPACE'
  | 'KEY_DAMAGED'
  | 'LOCKS_LOST'
  | 'NO_ANSWER'
  | 'NOT_PERMITTED'
  | 'OUT_OF_MEMORY'
  | 'READ_ONLY'
  | 'STARTING'
  | 'STORE_FULL'
  | 'TLS_REFUSED'
  | 'TOO_MANY_READERS'
  | 'UNKNOWN'
  | 'UNREACHABLE'
  | 'UNREADABLE_ENTRY'
  | 'UNSAFE_DIRECTORY'
  | 'UNUSABLE_DIRECTORY'
  | 'WRITE_BLOCKED'
  | 'WRONG_DATABASE'
  | 'WRONG_OWNER'
  | 'WRONG_PASSWORD'

/**
 * HTTP status of each code. 4xx: refused. 502: the provider's answer is unusable. 503: cannot tell,
 * so cookies stay as they are and a later try may succeed.
 */
export const ERRORS: Readonly<Record<LoginErrorCode, { readonly status: number }>> = {
  ACCESS_TOKEN_EXPIRED: { status: 401 },
  AT_HASH_MISMATCH: { status: 400 },
  AUTHENTICATION_INSUFFICIENT: { status: 401 },
  AUTHENTICATION_REQUIRED: { status: 401 },
  AUTHORIZATION_DENIED: { status: 403 },
  AUTHORIZATION_REFUSED: { status: 400 },
  AUTHORIZATION_UNAVAILABLE: { status: 503 },
  BODY_TOO_LARGE: { status: 413 },
  BODY_UNREADABLE: { status: 500 },
  CLIENT_REFUSED: { status: 502 },
  CODE_REFUSED: { status: 400 },
  CROSS_ORIGIN_REFUSED: { status: 403 },
  FORBIDDEN: { status: 403 },
  ID_TOKEN_ALG_REFUSED: { status: 400 },
  ID_TOKEN_AUDIENCE_MISMATCH: { status: 400 },
  ID_TOKEN_AZP_MISMATCH: { status: 400 },
  ID_TOKEN_EXPIRED: { status: 400 },
  ID_TOKEN_FROM_FUTURE: { status: 400 },
  ID_TOKEN_INVALID: { status: 400 },
  ID_TOKEN_ISSUER_MISMATCH: { status: 400 },
  ID_TOKEN_KEY_UNKNOWN: { status: 400 },
  ID_TOKEN_MISSING: { status: 502 },
  ID_TOKEN_SIGNATURE_INVALID: { status: 400 },
  ID_TOKEN_SUB_MISMATCH: { status: 400 },
  INGRESS_USER_INSUFFICIENT: { status: 401 },
  INTERNAL: { status: 500 },
  ISSUER_MISMATCH: { status: 502 },
  JWKS_INVALID: { status: 502 },
  JWKS_UNAVAILABLE: { status: 503 },
  LOGIN_LOOP: { status: 400 },
  LOGIN_PARAMETER_INVALID: { status: 400 },
  LOGIN_PATH_MISMATCH: { status: 404 },
  LOGIN_TRANSACTION_EXPIRED: { status: 400 },
  LOGIN_TRANSACTION_MISSING: { status: 400 },
  LOGIN_TRANSACTION_SPENT: { status: 400 },
  LOGOUT_TOKEN_INVALID: { status: 400 },
  METADATA_INVALID: { status: 502 },
  METADATA_UNAVAILABLE: { status: 503 },
  METHOD_NOT_ALLOWED: { status: 405 },
  NONCE_MISMATCH: { status: 400 },
  NOT_FOUND: { status: 404 },
  PARAMETER_CONFLICT: { status: 400 },
  PARAMETER_MISSING: { status: 400 },
  PARAMETER_OVERSIZED: { status: 400 },
  PARAMETER_REPEATED: { status: 400 },
  REFRESH_TOKEN_MISSING: { status: 409 },
  RENEWAL_REFUSED: { status: 401 },
  RESPONSE_ISSUER_MISMATCH: { status: 400 },
  REVOCATION_REFUSED: { status: 502 },
  REVOCATION_UNAVAILABLE: { status: 503 },
  SESSION_ENDED: { status: 401 },
  STATE_MISMATCH: { status: 400 },
  STORE_UNAVAILABLE: { status: 503 },
  TOKEN_ENDPOINT_UNAVAILABLE: { status: 503 },
  TOKEN_REQUEST_REFUSED: { status: 502 },
  TOKEN_RESPONSE_INVALID: { status: 502 },
  USERINFO_INVALID: { status: 502 },
  USERINFO_SUB_MISMATCH: { status: 400 },
  USERINFO_UNAVAILABLE: { status: 503 },
}

/** True of a code of this release: what a later one has stored may name another. */
export const isLoginErrorCode = (code: unknown): code is LoginErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code)

/** What else a {@link LoginError} may carry. None of it is ever a secret. */
export interface LoginErrorDetails {
  /** Wire name of the parameter, claim or header at fault. */
  readonly parameter?: string | undefined
  /** What would have been accepted. */
  readonly expected?: string
  /** What came instead: a public fact (issuer, algorithm, time), or the mere shape of a secret. */
  readonly seen?: string
  /** Of `STORE_UNAVAILABLE`: why. */
  readonly reason?: StoreFailure
  /** What the provider says of it, in its own words (`error_description`); see `providerWords`. */
  readonly said?: string | undefined
  readonly cause?: unknown
}

/**
 * Any failure of a login, a session or a logout.
 *
 * `message` is for the server's log. Neither it nor the details ever carry a token, an authorization
 * code, a cookie, a state or a secret.
 */
export class LoginError extends Error {
  override readonly name = 'LoginError'
  readonly code: LoginErrorCode
  /** HTTP status of this failure. A property, since Koa writes it again to each error it answers. */
  readonly status: number
  readonly parameter: string | undefined
  readonly expected: string | undefined
  readonly seen: string | undefined
  readonly reason: StoreFailure | undefined
  readonly said: string | undefined

  constructor(code: LoginErrorCode, message: string, details: LoginErrorDetails = {}) {
    // Whoever makes the error may have forgotten it: what came over the wire never goes out as it came.
    const { parameter: where, expected: wanted, seen: found, said: words } = details
    const [parameter, expected, seen, said] = [where, wanted, found, words].map((text) =>
      text === undefined ? undefined : fitLine(text, LONGEST_DETAIL),
    )
    const { reason } = details
    const comparison =
      expected === undefined ? '' : ` (expected ${expected}; seen ${seen ?? 'nothing'})`
    const quoted = said === undefined ? '' : `; the provider says: ${said}`
    super(message + comparison + quoted, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.status = ERRORS[code].status
    this.parameter = parameter
    this.expected = expected
    this.seen = seen
    this.reason = reason
    this.said = said
  }
}

/**
 * Makes a value that came over the wire fit for a message: one line, at most 200 characters.
 *
 * @param value - anything that is not a secret; who sent it is not trusted
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
  return fitLine(text, 200)
}

/** Characters; room for two values that {@link shown} has cut, and for the words around them. */
const LONGEST_DETAIL = 600

/**
 * Makes a text fit for a line: what controls a terminal or reorders a text becomes visible, and what
 * is too long is cut with its length told.
 *
 * @param longest - characters
 */
export function fitLine(text: string, longest: number): string {
  // Cut first: what is not shown is not worth looking at.
  const line = text.slice(0, longest).replace(CONTROLS, '\uFFFD')
  return text.length > longest ? `${line}… (${text.length} characters)` : line
}

// C0, DEL and C1, line separators, and the marks that reorder text on a screen.
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
