/**
 * What the rules say of a request, by its method and its path: the strictest verdict over all readings of
 * the path. Nothing else is asked: no query, no header, no address. Pure.
 */
import { bars, fold, opens } from './patterns.ts'
import { checkTarget, hasOneReading, isPlain, pathOf, readingsOf } from './readings.ts'
import type { Access, Judgement, Rule, Rules, Verdict } from './rule.ts'

const STRICTNESS: Readonly<Record<Access, number>> = {
  public: 0,
  'signed-in': 1,
  groups: 2,
  deny: 3,
}

/**
 * Decides about a request.
 *
 * @param method - as it came; untrusted
 * @param target - path and query, byte for byte as they came; untrusted
 */
export function decide(rules: Rules, method: string, target: string): Verdict {
  const path = pathOf(target)
  const reason = isMethod(method) ? checkTarget(target, path) : 'method'
  if (reason !== undefined) return { kind: 'invalid', reason }
  if (hasOneReading(path)) return judge(rules, method, path, true)
  const readings = readingsOf(path)
  if (typeof readings === 'string') return { kind: 'invalid', reason: readings }
  const plain = isPlain(path)
  return readings.map(({ text }) => judge(rules, method, text, plain)).reduce(stricter)
}

/**
 * What the rules say of one reading of a path: the first rule that covers it decides. One that covers it
 * only as a forgiving reader would (in another case, with a suffix) bars, and leaves it to the next ones
 * whether they bar more.
 *
 * @param plain - whether the path may be public
 */
export function judge(rules: Rules, method: string, text: string, plain: boolean): Judgement {
  let folded: string | undefined
  let bar: Judgement | undefined
  for (const rule of rules.list) {
    const about = isAbout(rule, method)
    if (about === undefined || (rule.access === 'public' && !plain)) continue
    if (about === 'exactly' && opens(rule.pattern, text)) return and(bar, rule)
    if (rule.access === 'public') continue
    folded ??= fold(text)
    if (bars(rule.pattern, folded)) bar = and(bar, rule)
  }
  return and(bar, rules.otherwise)
}

/** The stricter of two; of two about groups, the groups that both let pass. */
export function stricter(a: Judgement, b: Judgement): Judgement {
  const kept = STRICTNESS[b.kind] > STRICTNESS[a.kind] ? b : a
  const unauthenticated = a.unauthenticated ?? b.unauthenticated
  if (a.kind !== 'groups' || b.kind !== 'groups') {
    return kept.unauthenticated === unauthenticated ? kept : { ...kept, unauthenticated }
  }
  const groups = a.groups.filter((group) => b.groups.includes(group))
  const { rule } = groups.length < a.groups.length ? b : a
  return { kind: groups.length === 0 ? 'deny' : 'groups', rule, groups, unauthenticated }
}

/** Keycloak may write a group at the top as a path, `/ADMIN`: that is `ADMIN`, as for the library's guards. */
export const isMember = (groups: readonly string[], wanted: readonly string[]): boolean =>
  wanted.some((group) => groups.includes(group) || groups.includes(`/${group}`))

/** What one rule says, and what was said before. */
function and(bar: Judgement | undefined, rule: Rule): Judgement {
  const { access: kind, groups, unauthenticated } = rule
  const said: Judgement = { kind, rule, groups, unauthenticated }
  return bar === undefined ? said : stricter(bar, said)
}

/** HEAD is a kind of GET for many apps: a rule about GET bars it, and does not open it. */
function isAbout({ methods }: Rule, method: string): 'exactly' | 'loosely' | undefined {
  if (methods.length === 0 || methods.includes(method)) return 'exactly'
  return method === 'HEAD' && methods.includes('GET') ? 'loosely' : undefined
}

const isMethod = (method: string): boolean => /^[A-Z]+(?:-[A-Z]+)*$/.test(method)
