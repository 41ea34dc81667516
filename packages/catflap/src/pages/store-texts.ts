/**
 * What each reason of a failing store means to a person and what to do about it, in every language.
 */
import { store as storeEn } from './error-texts/store.en.ts'
import { store as storeZh } from './error-texts/store.zh.ts'
import type { StoreText, StoreTexts } from './error-texts/texts.ts'
import type { Language } from './language.ts'

export type { StoreText, StoreTexts }

/** Every reason in every language. */
export const STORE_TEXTS: Readonly<Record<Language, StoreTexts>> = { en: storeEn, zh: storeZh }
