/** Every way in which the gate itself refuses a request; what a login refuses is the library's `LoginError`. */

/** Every stable code. A new one needs a row in {@link GATE_ERRORS} and in `answers/texts.ts`. */
export type GateErrorCode =
  | 'GATE_ASK_AGAIN'
  | 'GATE_HOST_UNKNOWN'
  | 'GATE_IDENTITY_UNUSABLE'
  | 'GATE_LOOP'
  | 'GATE_METHOD_REFUSED'
  | 'GATE_NO_UPSTREAM'
  | 'GATE_PATH_UNKNOWN'
  | 'GATE_PEER_UNTRUSTED'
  | 'GATE_PROXY_MISCONFIGURED'
  | 'GATE_RULE_DENIES'
  | 'GATE_SOCKETS_TOO_MANY'
  | 'GATE_TARGET_INVALID'
  | 'GATE_UPGRADE_REFUSED'
  | 'GATE_UPSTREAM_SLOW'
  | 'GATE_UPSTREAM_UNREACHABLE'
  | 'GATE_UPSTREAM_UNUSABLE'

/** HTTP status of each code. */
export const GATE_ERRORS: Readonly<Record<GateErrorCode, { readonly status: number }>> = {
  GATE_ASK_AGAIN: { status: 503 },
  GATE_HOST_UNKNOWN: { status: 421 },
  GATE_IDENTITY_UNUSABLE: { status: 403 },
  GATE_LOOP: { status: 500 },
  GATE_METHOD_REFUSED: { status: 405 },
  GATE_NO_UPSTREAM: { status: 404 },
  GATE_PATH_UNKNOWN: { status: 404 },
  GATE_PEER_UNTRUSTED: { status: 403 },
  GATE_PROXY_MISCONFIGURED: { status: 500 },
  GATE_RULE_DENIES: { status: 403 },
  GATE_SOCKETS_TOO_MANY: { status: 429 },
  GATE_TARGET_INVALID: { status: 400 },
  GATE_UPGRADE_REFUSED: { status: 400 },
  GATE_UPSTREAM_SLOW: { status: 504 },
  GATE_UPSTREAM_UNREACHABLE: { status: 502 },
  GATE_UPSTREAM_UNUSABLE: { status: 502 },
}

/** What else a {@link GateError} may carry. None of it is ever a secret. */
export interface GateErrorDetails {
  /** Header, claim or rule at fault. */
  readonly parameter?: string
  readonly expected?: string
  readonly seen?: string
  /** The line of a configuration that mends it. */
  readonly line?: string
}

/** A request that the gate refuses. */
export class GateError extends Error {
  override readonly name = 'GateError'
  readonly code: GateErrorCode
  readonly status: number
  readonly details: GateErrorDetails

  constructor(code: GateErrorCode, details: GateErrorDetails = {}) {
    super(code)
    this.code = code
    this.status = GATE_ERRORS[code].status
    this.details = details
  }
}

/** Text of others as a page or a log may show it: printable ASCII, cut short. */
export const shown = (text: string): string => {
  const plain = text.replace(/[^\x20-\x7e]/g, '?')
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain
}
