/** What is wrong with a list of rules, in both languages. */

/** One thing wrong, by a stable code. */
export interface RuleProblem {
  readonly code: RuleProblemCode
  /** Where: `rules[2].path`. */
  readonly at: string
  /** What stands there, cut short. */
  readonly seen: string
  readonly fix: { readonly en: string; readonly zh: string }
}

export type RuleProblemCode =
  | 'RULES_NOT_A_LIST'
  | 'RULE_NOT_A_MAPPING'
  | 'RULE_KEY_UNKNOWN'
  | 'RULE_PATH_INVALID'
  | 'RULE_PATH_TOO_OPEN'
  | 'RULE_ACCESS_CONFLICT'
  | 'RULE_ACCESS_MISSING'
  | 'RULE_VALUE_INVALID'
  | 'RULE_NEVER_APPLIES'
  | 'RULE_BY_ADDRESS'

/** What stands somewhere, as a person may read it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
