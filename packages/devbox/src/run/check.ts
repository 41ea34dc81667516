/** What a check of an app's manifest says before the app is started. */
import { checkManifest, type Severity } from 'catflap-lazycat/manifest'
import type { Sentence } from '../language/sentences.ts'
import type { AppSource } from './app-source.ts'

const SEVERITIES: Readonly<Record<Severity, Sentence>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  note: { en: 'note', zh: '提示' },
}

const GOES_ON: Sentence = {
  en: 'Errors do not stop the start here; a box, or the packager, stops where an error says so.',
  zh: '上述错误不会阻止此处的启动；若错误说明会被拒绝，则微服或打包工具会拒绝。',
}

/** Each finding with its place, what is wrong and what to do; last, that errors stop nothing. */
export function checkSource({ written, beside, names, profile }: AppSource): readonly Sentence[] {
  const findings = checkManifest({ text: written, files: beside, profile })
  const sentences = findings.map(({ file, line, column, severity, code, why, fix }) => {
    const say = (language: keyof Sentence): string => {
      const head = `${names[file]}:${line}:${column} ${SEVERITIES[severity][language]} ${code}`
      return `${head}\n  ${why[language]}\n  → ${fix[language]}`
    }
    return { en: say('en'), zh: say('zh') }
  })
  const wrong = findings.some(({ severity }) => severity === 'error')
  return wrong ? [...sentences, GOES_ON] : sentences
}
