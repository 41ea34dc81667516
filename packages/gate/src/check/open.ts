/** What a list of rules leaves open to everybody, and what there is to say about it. Pure. */
import { decide } from '../rules/decide.ts'
import { parseRules } from '../rules/parse.ts'
import type { Rules } from '../rules/rule.ts'
import { type ShownRule, showRule } from './explained.ts'
import type { ManifestLink } from './manifest-link.ts'

/** All that nobody needs to sign in for. */
export interface Open {
  readonly public: readonly ShownRule[]
  /** What holds where no rule does. */
  readonly default: ShownRule
  /** Public rules about some methods that change things: a header can have such a request do another one's work. */
  readonly overridable: readonly string[]
}

/** Methods that apps take another one out of: by `X-HTTP-Method-Override`, or a field `_method`. */
const CARRIERS: readonly string[] = ['POST']

export function listOpen({ list, otherwise }: Rules): Open {
  const open = list.filter(({ access }) => access === 'public').map(showRule)
  const carriers = open.filter(({ methods }) => methods?.some((one) => CARRIERS.includes(one)))
  return {
    public: open,
    default: showRule(otherwise),
    overridable: carriers.map(({ at }) => at),
  }
}

/** What has to be done so that a browser finds the app's web app manifest. */
export type ManifestAdvice =
  /** It can be fetched as it is: with cookies, elsewhere, or a rule opens it. */
  | { readonly kind: 'fine'; readonly target: string }
  /** This rule has to stand before all others. */
  | { readonly kind: 'rule'; readonly target: string; readonly rule: string }
  /** No rule can open it: the app's page has to change. */
  | { readonly kind: 'page'; readonly target: string }

/** What a page's link needs. A manifest is fetched without cookies, unless its link says otherwise. */
export function adviseManifest(rules: Rules, link: ManifestLink): ManifestAdvice {
  const { target } = link
  if (!link.withoutCookies) return { kind: 'fine', target }
  if (decide(rules, 'GET', target).kind === 'public') return { kind: 'fine', target }
  const path = target.replace(/\?.*$/s, '')
  const { rules: added } = parseRules(
    [{ path: `=${path}`, public: true, methods: ['GET', 'HEAD'] }],
    undefined,
  )
  const [rule] = added?.list ?? []
  const together = { ...rules, list: [...(rule === undefined ? [] : [rule]), ...rules.list] }
  if (rule === undefined || decide(together, 'GET', target).kind !== 'public') {
    return { kind: 'page', target }
  }
  const written = /^[\w/.=-]+$/.test(rule.path) ? rule.path : JSON.stringify(rule.path)
  return {
    kind: 'rule',
    target,
    rule: `- { path: ${written}, public: true, methods: [GET, HEAD] }`,
  }
}
