/** Deploy parameters: those that are declared, and those that a template uses. */
import type { FieldUse } from '../template/template.ts'
import { find, itemsOf, type Node, textOf } from './node.ts'

/** A parameter of lzc-deploy-params.yml. */
export interface Declared {
  readonly id: string
  readonly type: string | undefined
  readonly node: Node
}

/** The parameters that are declared; those without an id are left out. */
export function declaredParameters(root: Node | undefined): readonly Declared[] {
  return itemsOf(find(root, 'params')).flatMap((node) => {
    const id = textOf(find(node, 'id'))
    return id === undefined ? [] : [{ id, type: textOf(find(node, 'type')), node }]
  })
}

const USER_FIELDS: readonly string[] = ['U', 'UserParams']

/** The parameters that a template uses; `undefined` when it may use any. */
export function usedParameters(fields: readonly FieldUse[]): readonly string[] | undefined {
  const paths = fields.filter(({ path }) => USER_FIELDS.includes(path[0] ?? ''))
  return paths.some(({ path }) => path.length === 1)
    ? undefined
    : paths.map(({ path }) => path[1] ?? '')
}

/** Each use of one parameter. */
export function parameterUses(fields: readonly FieldUse[]): readonly { id: string; at: number }[] {
  return fields.flatMap(({ path: [first = '', id], at }) =>
    USER_FIELDS.includes(first) && id !== undefined ? [{ id, at }] : [],
  )
}
