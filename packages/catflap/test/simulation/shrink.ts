/** A history that breaks a rule, made as small as it gets: fewer acts, fewer processes, the same rule. */
import { type Outcome, runPlan } from './history.ts'
import { type Plan, tell } from './plan.ts'

export { runHistory, runPlan } from './history.ts'

/** The smallest history that was found to break the rule that this one breaks. */
export async function shrink(outcome: Outcome): Promise<Outcome> {
  const rule = outcome.violation?.rule
  if (rule === undefined) return outcome
  let best = outcome
  const attempt = async (change: Partial<Plan>): Promise<boolean> => {
    const tried = await runPlan({ ...best.plan, ...change })
    if (tried.violation?.rule !== rule) return false
    best = tried
    return true
  }
  for (let before = Number.POSITIVE_INFINITY; best.plan.acts.length < before; ) {
    before = best.plan.acts.length
    await dropActs(() => best.plan.acts, attempt)
  }
  while (best.plan.processes > 1 && (await attempt({ processes: best.plan.processes - 1 })));
  return best
}

/** Leaves out half of the acts, a quarter, and so on down to single ones. */
async function dropActs(
  acts: () => Plan['acts'],
  attempt: (change: Partial<Plan>) => Promise<boolean>,
): Promise<void> {
  for (let size = Math.ceil(acts().length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let start = 0; start < acts().length; ) {
      const rest = [...acts().slice(0, start), ...acts().slice(start + size)]
      if (!(await attempt({ acts: rest }))) start += size
    }
  }
}

/** A history for a person: what was to happen, and what did. */
export function describe({ plan, violation, log }: Outcome): string {
  const { seed, processes, provider, store, idleLifetime, absoluteLifetime, acts } = plan
  return [
    `seed ${seed}: ${violation === undefined ? 'no rule is broken' : violation.rule}`,
    `processes ${processes}, store ${store}, provider ${provider}`,
    `idle lifetime ${idleLifetime} s, absolute ${absoluteLifetime} s`,
    `${acts.length} acts:`,
    ...acts.map(tell),
    'what happened:',
    ...log(),
  ].join('\n')
}
