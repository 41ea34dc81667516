/** lzc-deploy-params.yml: its entries, and whether they and the template fit together. */
import { PARAMETER_TYPES } from '../../facts.ts'
import { type FieldUse, readFields, TemplateError } from '../../template/template.ts'
import { nearest } from '../../text/nearest.ts'
import type { Context, Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { find, itemsOf, textOf } from '../node.ts'
import { type Declared, declaredParameters, parameterUses, usedParameters } from '../parameters.ts'

/** Every rule about deploy parameters; none where nobody has looked for the file. */
export const checkParameters: Rule = (context) => {
  if (context.files.parameters === undefined) return []
  const declared = declaredParameters(context.parameters?.root)
  const fields = fieldsOf(context)
  return [
    ...checkEntries(context),
    ...declared.flatMap((one) => checkType(one)),
    ...(fields === undefined ? [] : checkUse(context, declared, fields)),
  ]
}

/** None when the template cannot be parsed, which another rule tells. */
function fieldsOf({ manifest }: Context): readonly FieldUse[] | undefined {
  try {
    return readFields(manifest.text)
  } catch (error) {
    if (error instanceof TemplateError) return undefined
    throw error
  }
}

function checkEntries({ parameters }: Context): readonly Complaint[] {
  return itemsOf(find(parameters?.root, 'params')).flatMap((node): readonly Complaint[] => {
    if (node.kind !== 'map' || textOf(find(node, 'id')) !== undefined) return []
    const why = text('A parameter without an id has no name.', '没有 id 的参数无法引用。')
    const fix = text('Add "id: …".', '加入 id: …。')
    return [{ code: 'parameter-malformed', at: node.at, file: 'parameters', why, fix }]
  })
}

/** What people write for types that there are. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['password', 'secret'],
  ['boolean', 'bool'],
  ['number', 'string'],
  ['int', 'string'],
  ['text', 'string'],
])

function checkType({ type, node }: Declared): readonly Complaint[] {
  if (type === undefined || PARAMETER_TYPES.value.includes(type)) return []
  const all = PARAMETER_TYPES.value.join(', ')
  const meant = MEANT.get(type)
  return [
    {
      code: 'parameter-type',
      at: find(node, 'type')?.at ?? node.at,
      file: 'parameters',
      why: text(`${shown(type)} is none of ${all}.`, `${shown(type)} 不在 ${all} 之中。`),
      fix: text(
        `Write ${meant ?? 'one of them'}.`,
        `请写${meant === undefined ? '其中之一' : ` ${meant}`}。`,
      ),
    },
  ]
}

function checkUse(
  { manifest, build, parameters, top }: Context,
  declared: readonly Declared[],
  fields: readonly FieldUse[],
): readonly Complaint[] {
  const ids = declared.map(({ id }) => id)
  const undeclared = parameterUses(fields).flatMap(({ id, at }): readonly Complaint[] => {
    if (ids.includes(id)) return []
    const meant = nearest(id, ids)
    return [
      {
        code: 'parameter-undeclared',
        at: manifest.place(at, at + 1),
        why: text(
          `No deploy parameter ${shown(id)} is declared, so that it renders as <no value>.`,
          `没有声明部署参数 ${shown(id)}，渲染结果会是 <no value>。`,
        ),
        fix:
          meant === undefined
            ? text('Declare it in lzc-deploy-params.yml.', '请在 lzc-deploy-params.yml 中声明。')
            : text(`Write ${meant}, if that is meant.`, `如果想写的是 ${meant}，请改正。`),
      },
    ]
  })
  const used = usedParameters(fields)
  // A compose_override is rendered too.
  const elsewhere = find(build?.root, 'compose_override') !== undefined
  if (used === undefined || elsewhere) return undeclared
  const unused = declared.filter(({ id }) => !used.includes(id))
  return [
    ...undeclared,
    ...unused.map(({ id, node }) => ({
      code: 'parameter-unused' as const,
      at: parameters === undefined ? top : node.at,
      file: 'parameters' as const,
      why: text(
        `People are asked for ${shown(id)}, and nothing uses it.`,
        `安装时会询问 ${shown(id)}，但没有地方使用它。`,
      ),
      fix: text(
        `Use {{ .U.${shown(id)} }}, or remove it.`,
        `请使用 {{ .U.${shown(id)} }}，或将其删除。`,
      ),
    })),
  ]
}
