/**
 * The one error of a configuration: everything that is wrong with it, reported together.
 *
 * No problem ever holds a secret's value, only whether it was there.
 */

/** One thing wrong with the options or the environment. */
export interface ConfigurationProblem {
  readonly kind: 'missing' | 'misspelt' | 'invalid' | 'unknown-option'
  /** The environment variable, or the option's path such as `session.idleLifetime`. */
  readonly variable: string
  /** What was there: `not set`, `empty`, `<no value>`, or the value when it is no secret. */
  readonly seen: string
  readonly fix: { readonly en: string; readonly zh: string }
}

/** Thrown by `createLogin` when it cannot work; lists every problem at once. */
export class ConfigurationError extends TypeError {
  override readonly name = 'ConfigurationError'
  readonly code = 'CONFIGURATION_INVALID'
  /** All that is wrong. */
  declare readonly problems: readonly ConfigurationProblem[]

  constructor(problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(
      ({ variable, seen, fix }) => `  ${variable}: ${seen}\n    ${fix.en}\n    ${fix.zh}`,
    )
    super(`the login is not configured (${problems.length})\n${lines.join('\n')}`)
    // Not enumerable: Node prints an uncaught error's own members behind its message, which says the same.
    Object.defineProperty(this, 'problems', { value: problems })
  }
}
