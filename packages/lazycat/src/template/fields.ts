/** Which fields of the platform a template asks for, in all its branches, without rendering it. */
import { FUNCTION_NAMES } from './functions.ts'
import type { Node } from './parser.ts'
import { parseTemplate } from './parser.ts'
import type { Command, Operand, Pipeline } from './pipeline.ts'

/** Fields below the root, such as `S`, `BoxName`, and where they stand in UTF-16 units from 0. */
export interface FieldUse {
  readonly path: readonly string[]
  readonly at: number
}

/** Functions that look for a key in a map. */
const LOOKUPS: ReadonlySet<string> = new Set(['index', 'get', 'hasKey'])

/**
 * Reads the fields of a template. What stands inside `with` and `range` counts when it begins with `$`.
 *
 * @throws {@link TemplateError} `TEMPLATE_SYNTAX`, `TEMPLATE_NOT_SUPPORTED`,
 * `TEMPLATE_UNKNOWN_FUNCTION`, `TEMPLATE_TOO_LARGE`
 */
export function readFields(source: string): readonly FieldUse[] {
  return parseTemplate(source, FUNCTION_NAMES).flatMap((node) => fieldsOfNode(node, true))
}

function fieldsOfNode(node: Node, isRoot: boolean): readonly FieldUse[] {
  if (node.kind === 'print') return fieldsOfPipeline(node.pipeline, isRoot)
  if (!('pipeline' in node)) return []
  const inner = isRoot && node.kind === 'if'
  return [
    ...fieldsOfPipeline(node.pipeline, isRoot),
    ...node.body.flatMap((one) => fieldsOfNode(one, inner)),
    ...node.otherwise.flatMap((one) => fieldsOfNode(one, isRoot)),
  ]
}

const fieldsOfPipeline = ({ commands }: Pipeline, isRoot: boolean): readonly FieldUse[] =>
  commands.flatMap((command) => fieldsOfCommand(command, isRoot))

function fieldsOfCommand(command: Command, isRoot: boolean): readonly FieldUse[] {
  const [first, map, key] = command
  const lookup = first.base.kind === 'call' && LOOKUPS.has(first.base.name)
  const found = map === undefined ? undefined : pathOf(map, isRoot)
  if (lookup && found !== undefined && key?.base.kind === 'literal') {
    const path = [...found, String(key.base.value)]
    const rest = command.slice(3).flatMap((operand) => fieldsOfOperand(operand, isRoot))
    return [{ path, at: key.at }, ...rest]
  }
  return command.flatMap((operand) => fieldsOfOperand(operand, isRoot))
}

function fieldsOfOperand(operand: Operand, isRoot: boolean): readonly FieldUse[] {
  if (operand.base.kind === 'pipeline') return fieldsOfPipeline(operand.base.pipeline, isRoot)
  const path = pathOf(operand, isRoot)
  return path === undefined ? [] : [{ path, at: operand.at }]
}

/** The fields from the root on; `undefined` for what begins elsewhere. */
function pathOf({ base, fields }: Operand, isRoot: boolean): readonly string[] | undefined {
  const whole = (base.kind === 'dot' && isRoot) || (base.kind === 'variable' && base.name === '')
  return whole && fields.length > 0 ? fields : undefined
}
