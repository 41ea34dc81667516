/** Sentences for a terminal: both languages, and which of them to say. */
import type { Language } from './language.ts'

/** One sentence in both languages. */
export type Sentence = Readonly<Record<Language, string>>

/** The language that the environment asks for. */
export function readLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
