/** The Go template of a manifest: parsed, its fields looked up, and rendered with made-up values. */
import { STABLE_SECRET_FUNCTION, SYSTEM_FIELDS, type Text } from '../../facts.ts'
import {
  type FieldUse,
  readFields,
  renderTemplate,
  TemplateError,
  type TemplateErrorCode,
} from '../../template/template.ts'
import { nearest } from '../../text/nearest.ts'
import type { Context, Rule } from '../context.ts'
import { type Complaint, type FindingCode, shown, text } from '../finding.ts'
import { declaredParameters, usedParameters } from '../parameters.ts'

/** What a box could not render, or would render to nothing. */
export const checkTemplate: Rule = (context) => {
  const { manifest } = context
  if (manifest.templated === undefined) return []
  const fields = attempt(() => readFields(manifest.text))
  if (fields instanceof TemplateError) return complain(context, fields)
  const wrong = fields.flatMap((use) => checkField(context, use))
  const refused = [true, false].flatMap((on) => {
    const error = attempt(() => dryRender(context, fields, on))
    return error instanceof TemplateError ? complain(context, error) : []
  })
  // Both renderings often end at the same place, and a wrong field has been told.
  const seen = new Set(wrong.map(({ at }) => at.start))
  const sure = hasKnownTypes(context, fields)
  const fresh = refused.filter(({ code, at }) => {
    const told = seen.has(at.start) || (code === 'template-field' && wrong.length > 0)
    seen.add(at.start)
    return !told && (sure || code !== 'template-value')
  })
  return [...wrong, ...fresh]
}

/** Whether each parameter that is used is declared, so that the made-up values are of its type. */
function hasKnownTypes({ parameters }: Context, fields: readonly FieldUse[]): boolean {
  const declared = declaredParameters(parameters?.root).map(({ id }) => id)
  return usedParameters(fields)?.every((id) => declared.includes(id)) ?? false
}

function attempt<T>(work: () => T): T | TemplateError {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}

const SAMPLE = 'sample'
/** Of a deploy parameter, which may be meant as a number. */
const SAMPLE_NUMBER = '1'

/** Renders with a value for everything that is used; switches are all on, or all off. */
function dryRender(context: Context, fields: readonly FieldUse[], on: boolean): string {
  const types = new Map(
    declaredParameters(context.parameters?.root).map(({ id, type }) => [id, type]),
  )
  const ids = new Set([...types.keys(), ...(usedParameters(fields) ?? [])])
  return renderTemplate(context.manifest.text, {
    system: {
      boxName: SAMPLE,
      boxDomain: SAMPLE,
      osVersion: SAMPLE,
      appDomain: SAMPLE,
      isMultiInstance: on,
      deployUid: on ? SAMPLE : undefined,
      deployId: SAMPLE,
    },
    parameters: new Map([...ids].map((id) => [id, types.get(id) === 'bool' ? on : SAMPLE_NUMBER])),
    stableSecret: () => SAMPLE,
  })
}

function checkField({ manifest }: Context, { path, at }: FieldUse): readonly Complaint[] {
  const [first = '', second] = path
  const system = ['S', 'SysParams'].includes(first)
  const names = system ? SYSTEM_FIELDS.value : ROOT
  const name = system ? second : first
  if (name === undefined || names.includes(name)) return []
  const dotted = system ? `.${first}.${name}` : `.${name}`
  const meant = nearest(name, names)
  const all = names.map((one) => (system ? `.${first}.${one}` : `.${one}`))
  return [
    {
      code: 'template-field',
      at: manifest.place(at, at + 1),
      why: text(
        `A box hands no ${shown(dotted)} to a manifest.`,
        `微服不向 manifest 提供 ${shown(dotted)}。`,
      ),
      fix:
        meant === undefined
          ? text(`There are ${all.join(' ')}.`, `可用的有 ${all.join(' ')}。`)
          : text(
              `Write ${dotted.slice(0, -name.length)}${meant}, if that is meant.`,
              `如果想写的是 ${dotted.slice(0, -name.length)}${meant}，请改正。`,
            ),
    },
  ]
}

const ROOT = ['S', 'SysParams', 'U', 'UserParams']

/** What stands in no finding: a limit of this check, and a template that refuses our sample values. */
const CODES: Readonly<Record<TemplateErrorCode, FindingCode | undefined>> = {
  TEMPLATE_SYNTAX: 'template-syntax',
  TEMPLATE_UNKNOWN_FUNCTION: 'template-function',
  TEMPLATE_UNKNOWN_FIELD: 'template-field',
  TEMPLATE_WRONG_VALUE: 'template-value',
  TEMPLATE_NOT_SUPPORTED: 'template-not-supported',
  TEMPLATE_TOO_LARGE: undefined,
  TEMPLATE_FAILED: undefined,
}

const FIXES: Readonly<Partial<Record<TemplateErrorCode, Text>>> = {
  TEMPLATE_UNKNOWN_FUNCTION: text(
    `Use a function of Go, of sprig, or ${STABLE_SECRET_FUNCTION.value}.`,
    `请使用 Go、sprig 的函数，或 ${STABLE_SECRET_FUNCTION.value}。`,
  ),
  TEMPLATE_NOT_SUPPORTED: text(
    'A box has it; what it makes is not looked at here.',
    '微服支持它；此处不检查其结果。',
  ),
}

const MEND = text('Correct the action at this place.', '请改正此处的动作。')

function complain({ manifest }: Context, error: TemplateError): readonly Complaint[] {
  const code = CODES[error.code]
  if (code === undefined) return []
  const at = manifest.place(error.offset, error.offset + 1)
  const why = text(`${shown(error.text.en)}.`, `${shown(error.text.zh)}。`)
  return [{ code, at, why, fix: FIXES[error.code] ?? MEND }]
}
