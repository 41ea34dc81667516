/** Walks the tree and writes the text, with a bound on the work and on the result. */
import { NO_VALUE } from '../facts.ts'
import { nearest } from '../text/nearest.ts'
import { callFunction, type FunctionTable, tooLarge } from './call.ts'
import { LAZY_FUNCTIONS } from './functions.ts'
import type { Block, Node } from './parser.ts'
import type { Command, Operand, Pipeline } from './pipeline.ts'
import { type Refuse, refuseAt } from './template-error.ts'
import { isList, isMap, isTrue, kindOf, printValue, type Value, ValueTooLarge } from './values.ts'

const MAX_STEPS = 200_000
const MAX_OUTPUT = 2_097_152

/** What a template is rendered with. */
export interface Scope {
  readonly source: string
  readonly root: ReadonlyMap<string, Value>
  /** Maps whose names are all known, so that any other name is a mistake. */
  readonly closed: ReadonlySet<Value>
  readonly functions: FunctionTable
}

interface Variable {
  readonly name: string
  value: Value
}

type Outcome = 'done' | 'break' | 'continue'

/** Renders a parsed template. @throws {@link TemplateError} */
export function evaluateTemplate(nodes: readonly Node[], scope: Scope): string {
  const machine: Machine = {
    ...scope,
    variables: [{ name: '', value: scope.root }],
    output: [],
    length: 0,
    steps: 0,
  }
  walk(machine, nodes, scope.root)
  return machine.output.join('')
}

interface Machine extends Scope {
  readonly variables: Variable[]
  readonly output: string[]
  length: number
  steps: number
}

function walk(machine: Machine, nodes: readonly Node[], dot: Value): Outcome {
  const outer = machine.variables.length
  for (const node of nodes) {
    if (node.kind === 'text') write(machine, node.text, 0)
    else if (node.kind === 'break' || node.kind === 'continue')
      return leave(machine, outer, node.kind)
    else if (node.kind === 'print') print(machine, node.pipeline, dot)
    else {
      const outcome = walkBlock(machine, node, dot)
      if (outcome !== 'done') return leave(machine, outer, outcome)
    }
  }
  return leave(machine, outer, 'done')
}

/** Variables end with the block that they were declared in. */
function leave(machine: Machine, outer: number, outcome: Outcome): Outcome {
  machine.variables.length = outer
  return outcome
}

function write(machine: Machine, text: string, at: number): void {
  machine.length += text.length
  if (machine.length > MAX_OUTPUT) tooLarge('manifest', refuseAt(machine.source, at))
  machine.output.push(text)
}

function print(machine: Machine, pipeline: Pipeline, dot: Value): void {
  const value = run(machine, pipeline, dot)
  if (pipeline.variables.length > 0) return
  const refuse = refuseAt(machine.source, pipeline.at)
  write(
    machine,
    value === undefined ? NO_VALUE.value : bounded(refuse, () => printValue(value)),
    pipeline.at,
  )
}

function walkBlock(machine: Machine, block: Block, dot: Value): Outcome {
  const outer = machine.variables.length
  if (block.kind === 'range') return leave(machine, outer, walkRange(machine, block, dot))
  const value = run(machine, block.pipeline, dot)
  const inner = block.kind === 'with' && isTrue(value) ? value : dot
  return leave(machine, outer, walk(machine, isTrue(value) ? block.body : block.otherwise, inner))
}

function walkRange(machine: Machine, block: Block, dot: Value): Outcome {
  const { pipeline } = block
  const outer = machine.variables.length
  const items = itemsOf(machine, run(machine, { ...pipeline, variables: [] }, dot), pipeline.at)
  if (items.length === 0) return walk(machine, block.otherwise, dot)
  for (const [key, item] of items) {
    step(machine, pipeline.at)
    const [first, second] = pipeline.variables
    if (first !== undefined) assign(machine, pipeline, first, second === undefined ? item : key)
    if (second !== undefined) assign(machine, pipeline, second, item)
    const outcome = walk(machine, block.body, item)
    machine.variables.length = outer
    if (outcome === 'break') break
  }
  return 'done'
}

function itemsOf(machine: Machine, value: Value, at: number): readonly (readonly [Value, Value])[] {
  if (value === undefined) return []
  if (isList(value)) return [...value.entries()]
  if (isMap(value)) return [...value].sort(([a], [b]) => (a < b ? -1 : 1))
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value > MAX_STEPS) tooLarge('range', refuseAt(machine.source, at))
    return Array.from({ length: Math.max(0, value) }, (_, index) => [index, index] as const)
  }
  return refuseAt(machine.source, at)(
    'TEMPLATE_WRONG_VALUE',
    `range: cannot go through ${kindOf(value)}`,
    `range：无法遍历 ${kindOf(value)}`,
  )
}

