/** What the command says at its end. */
import type { Language } from '../../pages/language.ts'
import type { Start } from './arguments.ts'
import type { Framework } from './frameworks.ts'
import type { Ingredients, Output } from './outputs.ts'
import type { Plan } from './plan.ts'
import type { Project } from './project.ts'
import { ACTIONS, NEXT, PASTE } from './words.ts'

/** One line per file: its name, what it is for, and what becomes of the one that is there. */
export function writeList(outputs: readonly Output[], language: Language): string {
  const width = Math.max(...outputs.map(({ name }) => name.length))
  return outputs
    .map(({ name, about, action }) => {
      const mark = ACTIONS[action][language]
      return `  ${name.padEnd(width)}  ${about[language]}${mark}\n`
    })
    .join('')
}

/** How a server that was there gets the login that its example shows. */
export function pasteHint(hint: {
  readonly project: Project
  readonly plan: Plan
  readonly framework: Framework
  readonly start: Start
  readonly language: Language
}): string {
  const { project, plan, language } = hint
  const { paste } = hint.framework
  const name = project.server?.name ?? ''
  const lines = isCommonJs(name, project.modules) ? paste.map(toRequire) : paste
  const code = lines.map((line) => `    ${line}\n`).join('')
  const file = hint.start === 'exec' ? 'run.sh' : 'lzc-manifest.yml'
  const before = PASTE.before(name)[language]
  return `\n${before}\n\n${code}\n${PASTE.after(name, plan.entry, file)[language]}\n`
}

/** The three commands that come next. */
export function nextSteps({ project, plan, answers, language }: Ingredients): string {
  const { install, name } = project.manager
  const commands = [
    [install, NEXT.install],
    [`${name} run ${plan.dev}`, NEXT.dev],
    ['npx @lazycatcloud/lzc-cli project build', NEXT.build(answers.id)],
  ] as const
  const width = Math.max(...commands.map(([command]) => command.length))
  const lines = commands.map(([command, why]) => `  ${command.padEnd(width)}  ${why[language]}\n`)
  return `\n${NEXT.heading[language]}\n${lines.join('')}`
}

/** Whether a file asks for modules by `require`. */
const isCommonJs = (name: string, modules: boolean): boolean =>
  name.endsWith('.cjs') || (name.endsWith('.js') && !modules)

/** Node loads ES modules by `require` too, from 20.19 on. */
const toRequire = (line: string): string =>
  line
    .replace(/^import (\w+) from ('catflap\/.+)$/, 'const { default: $1 } = require($2)')
    .replace(/^import (.+) from (.+)$/, 'const $1 = require($2)')
