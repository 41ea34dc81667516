/** What the command says at its end. */

import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'
import { FRAMEWORKS } from './frameworks/frameworks.ts'
import { PAGE_WORDS } from './frameworks/pages.ts'
import type { Ingredients } from './ingredients.ts'
import type { Output } from './outputs.ts'
import type { Plan } from './plan.ts'
import type { Project } from './project.ts'
import { ACTIONS, NEIGHBOURS, NEXT, PASTE, type Replaced } from './words.ts'

/** One line per file: its name, what it is for, and what becomes of the one that is there. */
export function writeList(outputs: readonly Output[], language: Language): string {
  const width = Math.max(...outputs.map(({ name }) => name.length))
  return outputs
    .map(({ name, about, action, added }) => {
      const mark = ACTIONS[action][language]
      const parts = action === 'extend' ? added : []
      const list = parts.map((part) => `      + ${part[language]}\n`).join('')
      return `  ${name.padEnd(width)}  ${about[language]}${mark}\n${list}`
    })
    .join('')
}

/** What is to be done by hand: lines for files that are there, and where to read on. */
export function handwork(from: Ingredients, outputs: readonly Output[]): string {
  const { project, plan, answers, language } = from
  const framework = FRAMEWORKS[answers.framework]
  const parts = plan.pastes.map(({ file, lines }) => {
    const commonJs = isCommonJs(file, project.modules) && plan.page === undefined
    const code = (commonJs ? lines.map(toRequire) : lines).map((line) => `    ${line}\n`).join('')
    return `\n${wordsFor(file, plan)[language]}\n\n${code}`
  })
  if (plan.example !== undefined && project.server !== undefined) {
    parts.push(`\n${PASTE.button()[language]}\n\n    ${signOut(language)}\n`)
    parts.push(`\n${PASTE.after(replaced(from, project.server, outputs))[language]}\n`)
  }
  if (plan.page !== undefined) {
    parts.push(`\n${PASTE.page(framework.title, plan.page)[language]}\n`)
  }
  const alone = project.neighbours.needed.filter(
    ({ copied }) => project.manager.name !== 'npm' || !copied,
  )
  if (alone.length > 0 && plan.content.kind === 'project') {
    const names = alone.map(({ name }) => name)
    parts.push(`\n${NEIGHBOURS(project.manager.name, names)[language]}\n`)
  }
  return parts.join('')
}

/** What of the example stands where, and what of the project's own belongs there. */
function replaced(
  { project, plan }: Ingredients,
  { name, started }: NonNullable<Project['server']>,
  outputs: readonly Output[],
): Replaced {
  const sources = plan.sources.map((source) => source.name)
  const files = outputs.filter(
    ({ name, bytes }) => !sources.includes(name) && bytes.includes(plan.run),
  )
  const compiled = /\.[cm]?ts$/.test(name)
  const scripts = project.packageJson?.scripts ?? {}
  return {
    run: plan.run,
    files: files.map((file) => file.name),
    server: !compiled ? name : started !== undefined && started !== name ? started : undefined,
    source: name,
    compile: compiled && plan.tsconfig ? `tsc -p ${plan.tsconfig.name}` : undefined,
    build: scripts.build === undefined ? undefined : `${project.manager.name} run build`,
  }
}

function wordsFor(file: string, plan: Plan): Text {
  if (file === '') return PASTE.site()
  return plan.page === undefined ? PASTE.before(file) : PASTE.file(file)
}

const signOut = (language: Language): string =>
  `<form method="post" action="/logout"><button>${PAGE_WORDS[language].signOut}</button></form>`

/** The three commands that come next. */
export function nextSteps({ project, plan, answers, language }: Ingredients): string {
  const { install, name } = project.manager
  const { lpk, id } = answers
  // Only lzc-cli 2 reads package.yml, and npm may still have version 1 as its newest.
  const cli = lpk === 'v2' ? 'lzc-cli' : 'npx @lazycatcloud/lzc-cli'
  const commands = [
    [install, NEXT.install],
    [`${name} run ${plan.dev}`, NEXT.dev(plan.open)],
    [`${cli} project build`, NEXT.build(id, lpk)],
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