function run(machine: Machine, pipeline: Pipeline, dot: Value): Value {
  let value: Value
  pipeline.commands.forEach((command, index) => {
    value = runCommand(machine, command, dot, index === 0 ? [] : [value])
  })
  for (const name of pipeline.variables) assign(machine, pipeline, name, value)
  return value
}

function assign(machine: Machine, { assigns, at }: Pipeline, name: string, value: Value): void {
  if (assigns === 'declares') machine.variables.push({ name, value })
  else findVariable(machine, name, at).value = value
}

function findVariable(machine: Machine, name: string, at: number): Variable {
  const found = machine.variables.findLast((variable) => variable.name === name)
  return (
    found ??
    refuseAt(machine.source, at)(
      'TEMPLATE_SYNTAX',
      `undefined variable "$${name}"`,
      `未定义的变量“$${name}”`,
    )
  )
}

function runCommand(
  machine: Machine,
  [first, ...rest]: Command,
  dot: Value,
  piped: readonly Value[],
): Value {
  const { base, at } = first
  if (base.kind !== 'call') return readOperand(machine, first, dot)
  step(machine, at)
  if (LAZY_FUNCTIONS.has(base.name)) return decide(machine, base.name, at, rest, dot, piped)
  const values = [...rest.map((operand) => readOperand(machine, operand, dot)), ...piped]
  // Long texts cost more, so that the bound on steps is a bound on time.
  for (const value of values) machine.steps += costOf(value)
  const refuse = refuseAt(machine.source, at)
  const definition = machine.functions[base.name]!
  return bounded(refuse, () => callFunction(base.name, definition, values, refuse))
}

/** `and` and `or`: the first value that decides, or the last one. */
function decide(
  machine: Machine,
  name: string,
  at: number,
  operands: readonly Operand[],
  dot: Value,
  piped: readonly Value[],
): Value {
  const count = operands.length + piped.length
  if (count === 0) {
    refuseAt(machine.source, at)(
      'TEMPLATE_WRONG_VALUE',
      `${name}: takes at least one argument`,
      `${name}：至少需要一个参数`,
    )
  }
  let value: Value
  for (let index = 0; index < count; index++) {
    const operand = operands[index]
    value = operand === undefined ? piped[0] : readOperand(machine, operand, dot)
    if (isTrue(value) === (name === 'or')) return value
  }
  return value
}

function readOperand(machine: Machine, operand: Operand, dot: Value): Value {
  step(machine, operand.at)
  return operand.fields.reduce(
    (value, field) => readField(machine, value, field, operand.at),
    readBase(machine, operand, dot),
  )
}

function readBase(machine: Machine, operand: Operand, dot: Value): Value {
  const { base, at } = operand
  if (base.kind === 'literal') return base.value
  if (base.kind === 'dot') return dot
  if (base.kind === 'variable') return findVariable(machine, base.name, at).value
  if (base.kind === 'call') return runCommand(machine, [operand], dot, [])
  return run(machine, base.pipeline, dot)
}

function readField(machine: Machine, value: Value, field: string, at: number): Value {
  // Go asks nothing for its fields, and nothing comes of it.
  if (value === undefined) return undefined
  if (isMap(value)) {
    if (value.has(field) || !machine.closed.has(value)) return value.get(field)
    return refuseField([...value.keys()], field, refuseAt(machine.source, at))
  }
  return refuseAt(machine.source, at)(
    'TEMPLATE_WRONG_VALUE',
    `".${field}" of ${kindOf(value)}: there is nothing in it`,
    `${kindOf(value)} 没有字段“.${field}”`,
  )
}

/** @throws {@link TemplateError} `TEMPLATE_UNKNOWN_FIELD`, with the fields that there are. */
function refuseField(names: readonly string[], field: string, refuse: Refuse): never {
  const known = names.map((name) => `.${name}`).join(' ')
  const meant = nearest(field, names)
  return refuse(
    'TEMPLATE_UNKNOWN_FIELD',
    `no field ".${field}"${meant ? `; the nearest is .${meant}` : ''}; there are ${known}`,
    `没有字段“.${field}”${meant ? `，最接近的是 .${meant}` : ''}，可用的有 ${known}`,
  )
}

function costOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 7
  return isList(value) ? value.length >> 3 : isMap(value) ? value.size >> 3 : 0
}

function step(machine: Machine, at: number): void {
  machine.steps++
  if (machine.steps <= MAX_STEPS) return
  refuseAt(machine.source, at)(
    'TEMPLATE_TOO_LARGE',
    'the template takes too many steps',
    '模板的运算步骤过多',
  )
}

function bounded<T>(refuse: Refuse, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ValueTooLarge) tooLarge('value', refuse)
    throw error
  }
}
