/** A report as text for a terminal. */
import { CHECKS, type Finding, type Outcome } from '../doctor/doctor.ts'
import type { Text } from '../doctor/finding.ts'
import type { Language } from '../pages/language.ts'
import { summary, WORDS } from './words.ts'

const MARKS: Readonly<Record<Outcome, { readonly mark: string; readonly colour: number }>> = {
  ok: { mark: '✓', colour: 32 },
  warning: { mark: '!', colour: 33 },
  problem: { mark: '✗', colour: 31 },
}

/** How a report looks. */
export interface Look {
  readonly language: Language
  readonly colour: boolean
}

/** Lines for a person; what is well takes one, the rest says what to do. */
export function writeReport(findings: readonly Finding[], look: Look): string {
  const { language } = look
  const titles = Object.values(CHECKS).map((title) => columns(title[language]))
  const width = Math.max(...titles)
  const lines = together(findings).flatMap((finding) => write(finding, width, look))
  const count = (outcome: Outcome): number =>
    findings.filter((finding) => finding.outcome === outcome).length
  const last = summary(count('problem'), count('warning'), count('ok'))[language]
  return `\n${WORDS.heading[language]}\n\n${lines.join('\n')}\n\n${last}\n`
}

/** What is said of several checks in the same words is said once, at the first of them, under all their titles. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const said = new Map<string, Finding>()
  for (const [index, finding] of findings.entries()) {
    const { outcome, title, expected, seen, fix, note } = finding
    const words = outcome === 'ok' ? index : [outcome, expected, seen, fix, note]
    const key = JSON.stringify(words)
    const first = said.get(key)
    said.set(key, first === undefined ? finding : { ...first, title: joined(first.title, title) })
  }
  return [...said.values()]
}

const joined = (a: Text, b: Text): Text => ({ en: `${a.en}, ${b.en}`, zh: `${a.zh}、${b.zh}` })

function write(finding: Finding, width: number, { language, colour }: Look): readonly string[] {
  const { outcome, title, seen, expected, fix, note } = finding
  const { mark, colour: number } = MARKS[outcome]
  const painted = colour ? `\u001b[${number}m${mark}\u001b[0m` : mark
  const head = `${painted} ${title[language]}`
  // Only one check that is well stands in a column: what several have in common has a longer title.
  const padding = () => ' '.repeat(width - columns(title[language]))
  const details =
    outcome === 'ok'
      ? [['note', note] as const]
      : ([
          ['expected', expected],
          ['seen', seen],
          ['fix', fix],
          ['note', note],
        ] as const)
  const labels = Math.max(
    ...Object.values(WORDS)
      .slice(1)
      .map((word) => columns(word[language])),
  )
  return [
    outcome === 'ok' ? `${head}${padding()}  ${shown(seen[language])}` : head,
    ...details.flatMap(([name, text]) => {
      if (text === undefined) return []
      const label = WORDS[name][language]
      const gap = ' '.repeat(labels - columns(label))
      const [first = '', ...more] = text[language].split('\n').map(shown)
      const indent = ' '.repeat(labels + 6)
      return [`    ${label}${gap}  ${first}`, ...more.map((line) => indent + line)]
    }),
  ]
}

/** A text for a terminal: foreign text must not move the cursor. */
export function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}

/** Cells that a text takes in a terminal: Chinese characters and their punctuation take two. */
function columns(text: string): number {
  return [...text].reduce((sum, c) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(c) ? 2 : 1), 0)
}
