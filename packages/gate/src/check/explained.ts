/** What the gate would answer to a request, and why, as a program can read it. Pure. */
import { isBelow } from '../doors/admission.ts'
import { isRefusedMethod } from '../doors/arrival.ts'
import { isMember } from '../rules/decide.ts'
import { explain } from '../rules/explain.ts'
import type { Step } from '../rules/readings.ts'
import type { Access, Invalid, Rule, Rules, Verdict } from '../rules/rule.ts'
import { PREFIX } from '../settings/login.ts'
import type { Asking } from './question.ts'

/** A rule, with its place. */
export interface ShownRule {
  /** `rules[2]`, or `default`. */
  readonly at: string
  readonly path?: string
  readonly access: Access
  readonly groups?: readonly string[]
  readonly methods?: readonly string[]
}

/** What somebody gets: the app, the way to the login (401 for a program), or a refusal by its status. */
export type Answer = 'app' | 'sign-in' | '401' | '403'

/** Somebody, and what they get. `groups` is `undefined` of whoever is not signed in. */
export interface Outcome {
  readonly groups: readonly string[] | undefined
  readonly answer: Answer
}

/** One way to read the path, and what the rules say of it. */
export interface ShownReading {
  readonly path: string
  readonly steps: readonly Step[]
  readonly access: Access
  readonly rule: ShownRule
}

/** A decision about a request. */
export type Explained = Asking &
  (
    | { readonly kind: 'invalid'; readonly reason: Invalid }
    | { readonly kind: 'method-refused' }
    /** A page of the gate's own. */
    | { readonly kind: 'own' }
    | {
        readonly kind: 'judged'
        readonly access: Access
        readonly groups: readonly string[]
        readonly rule: ShownRule
        /** The reading that decided. */
        readonly decisive: ShownReading
        readonly readings: readonly ShownReading[]
        /** Whether it would be public if its path were plain. */
        readonly closedAsUnplain: boolean
        /** Of nobody signed in, of somebody without a group, of members of a group that passes. */
        readonly outcomes: readonly Outcome[]
        /** Of whom the question was about. */
        readonly asked: Outcome
      }
  )

/**
 * Explains what the gate answers.
 *
 * @param groups - of the session that the question is about; `undefined` for nobody signed in
 */
export function explainRequest(
  rules: Rules,
  asking: Asking,
  groups: readonly string[] | undefined,
): Explained {
  if (isRefusedMethod(asking.method)) return { ...asking, kind: 'method-refused' }
  if (isBelow(asking.target, PREFIX)) return { ...asking, kind: 'own' }
  const { verdict, readings, decisive, closedAsUnplain } = explain(
    rules,
    asking.method,
    asking.target,
  )
  if (verdict.kind === 'invalid') return { ...asking, kind: 'invalid', reason: verdict.reason }
  const shown = readings.map(({ text, steps, judgement }) => ({
    path: text,
    steps,
    access: judgement.kind,
    rule: showRule(judgement.rule),
  }))
  const place = decisive === undefined ? 0 : readings.indexOf(decisive)
  const people = [undefined, [], ...verdict.groups.map((group) => [group])]
  return {
    ...asking,
    kind: 'judged',
    access: verdict.kind,
    groups: verdict.groups,
    rule: showRule(verdict.rule),
    decisive: shown[place]!,
    readings: shown,
    closedAsUnplain,
    outcomes: people.map((one) => outcomeOf(verdict, one)),
    asked: outcomeOf(verdict, groups),
  }
}

/** A rule without what only the machine needs. */
export function showRule({ number, path, access, groups, methods }: Rule): ShownRule {
  return {
    at: number === 0 ? 'default' : `rules[${number - 1}]`,
    ...(number !== 0 && { path }),
    access,
    ...(groups.length > 0 && { groups }),
    ...(methods.length > 0 && { methods }),
  }
}

function outcomeOf(
  verdict: Exclude<Verdict, { kind: 'invalid' }>,
  groups: readonly string[] | undefined,
): Outcome {
  const answer = ((): Answer => {
    if (verdict.kind === 'deny') return '403'
    if (verdict.kind === 'public') return 'app'
    if (groups === undefined) return verdict.unauthenticated === '401' ? '401' : 'sign-in'
    return verdict.kind === 'groups' && !isMember(groups, verdict.groups) ? '403' : 'app'
  })()
  return { groups, answer }
}
