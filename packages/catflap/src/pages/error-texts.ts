/**
 * What each error code means to a person and what to do about it, in every language. The texts are
 * in the folder of this name, by what failed.
 */
import type { LoginError, LoginErrorCode } from '../errors.ts'
import { app as appEn } from './error-texts/app.en.ts'
import { app as appZh } from './error-texts/app.zh.ts'
import { idToken as idTokenEn } from './error-texts/id-token.en.ts'
import { idToken as idTokenZh } from './error-texts/id-token.zh.ts'
import { provider as providerEn } from './error-texts/provider.en.ts'
import { provider as providerZh } from './error-texts/provider.zh.ts'
import type { Language } from './language.ts'
import { STORE_TEXTS } from './store-texts.ts'

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

/** Every code in every language. */
export const ERROR_TEXTS: Readonly<Record<Language, ErrorTexts>> = {
  en: { ...appEn, ...providerEn, ...idTokenEn },
  zh: { ...appZh, ...providerZh, ...idTokenZh },
}

/** What an error means to a person: of a store that says why it failed, that very reason. */
export function errorText({ code, reason }: LoginError, language: Language): ErrorText {
  const text = ERROR_TEXTS[language][code]
  if (reason === undefined) return text
  const { what, fix } = STORE_TEXTS[language][reason]
  return { title: text.title, causes: [what], fix }
}
