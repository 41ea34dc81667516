/** What an app needs of the person who starts it: parameters, and a word about each service. */
import type { Sentence } from '../language/sentences.ts'
import { RunError, type RunErrorCode } from './run-error.ts'

/** One thing to decide, and the options that decide it. */
export interface Need {
  readonly text: Sentence
  /** As words of the command line; a value to fill in is `VALUE`. None when something given is wrong. */
  readonly options: readonly string[]
}

const HEAD: Sentence = {
  en: 'the app needs a word of yours about each of these:',
  zh: '以下各项都需要您决定：',
}

/** Tells all needs at once, so that nobody learns of them one start after the other. @throws {@link RunError} */
export function checkNeeds(code: RunErrorCode, needs: readonly Need[]): void {
  const [first, ...others] = needs
  if (first === undefined) return
  const say = (language: keyof Sentence): string =>
    others.length === 0
      ? first.text[language]
      : [HEAD[language], ...needs.map(({ text }) => `  - ${text[language]}`)].join('\n')
  // A line to copy that repeats what is wrong would help nobody.
  const isWrong = needs.some((need) => need.options.length === 0)
  const options = isWrong ? [] : needs.flatMap((need) => need.options)
  throw new RunError(code, say('en'), say('zh'), options)
}
