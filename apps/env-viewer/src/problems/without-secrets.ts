/**
 * A failed request without the secrets of this app's environment: what a provider answers may repeat
 * one, and whoever sees the page of a failed login is not even signed in.
 */
import { LoginError, type LoginTrace, type MessageParameter } from 'catflap'
import type { Hide } from '../env/mask.ts'

/** An error and the login that led to it, as a page tells them. */
interface Told {
  readonly error: LoginError
  readonly trace: LoginTrace | undefined
}

/** The same with every known secret hidden, in whatever form it was repeated. */
export function withoutSecrets<T extends Told>(told: T, hide: Hide): T {
  const { error, trace } = told
  const parameters = (all: readonly MessageParameter[]) =>
    all.map((one) => (one.value === undefined ? one : { ...one, value: hide(one.value) }))
  const hidden = trace && {
    steps: trace.steps.map((step) => ({
      ...step,
      address: step.address && hide(step.address),
      sent: parameters(step.sent),
      received: parameters(step.received),
    })),
    checks: trace.checks.map((check) => ({
      ...check,
      expected: hide(check.expected),
      seen: hide(check.seen),
    })),
  }
  return { ...told, error: errorWithout(error, hide), trace: hidden }
}

function errorWithout(error: LoginError, hide: Hide): LoginError {
  const { code, message, parameter, expected, seen, said, reason } = error
  return new LoginError(code, hide(message), {
    ...(parameter !== undefined && { parameter: hide(parameter) }),
    ...(expected !== undefined && { expected: hide(expected) }),
    ...(seen !== undefined && { seen: hide(seen) }),
    ...(said !== undefined && { said: hide(said) }),
    // One of a closed list, which chooses the words.
    ...(reason !== undefined && { reason }),
  })
}
