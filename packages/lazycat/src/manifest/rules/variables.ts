/** The platform's variables by their right names. */
import {
  LOGIN_VARIABLE_PREFIX,
  MISSPELT_VARIABLES,
  OLD_VARIABLES,
  PLATFORM_VARIABLES,
  VARIABLE_PREFIX,
} from '../../facts.ts'
import { nearest } from '../../text/nearest.ts'
import type { Rule } from '../context.ts'
import { type Reference, referencesOf } from '../environment.ts'
import { type Complaint, shown, text } from '../finding.ts'

/** Every `${LAZYCAT_…}` is one that the platform substitutes. */
export const checkVariables: Rule = ({ manifest }) =>
  referencesOf(manifest).flatMap((reference) => checkReference(reference) ?? [])

const NAMES = PLATFORM_VARIABLES.map(({ name }) => name)

function checkReference({ name, at, node }: Reference): Complaint | undefined {
  const right = Object.hasOwn(MISSPELT_VARIABLES, name) ? MISSPELT_VARIABLES[name] : undefined
  if (right !== undefined) {
    return {
      // Without the others the login works, and so may the app.
      code: name.startsWith(LOGIN_VARIABLE_PREFIX.value) ? 'variable-misspelt' : 'variable-unknown',
      at,
      why: text(
        `No box provides ${name}; it is called ${right}.`,
        `微服不提供 ${name}，正确的名称是 ${right}。`,
      ),
      fix: text(`Write \${${right}}.`, `写成 \${${right}}。`),
      edit: { at: at.start, old: name, new: right },
    }
  }
  const old = Object.hasOwn(OLD_VARIABLES, name) ? OLD_VARIABLES[name] : undefined
  if (old !== undefined) {
    return {
      code: 'variable-old',
      at,
      why: text(
        `${name} is a name of old systems; no page of today has it.`,
        `${name} 是旧系统的变量名；现在的文档里已没有它。`,
      ),
      fix: text(`Write ${old.instead}.`, `写成 ${old.instead}。`),
    }
  }
  const known = PLATFORM_VARIABLES.find((variable) => variable.name === name)
  if (known === undefined) {
    if (!name.startsWith(VARIABLE_PREFIX.value)) return undefined
    const meant = nearest(name, NAMES)
    return {
      code: 'variable-unknown',
      at,
      why: text(
        `No box provides ${shown(name)}; it becomes empty.`,
        `微服不提供 ${shown(name)}，它会变为空。`,
      ),
      fix:
        meant === undefined
          ? text('Look up the name, or write the value itself.', '请查对名称，或直接写值。')
          : text(`Write \${${meant}}, if that is meant.`, `如果想写的是 \${${meant}}，请改正。`),
    }
  }
  // A script may well mean the variable of its container.
  if (known.when !== 'run' || node.style === 'block') return undefined
  return {
    code: 'variable-run-time',
    at,
    why: text(
      `${name} is there in each container by itself, but not while the manifest is read.`,
      `${name} 在每个容器中自动存在，但解析 manifest 时没有它。`,
    ),
    fix: text('Leave the line out and read it in the container.', '删去这一行，在容器内直接读取。'),
  }
}
