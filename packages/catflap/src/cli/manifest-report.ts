/** What was found in a manifest, as lines that editors and people can follow. */
import type { Finding, Severity } from 'catflap-lazycat/manifest'
import type { Text } from '../doctor/doctor.ts'
import { type Look, shown } from './report.ts'
import { count } from './words.ts'

/** The result of a check. */
export interface Checked {
  readonly file: string
  /** Each with the path of the file that it is in. */
  readonly findings: readonly (Omit<Finding, 'file'> & { readonly path: string })[]
  /** How many findings have been mended in the file. */
  readonly fixed: number
}

const MARKS: Readonly<Record<Severity, { readonly word: Text; readonly colour: number }>> = {
  error: { word: { en: 'error', zh: '错误' }, colour: 31 },
  warning: { word: { en: 'warning', zh: '警告' }, colour: 33 },
  note: { word: { en: 'note', zh: '提示' }, colour: 36 },
}

/** `file:line:column severity code`, why, and what to do; then one line in all. */
export function writeManifestReport(checked: Checked, { language, colour }: Look): string {
  const { findings, fixed } = checked
  const blocks = findings.map(({ path, line, column, severity, code, why, fix }) => {
    const { word, colour: number } = MARKS[severity]
    const painted = colour ? `\u001b[${number}m${word[language]}\u001b[0m` : word[language]
    const lines = [`${path}:${line}:${column} ${painted} ${code}`]
    return [...lines, `  ${shown(why[language])}`, `  → ${shown(fix[language])}`, ''].join('\n')
  })
  const of = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${total(checked.file, { errors: of('error'), warnings: of('warning'), notes: of('note') }, fixed)[language]}\n`
}

interface Counts {
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

function total(file: string, { errors, warnings, notes }: Counts, fixed: number): Text {
  if (errors + warnings + notes + fixed === 0) {
    return { en: `${file}: nothing to complain about`, zh: `${file}：没有问题` }
  }
  const en = [count(errors, 'error'), count(warnings, 'warning')]
  const zh = [`${errors} 个错误`, `${warnings} 个警告`]
  if (notes > 0) {
    en.push(count(notes, 'note'))
    zh.push(`${notes} 条提示`)
  }
  if (fixed > 0) {
    en.push(`${fixed} mended`)
    zh.push(`已修复 ${fixed} 个`)
  }
  return { en: en.join(', '), zh: zh.join('，') }
}
