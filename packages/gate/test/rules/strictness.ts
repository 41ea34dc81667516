/** Which of two verdicts lets fewer people pass. */
import type { Verdict } from '../../src/rules/rule.ts'

const RANK = { public: 0, 'signed-in': 1, groups: 2, deny: 3, invalid: 4 }

/** Whether `b` lets nobody pass whom `a` does not. */
export function isAsStrict(b: Verdict, a: Verdict): boolean {
  if (RANK[b.kind] !== RANK[a.kind]) return RANK[b.kind] > RANK[a.kind]
  if (b.kind !== 'groups' || a.kind !== 'groups') return true
  return b.groups.every((group) => a.groups.includes(group))
}
