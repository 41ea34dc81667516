/**
 * What each error code means to a person and what to do about it, in every language. The texts are
 * in the folder of this name, by what failed.
 */
import type { LoginError, LoginErrorCode } from '../errors.ts'
import type { KnownProvider } from '../protocol/known-provider.ts'
import { app as appEn } from './error-texts/app.en.ts'
import { app as appZh } from './error-texts/app.zh.ts'
import { elsewhere as elsewhereEn } from './error-texts/elsewhere.en.ts'
import { elsewhere as elsewhereZh } from './error-texts/elsewhere.zh.ts'
import { endedByText } from './error-texts/ended-by.ts'
import { idToken as idTokenEn } from './error-texts/id-token.en.ts'
import { idToken as idTokenZh } from './error-texts/id-token.zh.ts'
import { ownCause } from './error-texts/own-causes.ts'
import { provider as providerEn } from './error-texts/provider.en.ts'
import { provider as providerZh } from './error-texts/provider.zh.ts'
import type { ElsewhereTexts, ErrorText, ErrorTexts } from './error-texts/texts.ts'
import type { Language } from './language.ts'
import { STORE_TEXTS } from './store-texts.ts'

export type { ErrorText, ErrorTexts }

/** Every code in every language, as it is told on LazyCat. */
export const ERROR_TEXTS: Readonly<Record<Language, ErrorTexts>> = {
  en: { ...appEn, ...providerEn, ...idTokenEn },
  zh: { ...appZh, ...providerZh, ...idTokenZh },
}

const ELSEWHERE: Readonly<Record<Language, ElsewhereTexts>> = { en: elsewhereEn, zh: elsewhereZh }

/** The texts of a code at other providers than LazyCat's. */
export function textElsewhere(code: LoginErrorCode, language: Language): ErrorText {
  const text = ERROR_TEXTS[language][code]
  const { causes, fix = text.fix } = ELSEWHERE[language][code] ?? {}
  const told = causes?.map((one) => (typeof one === 'number' ? (text.causes[one] ?? '') : one))
  return { title: text.title, causes: told ?? text.causes, fix }
}

/**
 * What an error means to a person: of a store that says why it failed, that very reason; of a session that
 * was ended from elsewhere, who did it; else the causes of
 * where the login was: LazyCat's at LazyCat alone, and at a provider that is known its own before the others.
 *
 * @param software - of the provider; `undefined` when nobody knows
 */
export function errorText(
  error: Pick<LoginError, 'code' | 'reason' | 'seen'>,
  language: Language,
  software: KnownProvider | undefined,
): ErrorText {
  const { code, reason } = error
  const { title } = ERROR_TEXTS[language][code]
  if (reason !== undefined) {
    const { what, fix } = STORE_TEXTS[language][reason]
    return { title, causes: [what], fix }
  }
  const by = code === 'SESSION_ENDED' ? endedByText(error.seen, language) : undefined
  if (by !== undefined) return { title, causes: [by], fix: ERROR_TEXTS[language][code].fix }
  if (software === 'lazycat') return ERROR_TEXTS[language][code]
  const own = ownCause(error, software, language)
  const { causes, fix } = textElsewhere(code, language)
  return { title, causes: own === undefined ? causes : [own, ...causes], fix }
}
