/**
 * Checks of the settings, by the parser that a login itself uses.
 */
import type { ConfigurationProblem } from '../configuration/configuration-error.ts'
import { type Environment, misspellings } from '../configuration/environment.ts'
import { type Finding, fact, ok, problem, warning } from './finding.ts'

/** One finding for each thing that keeps the login from being made, and one for what is left out. */
export function configurationFindings(
  problems: readonly ConfigurationProblem[],
): readonly Finding[] {
  return [
    ...problems.map(({ variable, seen, fix }) => {
      const { en, zh } = fact(seen)
      return problem('configuration', {
        seen: { en: `${variable}: ${en}`, zh: `${variable}：${zh}` },
        fix,
      })
    }),
    warning('remaining-checks', {
      seen: { en: 'not made', zh: '未进行' },
      fix: {
        en: 'Solve what stands at "Settings", then ask again.',
        zh: '请先解决“设置”中的各项，再重新检查。',
      },
    }),
  ]
}

/** Variables whose name looks right and is read by nobody, harmless or not. */
export function checkSpelling(environment: Environment): readonly Finding[] {
  const found = misspellings(environment)
  if (found.length === 0) return [ok('spelling', { en: 'nothing unusual', zh: '没有异常' })]
  return found.map(({ seen, fix }) => warning('spelling', { seen: fact(seen), fix }))
}
