/**
 * What each error code means to a person and what to do about it, in every language. The texts are
 * in the folder of this name, by what failed.
 */
import type { LoginError } from '../errors.ts'
import { app as appEn } from './error-texts/app.en.ts'
import { app as appZh } from './error-texts/app.zh.ts'
import { idToken as idTokenEn } from './error-texts/id-token.en.ts'
import { idToken as idTokenZh } from './error-texts/id-token.zh.ts'
import { provider as providerEn } from './error-texts/provider.en.ts'
import { provider as providerZh } from './error-texts/provider.zh.ts'
import type { ErrorText, ErrorTexts } from './error-texts/texts.ts'
import type { Language } from './language.ts'
import { STORE_TEXTS } from './store-texts.ts'

export type { ErrorText, ErrorTexts }

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
