/**
 * The expected and the seen values of checks and errors, in the reader's language.
 *
 * The code writes them in English, for the log. What is no phrase of ours (an address, a claim, an
 * algorithm) stays as it is.
 */
import { PHRASES } from './facts.zh.ts'
import type { Language } from './language.ts'

/** `{}` stands for one word, `{*}` for several, `{fact}` for another phrase. */
const TEMPLATES: readonly (readonly [RegExp, string])[] = Object.entries(PHRASES).map(
  ([english, chinese]) => {
    const literal = english
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replaceAll('{}', '(\\S+)')
      .replaceAll('{\\*}', '(.+)')
      .replaceAll('{fact}', '(.+)')
    return [new RegExp(`^${literal}$`, 's'), chinese]
  },
)

/** An expected or seen value in a language. */
export function factText(fact: string, language: Language): string {
  if (language === 'en') return fact
  for (const [pattern, chinese] of TEMPLATES) {
    const match = pattern.exec(fact)
    if (match === null) continue
    const parts = match.slice(1)
    return chinese.replace(/\{(fact)?\}/g, (_, isFact) => {
      const part = parts.shift() ?? ''
      return isFact === undefined ? part : factText(part, language)
    })
  }
  return fact
}
