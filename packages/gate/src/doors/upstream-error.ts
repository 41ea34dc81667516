/** Why the app gave no answer, as its visitor is told. */
import type { Session } from 'catflap'
import type { Failure } from 'catflap-forward'
import { ADMIN_GROUP } from 'catflap-lazycat/facts'
import { GateError, type GateErrorCode } from '../errors.ts'

const CODES: Readonly<Record<Failure, GateErrorCode>> = {
  unreachable: 'GATE_UPSTREAM_UNREACHABLE',
  unusable: 'GATE_UPSTREAM_UNUSABLE',
  'too-slow': 'GATE_UPSTREAM_SLOW',
}

/**
 * Makes the error. The cause is a code of the system or of TLS, which helps everybody and tells nothing of
 * the inside; the address is for administrators.
 */
export function upstreamError(
  why: Failure,
  cause: Error | undefined,
  address: string,
  session: Session | undefined,
): GateError {
  const code = cause === undefined ? undefined : (Reflect.get(cause, 'code') as unknown)
  const seen = typeof code === 'string' && /^[A-Z_0-9]{2,60}$/.test(code) ? code : undefined
  const isAdmin = session?.groups.includes(ADMIN_GROUP.value) ?? false
  return new GateError(CODES[why], {
    ...(isAdmin && { parameter: address }),
    ...(seen !== undefined && { seen }),
  })
}
