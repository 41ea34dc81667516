/** The form of the texts, below the files that hold them. */
import type { LoginErrorCode, StoreFailure } from '../../errors.ts'

/** One code in one language: what happened, why that is, what to do. */
export interface ErrorText {
  readonly title: string
  /** Likely causes, the likeliest on a LazyCat box first: one to four. */
  readonly causes: readonly string[]
  readonly fix: string
}

/** What was wrong with the ID Token. */
export type IdTokenCode = Extract<
  LoginErrorCode,
  `ID_TOKEN_${string}` | 'AT_HASH_MISMATCH' | 'NONCE_MISMATCH'
>

/** What was wrong with another answer of the provider, or with the way to it. */
export type ProviderCode = Extract<
  LoginErrorCode,
  | `${'AUTHORIZATION' | 'JWKS' | 'METADATA' | 'PARAMETER' | 'REVOCATION' | 'USERINFO'}_${string}`
  | `TOKEN_${string}`
  | 'CLIENT_REFUSED'
  | 'CODE_REFUSED'
  | 'ISSUER_MISMATCH'
  | 'RESPONSE_ISSUER_MISMATCH'
>

/** Everything else: the request, the session, the app itself. */
export type AppCode = Exclude<LoginErrorCode, IdTokenCode | ProviderCode>

/** The texts of some codes in one language. */
export type ErrorTexts<Code extends LoginErrorCode = LoginErrorCode> = Readonly<
  Record<Code, ErrorText>
>

/** What differs at other providers than LazyCat's; a number stands for the cause of that place in the text. */
export interface ElsewhereText {
  readonly causes?: readonly (string | number)[]
  readonly fix?: string
}

/** Of the codes whose texts speak of a box. */
export type ElsewhereTexts = Readonly<Partial<Record<LoginErrorCode, ElsewhereText>>>

/** One reason in one language: what is the matter, and what to do. */
export interface StoreText {
  readonly what: string
  readonly fix: string
}

/** The texts of all reasons in one language. */
export type StoreTexts = Readonly<Record<StoreFailure, StoreText>>
