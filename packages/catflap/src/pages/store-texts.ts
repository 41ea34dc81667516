/**
 * What each reason of a failing store means to a person and what to do about it, in every language.
 */
import type { StoreFailure } from '../errors.ts'
import { store as storeEn } from './error-texts/store.en.ts'
import { store as storeZh } from './error-texts/store.zh.ts'
import type { Language } from './language.ts'

/** One reason in one language: what is the matter, and what to do. */
export interface StoreText {
  readonly what: string
  readonly fix: string
}

/** The texts of all reasons in one language. */
export type StoreTexts = Readonly<Record<StoreFailure, StoreText>>

/** Every reason in every language. */
export const STORE_TEXTS: Readonly<Record<Language, StoreTexts>> = { en: storeEn, zh: storeZh }
