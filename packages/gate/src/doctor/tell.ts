/** The doctor's findings as a person and as a program read them. */
import type { Finding } from './findings.ts'
import { CHECK_TEXTS } from './words.ts'

const MARKS: Readonly<Record<Finding['status'], string>> = {
  ok: '✓',
  warning: '!',
  problem: '✗',
  unknown: '?',
}

const LABELS = {
  en: { seen: 'seen', line: 'line to set' },
  zh: { seen: '实际', line: '应设置的一行' },
} as const

/** Lines for a terminal. */
export function tellFindings(findings: readonly Finding[], language: 'en' | 'zh'): string {
  const label = LABELS[language]
  const lines = findings.flatMap(({ check, status, seen, line }) => {
    const { title, fix } = CHECK_TEXTS[language][check]
    const more = status === 'warning' || status === 'problem' ? [`  ${fix}`] : []
    return [
      `${MARKS[status]} ${title}`,
      ...(seen === undefined ? [] : [`  ${label.seen}: ${seen}`]),
      ...more,
      ...(line === undefined ? [] : [`  ${label.line}: ${line}`]),
    ]
  })
  return `${lines.join('\n')}\n`
}

/** The same for a program, with the words in both languages. */
export function findingsJson(findings: readonly Finding[]): string {
  const all = findings.map((finding) => ({
    ...finding,
    en: CHECK_TEXTS.en[finding.check],
    zh: CHECK_TEXTS.zh[finding.check],
  }))
  return `${JSON.stringify({ exitCode: exitCodeOf(findings), findings: all }, null, 2)}\n`
}

/** 0 where all is well, 1 with warnings only, 2 with a problem. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ status }) => status === 'problem')) return 2
  return findings.some(({ status }) => status !== 'ok') ? 1 : 0
}
