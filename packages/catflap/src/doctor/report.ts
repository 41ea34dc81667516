/**
 * The report as programs get it: one shape, with every member always there.
 */
import type { CheckName, Finding, Outcome, Text } from './finding.ts'

/** A finding whose absent texts are `null`, so that each has the same members. */
export interface ReportedFinding {
  readonly check: CheckName
  readonly outcome: Outcome
  readonly title: Text
  readonly expected: Text | null
  readonly seen: Text
  readonly fix: Text | null
  readonly note: Text | null
}

/** What `catflap doctor --json` prints. */
export interface Report {
  /** Goes up when a member is renamed, removed or means something else; new ones may come within it. */
  readonly version: 1
  /** The worst of the findings. */
  readonly outcome: Outcome
  /** In the order of `CHECKS`; a check may have several. */
  readonly findings: readonly ReportedFinding[]
}

/** The worst outcome of a report. */
export function worst(findings: readonly Finding[]): Outcome {
  const seen = new Set(findings.map(({ outcome }) => outcome))
  if (seen.has('problem')) return 'problem'
  return seen.has('warning') ? 'warning' : 'ok'
}

/** Makes the report of some findings. */
export function toReport(findings: readonly Finding[]): Report {
  return {
    version: 1,
    outcome: worst(findings),
    findings: findings.map(({ check, outcome, title, expected, seen, fix, note }) => ({
      check,
      outcome,
      title,
      expected: expected ?? null,
      seen,
      fix: fix ?? null,
      note: note ?? null,
    })),
  }
}
