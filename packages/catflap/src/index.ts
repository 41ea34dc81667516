/**
 * Catflap: single sign-on from a LazyCat box, or any OpenID Provider. Public names only.
 */
export {
  ConfigurationError,
  type ConfigurationProblem,
} from './configuration/configuration-error.ts'
export {
  type Environment,
  misspellings,
  type Setting,
  type Unusable,
  unusable,
  VARIABLES,
} from './configuration/environment.ts'
export type { LoginOptions } from './configuration/login-options.ts'
export {
  ERRORS,
  LoginError,
  type LoginErrorCode,
  type LoginErrorDetails,
  type StoreFailure,
} from './errors.ts'
export type { EventListener, LoginEvent, ProviderEndpoint, SessionEnd } from './events.ts'
export { createLogin, type Login } from './login.ts'
export type { FailurePage, LoginFailure } from './pages/error-response.ts'
export { ERROR_TEXTS, type ErrorText, errorText, textElsewhere } from './pages/error-texts.ts'
export { factText } from './pages/facts.ts'
export { type Language, pickLanguage } from './pages/language.ts'
export { STORE_TEXTS, type StoreText } from './pages/store-texts.ts'
export type { SigningAlgorithm } from './protocol/algorithms.ts'
export type { Claims } from './protocol/claims.ts'
export type { HeaderReader } from './protocol/fetch-metadata.ts'
export type { Check } from './protocol/id-token.ts'
export type { KnownProvider } from './protocol/known-provider.ts'
export type { Requirements } from './protocol/login-parameters.ts'
export { checkSameOrigin, isSameOrigin } from './protocol/same-origin.ts'
export type { LoginRequest } from './routes/login-request.ts'
export type { Readiness } from './routes/readiness.ts'
export { type IngressUser, readIngressUser } from './session/ingress-user.ts'
export type { LoginAttempt } from './session/login-attempts.ts'
export type { Session } from './session/session.ts'
export type { SessionInfo } from './session/session-index.ts'
export type { SessionDetails } from './session/stored-session.ts'
export { createMemoryStore } from './store/memory.ts'
export type { MaybePromise, SessionStore, StoreEntry } from './store/store.ts'
export type { LoginStep, LoginStepName, LoginTrace, MessageParameter } from './trace.ts'
