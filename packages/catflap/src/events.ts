/**
 * What the library tells its owner while it works: one union, with ids, codes and durations only.
 *
 * No event holds a value that came from a user or a provider. Leaves out where events go: that is
 * the owner's `onEvent`.
 */
import { ERRORS, type LoginError, type LoginErrorCode, type StoreFailure } from './errors.ts'

/** The provider's addresses that the library calls. */
export type ProviderEndpoint =
  | 'discovery'
  | 'jwks'
  | 'pushed-authorization'
  | 'token'
  | 'userinfo'
  | 'revocation'

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
  | {
      readonly type: 'login-failed'
      readonly attempt: string
      readonly code: LoginErrorCode
      /** Of `STORE_UNAVAILABLE`: why. */
      readonly reason?: StoreFailure
      /** What the provider says of it, in its own words; bounded, one line. */
      readonly said?: string
    }
  | { readonly type: 'callback-healed'; readonly session: string; readonly code: LoginErrorCode }
  | { readonly type: 'session-ended'; readonly session: string; readonly reason: SessionEnd }
  | { readonly type: 'session-renewed'; readonly session: string; readonly duration: number }
  | { readonly type: 'renewal-shared'; readonly session: string }
  | { readonly type: 'renewal-failed'; readonly session: string; readonly code: LoginErrorCode }
  | {
      readonly type: 'request-refused'
      readonly code: LoginErrorCode
      /** Of `STORE_UNAVAILABLE`: why. */
      readonly reason?: StoreFailure
      /** What the provider says of it, in its own words; bounded, one line. */
      readonly said?: string
    }
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
  | {
      /** The embedded database was damaged: an empty one has begun, and everybody signs in again. */
      readonly type: 'store-recovered'
      /** Folder in the data directory that holds the damaged files. */
      readonly setAside: string
      /** Older such folders that were removed, as two are kept. */
      readonly removed: readonly string[]
    }

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
 * and what an operator has to mend go to stderr, so that none is ever answered in silence.
 */
export function createEmitter(listener: EventListener = createStderrListener()): Emit {
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

/** Tells of each bug; and of failing stores and wrong settings in a line, each kind once. */
function createStderrListener(): Emit {
  const told = new Set<string>()
  return function tell(event, error) {
    if (event.type === 'store-recovered') {
      console.error(`catflap: the session database was damaged; it is in ${event.setAside} now`)
    }
    if (error === undefined) return
    const { code, reason, message } = error
    if (code === 'INTERNAL') console.error(error.cause ?? error)
    const kind = `${code} ${reason ?? ''}`
    if (!isOperators(code) || told.has(kind)) return
    told.add(kind)
    console.error(`catflap: ${code}: ${message.replace(/[\t\n\r]+/g, ' ')}`)
  }
}

/** True of failures that nobody but the operator can mend; 502: the provider and we disagree. */
function isOperators(code: LoginErrorCode): boolean {
  return code === 'STORE_UNAVAILABLE' || ERRORS[code].status === 502
}
