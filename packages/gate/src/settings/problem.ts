/** What is wrong with a configuration, in both languages. */
import type { RuleProblemCode } from '../rules/problem.ts'

export type ProblemCode =
  | RuleProblemCode
  | 'LOGIN_NOT_CONFIGURED'
  | 'REDIRECT_URI_OUTSIDE'
  | 'SETTINGS_UNREADABLE'
  | 'SETTING_INVALID'
  | 'SETTING_MISSING'
  | 'SETTING_UNKNOWN'
  | 'TRUSTED_PROXIES_TOO_MANY'

/** One thing wrong, by a stable code. */
export interface Problem {
  readonly code: ProblemCode
  /** Where: a key of the file, an option or a variable. */
  readonly at: string
  /** What stands there, cut short; never a secret. */
  readonly seen: string
  readonly fix: { readonly en: string; readonly zh: string }
}

/** Lines for a terminal: all problems at once. */
export function describeProblems(
  problems: readonly Problem[],
  language: 'en' | 'zh' | undefined,
): string {
  const languages = language === undefined ? (['en', 'zh'] as const) : [language]
  return problems
    .map(({ code, at, seen, fix }) =>
      [`${code} ${at}: ${seen}`, ...languages.map((one) => `  ${fix[one]}`)].join('\n'),
    )
    .join('\n')
}
