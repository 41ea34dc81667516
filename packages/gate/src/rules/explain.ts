/** Why the rules say what they say of a request: each reading of its path, with the rule that decided. Pure. */
import { decide, judge } from './decide.ts'
import { isPlain, pathOf, type Reading, readingsOf, type Step } from './readings.ts'
import type { Judgement, Rules, Verdict } from './rule.ts'

/** One reading, and what the rules say of it. */
export interface Explained {
  readonly text: string
  /** What a reader did to the path to come to it, in order; nothing to the path as it came. */
  readonly steps: readonly Step[]
  readonly judgement: Judgement
}

/** A decision with its reasons. */
export interface Explanation {
  readonly verdict: Verdict
  /** None of a target that is refused. */
  readonly readings: readonly Explained[]
  /** The first reading that was judged as strictly as the whole; `undefined` of a target that is refused. */
  readonly decisive: Explained | undefined
  /** Whether the path would be public if it were plain. */
  readonly closedAsUnplain: boolean
}

/** Explains what {@link decide} decides. */
export function explain(rules: Rules, method: string, target: string): Explanation {
  const verdict = decide(rules, method, target)
  const path = pathOf(target)
  const found = verdict.kind === 'invalid' ? [] : readingsOf(path)
  const list = typeof found === 'string' ? [] : found
  const plain = list.length > 0 && isPlain(path)
  const readings = list.map((reading) => ({
    text: reading.text,
    steps: stepsTo(reading),
    judgement: judge(rules, method, reading.text, plain),
  }))
  const asStrict = readings.filter(({ judgement: { kind, rule } }) => {
    return verdict.kind === kind && verdict.rule === rule
  })
  const decisive =
    // A rule covers what is escaped still, too; a person sees it in what is not.
    asStrict.find(({ text }) => !/%2f/i.test(text)) ??
    asStrict[0] ??
    readings.find(({ judgement: { rule } }) => verdict.kind !== 'invalid' && verdict.rule === rule)
  const closedAsUnplain =
    list.length > 0 &&
    !plain &&
    list.every(({ text }) => judge(rules, method, text, true).kind === 'public')
  return { verdict, readings, decisive, closedAsUnplain }
}

function stepsTo(reading: Reading): readonly Step[] {
  const steps: Step[] = []
  for (let at: Reading | undefined = reading; at?.by !== undefined; at = at.from) steps.push(at.by)
  return steps.reverse()
}
