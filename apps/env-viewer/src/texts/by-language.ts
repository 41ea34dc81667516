/** The texts of each language. */
import type { Language } from 'catflap'
import { en } from './en.ts'
import type { Texts } from './texts.ts'
import { zh } from './zh.ts'

/** All texts, by the language of the reader. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en, zh }
