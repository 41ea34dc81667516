/**
 * What each error code means to a person and what to do about it, in every language.
 */
import type { LoginErrorCode } from '../errors.ts'
import { en } from './error-texts.en.ts'
import { zh } from './error-texts.zh.ts'
import type { Language } from './language.ts'

/** One code in one language: what happened, why that usually is, what to do. */
export interface ErrorText {
  readonly title: string
  readonly cause: string
  readonly fix: string
}

/** Every code in one language. */
export type ErrorTexts = Readonly<Record<LoginErrorCode, ErrorText>>

/** Every code in every language. */
export const ERROR_TEXTS: Readonly<Record<Language, ErrorTexts>> = { en, zh }
