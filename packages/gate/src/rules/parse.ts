/** Rules as a configuration writes them → {@link Rules}, or everything that is wrong with them. Pure. */
import { type PatternProblem, parsePattern } from './patterns.ts'
import { type RuleProblem, shown } from './problem.ts'
import type { Access, Pattern, Rule, Rules } from './rule.ts'
import { FIXES, PATH_FIXES } from './texts.ts'

const KEYS = ['path', 'public', 'signed-in', 'groups', 'deny', 'methods', 'unauthenticated']
/** What others decide by, and why nobody should: each of these can be made up by whoever asks. */
const ADDRESSES =
  /^(?:ips?|addresses|address|networks?|source|from|hosts?|headers?|userAgent|query)$/i

const EVERYTHING: Pattern = { segments: [], folded: [], exact: false }

/** Rules, or what is wrong with them: everything at once. */
export type ParsedRules =
  | { readonly rules: Rules; readonly problems?: undefined }
  | { readonly rules?: undefined; readonly problems: readonly RuleProblem[] }

/**
 * Parses the values of `rules` and `default`.
 *
 * @param list - `undefined` where there are none
 * @param otherwise - `signed-in`, which it is where nothing is said, `deny`, or groups
 */
export function parseRules(list: unknown, otherwise: unknown): ParsedRules {
  const problems: RuleProblem[] = []
  const tell: Tell = (code, at, seen, fix = FIXES[code]) =>
    problems.push({ code, at, seen: shown(seen), fix })
  const fallback = parseDefault(otherwise, tell)
  if (list !== undefined && !Array.isArray(list)) tell('RULES_NOT_A_LIST', 'rules', list)
  const rules: Rule[] = []
  for (const [place, value] of (Array.isArray(list) ? list : []).entries()) {
    const rule = parseRule(value, place, tell)
    if (rule === undefined) continue
    const above = rules.find((earlier) => hides(earlier, rule))
    if (above !== undefined) tellHidden(rule, above, tell)
    rules.push(rule)
  }
  if (problems.length > 0) return { problems }
  return { rules: Object.freeze({ list: Object.freeze(rules), otherwise: fallback }) }
}

type Tell = (code: RuleProblem['code'], at: string, seen: unknown, fix?: RuleProblem['fix']) => void

function parseDefault(value: unknown, tell: Tell): Rule {
  const base = { path: '', pattern: EVERYTHING, methods: [], unauthenticated: undefined, number: 0 }
  if (value === undefined || value === 'signed-in') {
    return Object.freeze({ ...base, access: 'signed-in', groups: [] })
  }
  if (value === 'deny') return Object.freeze({ ...base, access: 'deny', groups: [] })
  const named = isRecord(value) && Object.keys(value).join() === 'groups' ? value.groups : undefined
  const groups = named === undefined ? undefined : textsOf(named)
  if (groups === undefined) tell('RULE_VALUE_INVALID', 'default', value, FIXES.default)
  return Object.freeze({ ...base, access: 'groups', groups: groups ?? [] })
}

function parseRule(value: unknown, place: number, tell: Tell): Rule | undefined {
  const at = `rules[${place}]`
  if (!isRecord(value)) {
    tell('RULE_NOT_A_MAPPING', at, value)
    return undefined
  }
  for (const key of Object.keys(value).filter((key) => !KEYS.includes(key))) {
    tell(ADDRESSES.test(key) ? 'RULE_BY_ADDRESS' : 'RULE_KEY_UNKNOWN', `${at}.${key}`, value[key])
  }
  const access = parseAccess(value, at, tell)
  const methods = parseMethods(value.methods, at, tell)
  const { unauthenticated } = value
  if (unauthenticated !== undefined && unauthenticated !== '401' && unauthenticated !== 401) {
    tell('RULE_VALUE_INVALID', `${at}.unauthenticated`, unauthenticated, FIXES.unauthenticated)
  }
  const pattern = parsePath(value.path, access, at, tell)
  if (access === undefined || pattern === undefined) return undefined
  return Object.freeze({
    path: String(value.path),
    pattern,
    access,
    groups: access === 'groups' ? (textsOf(value.groups) ?? []) : [],
    methods,
    unauthenticated: unauthenticated === undefined ? undefined : '401',
    number: place + 1,
  })
}

/** Exactly one of four says who may pass; a rule about the answer alone is about whoever is signed in. */
function parseAccess(
  value: Readonly<Record<string, unknown>>,
  at: string,
  tell: Tell,
): Access | undefined {
  const said = (['public', 'signed-in', 'groups', 'deny'] as const).filter(
    (key) => value[key] !== undefined,
  )
  const [access, another] = said
  if (another !== undefined) {
    tell('RULE_ACCESS_CONFLICT', at, said)
    return undefined
  }
  if (access === undefined) {
    if (value.unauthenticated !== undefined) return 'signed-in'
    tell('RULE_ACCESS_MISSING', at, value)
    return undefined
  }
  if (access === 'groups') {
    if (textsOf(value.groups) !== undefined) return access
    tell('RULE_VALUE_INVALID', `${at}.groups`, value.groups, FIXES.groups)
    return undefined
  }
  if (value[access] === true) return access
  tell('RULE_VALUE_INVALID', `${at}.${access}`, value[access], FIXES.true)
  return undefined
}

function parseMethods(value: unknown, at: string, tell: Tell): readonly string[] {
  if (value === undefined) return []
  const methods = textsOf(value)
  if (methods?.every((method) => /^[A-Z]+(?:-[A-Z]+)*$/.test(method))) return methods
  tell('RULE_VALUE_INVALID', `${at}.methods`, value, FIXES.methods)
  return []
}

function parsePath(
  value: unknown,
  access: Access | undefined,
  at: string,
  tell: Tell,
): Pattern | undefined {
  const parsed: Pattern | PatternProblem =
    typeof value === 'string' ? parsePattern(value) : 'no-leading-slash'
  if (typeof parsed === 'string') {
    tell('RULE_PATH_INVALID', `${at}.path`, value, PATH_FIXES[parsed])
    return undefined
  }
  // What begins with any segment opens paths that nobody has thought of.
  if (access === 'public' && !parsed.exact && parsed.segments[0] === undefined) {
    tell('RULE_PATH_TOO_OPEN', `${at}.path`, value)
  }
  return parsed
}

/** Whether a rule leaves nothing to a later one: it covers all that the other does. */
function hides(earlier: Rule, later: Rule): boolean {
  const { segments, exact } = earlier.pattern
  const all = earlier.methods
  if (
    all.length > 0 &&
    (later.methods.length === 0 || later.methods.some((m) => !all.includes(m)))
  ) {
    return false
  }
  const { segments: others } = later.pattern
  if (exact && (!later.pattern.exact || others.length !== segments.length)) return false
  if (others.length < segments.length) return false
  return segments.every((segment, place) => {
    const other = others[place]
    if (segment === undefined) return other !== ''
    return segment === other
  })
}

function tellHidden(rule: Rule, above: Rule, tell: Tell): void {
  const by = `rules[${above.number - 1}] (${above.path})`
  tell('RULE_NEVER_APPLIES', `rules[${rule.number - 1}].path`, rule.path, {
    en: `${by} stands above it and covers it; move this rule above that one`,
    zh: `上面的 ${by} 已经覆盖它；请把这条规则移到那条的上面`,
  })
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const texts: readonly unknown[] = value
  return texts.every((text): text is string => typeof text === 'string' && text !== '')
    ? Object.freeze([...texts])
    : undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
