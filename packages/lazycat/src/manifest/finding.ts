/** What a check of a manifest reports. */
import type { Text } from '../facts.ts'
import type { FINDINGS } from './findings.ts'
import type { Place } from './node.ts'

/** Stable ids; each has its row in {@link FINDINGS}. */
export type FindingCode = keyof typeof FINDINGS

/**
 * `error`: a box or the packager refuses it, or a login cannot work. `warning`: it does less than somebody
 * meant, or will. `note`: good to know.
 */
export type Severity = 'error' | 'warning' | 'note'

/** Which of the project's files a finding is about. */
export type FileRole = 'manifest' | 'package' | 'build' | 'buildDev' | 'parameters'

/** A change to the text of the manifest that mends a finding without a choice to make. */
export interface Edit {
  /** Offset in the text that was checked. */
  readonly at: number
  /** What stands there; empty for an insertion. */
  readonly old: string
  readonly new: string
}

/** One thing that is wrong, or may be. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly file: FileRole
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** What is wrong and what comes of it. */
  readonly why: Text
  /** What to do. */
  readonly fix: Text
  readonly edit?: Edit
}

/** A finding as a rule states it: the rest follows from its code and its place. */
export interface Complaint {
  readonly code: FindingCode
  readonly at: Place
  readonly why: Text
  readonly fix: Text
  readonly edit?: Edit | undefined
  readonly file?: FileRole
}

/** A text in both languages. */
export const text = (en: string, zh: string): Text => ({ en, zh })

/**
 * A value of the manifest inside a sentence: on one line, and short. Never called with what may be a
 * secret.
 */
export function shown(value: string): string {
  const line = value.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]+/gu, '…')
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}
