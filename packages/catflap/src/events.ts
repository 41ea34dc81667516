/**
 * What the library tells its owner while it works: one union, with ids, codes and durations only.
 *
 * No event holds a value that came from a user or a provider. Leaves out where events go: that is
 * the owner's `onEvent`.
 */
import type { LoginError, LoginErrorCode } from './errors.ts'

/** The provider's addresses that the library calls. */
export type ProviderEndpoint = 'discovery' | 'jwks' | 'token' | 'userinfo' | 'revocation'

/** Why a session ended before its time. */
export type SessionEnd =
  | 'logout'
  | 'new-login'
  | 'renewal-refused'
  | 'ended-elsewhere'
  | 'back-channel-logout'

/**
 * Every event. `attempt` names one login attempt and `session` one session: both are short hashes
 * that sign nobody in. `duration` is in milliseconds.
 */
export type LoginEvent =
  | { readonly type: 'login-started'; readonly attempt: string }
  | {
      readonly type: 'login-completed'
      readonly attempt: string
      readonly session: string
      readonly duration: number
    }
  | { readonly type: 'login-failed'; readonly attempt: string; readonly code: LoginErrorCode }
  | { readonly type: 'callback-healed'; readonly session: string; readonly code: LoginErrorCode }
  | { readonly type: 'session-ended'; readonly session: string; readonly reason: SessionEnd }
  | { readonly type: 'session-renewed'; readonly session: string; readonly duration: number }
  | { readonly type: 'renewal-shared'; readonly session: string }
  | { readonly type: 'renewal-failed'; readonly session: string; readonly code: LoginErrorCode }
  | { readonly type: 'request-refused'; readonly code: LoginErrorCode }
  | {
      readonly type: 'provider-answered'
      readonly endpoint: ProviderEndpoint
      readonly status: number
      readonly duration: number
    }
  | {
      readonly type: 'provider-failed'
      readonly endpoint: ProviderEndpoint
      readonly code: LoginErrorCode
      readonly duration: number
    }
  | { readonly type: 'stale-used'; readonly endpoint: 'discovery' | 'jwks' }

/**
 * Receives events. The second argument is the failure itself, for the server's own log; its message
 * holds no secret. Nothing waits for a promise, and what a listener throws or rejects with is dropped.
 */
export type EventListener = (event: LoginEvent, error?: LoginError) => void | Promise<void>

/** Tells of an event; never throws. */
export type Emit = (event: LoginEvent, error?: LoginError) => void

/**
 * Makes the function that the library's parts call to tell of an event.
 *
 * @param listener - the owner's, whose failures must not end a login. Without one, bugs (`INTERNAL`)
 * go to stderr, so that none is ever answered in silence.
 */
export function createEmitter(listener: EventListener = tellBug): Emit {
  return function emit(event, error) {
    try {
      const told = listener(event, error)
      // The owner's log is broken, the login is not.
      if (told instanceof Object) Promise.resolve(told).catch(() => undefined)
    } catch {
      // Likewise.
    }
  }
}

const tellBug: Emit = (_, error) => {
  if (error?.code === 'INTERNAL') console.error(error.cause ?? error)
}
