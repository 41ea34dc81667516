/** Tokens of one action to a pipeline. An unknown function is told here, at once. */
import type { Token } from './lexer.ts'
import { type Names, refuseName } from './names.ts'
import { refuseAt } from './template-error.ts'
import type { Value } from './values.ts'

/** One operand with the fields asked of it. */
export interface Operand {
  readonly at: number
  readonly fields: readonly string[]
  readonly base:
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'dot' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'call'; readonly name: string }
    | { readonly kind: 'pipeline'; readonly pipeline: Pipeline }
}

/** A function or value, and its arguments. */
export type Command = readonly [Operand, ...Operand[]]

/** Commands, each fed with the result of the one before; and the variables that get the result. */
export interface Pipeline {
  readonly at: number
  readonly variables: readonly string[]
  readonly assigns: 'declares' | 'sets'
  readonly commands: readonly Command[]
}

/** How deep blocks and parentheses may be nested. */
export const MAX_DEPTH = 100

export function parsePipeline(
  names: Names,
  tokens: readonly Token[],
  at: number,
  range = false,
  depth = 0,
): Pipeline {
  if (depth >= MAX_DEPTH) tooDeep(names, at)
  const { variables, assigns, used } = readVariables(tokens, range)
  const rest = tokens.slice(used)
  const end = closing(names, rest, at)
  const commands = split(rest, end).map((words) => {
    const [first, ...others] = parseOperands(names, words, depth)
    if (first === undefined) {
      return refuseAt(names.source, words[0]?.at ?? at)(
        'TEMPLATE_SYNTAX',
        'a value is missing',
        '缺少值',
      )
    }
    if (others.length > 0 && first.base.kind !== 'call') unexpectedArgument(names, others[0]!.at)
    return [first, ...others] as const
  })
  commands.slice(1).forEach(([first]) => {
    if (first.base.kind !== 'call') unexpectedArgument(names, first.at)
  })
  return { at, variables, assigns, commands }
}

function readVariables(
  tokens: readonly Token[],
  range: boolean,
): Pick<Pipeline, 'variables' | 'assigns'> & { used: number } {
  const is = (index: number, ...signs: string[]) =>
    tokens[index]?.kind === 'sign' && signs.includes(tokens[index]?.text ?? '')
  const leading = tokens.slice(0, 3).filter(({ kind }) => kind === 'variable')
  if (tokens[0]?.kind === 'variable' && is(1, ':=', '=')) {
    const assigns = tokens[1]?.text === ':=' ? 'declares' : 'sets'
    return { variables: [tokens[0].text], assigns, used: 2 }
  }
  if (range && leading.length === 2 && is(1, ',') && is(3, ':=', '=')) {
    const assigns = tokens[3]?.text === ':=' ? 'declares' : 'sets'
    return { variables: leading.map(({ text }) => text), assigns, used: 4 }
  }
  return { variables: [], assigns: 'declares', used: 0 }
}

/** Where each "(" is closed; refuses what is not in balance. */
function closing(names: Names, tokens: readonly Token[], at: number): ReadonlyMap<number, number> {
  const open: number[] = []
  const ends = new Map<number, number>()
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'sign') continue
    if (token.text === '(') open.push(index)
    if (token.text === ')') ends.set(open.pop() ?? unexpected(names, token.at, ')'), index)
  }
  if (open.length > 0) unexpected(names, tokens[open[0]!]?.at ?? at, '(')
  return ends
}

/** Cuts at every "|" outside parentheses. */
function split(tokens: readonly Token[], ends: ReadonlyMap<number, number>): readonly Token[][] {
  const commands: Token[][] = [[]]
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const end = ends.get(index)
    if (end !== undefined) {
      commands.at(-1)!.push(...tokens.slice(index, end + 1))
      index = end
    } else if (token.kind === 'sign' && token.text === '|') commands.push([])
    else commands.at(-1)!.push(token)
  }
  return commands
}

function parseOperands(names: Names, tokens: readonly Token[], depth: number): Operand[] {
  const ends = closing(names, tokens, tokens[0]?.at ?? 0)
  const operands: Operand[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const end = ends.get(index)
    if (token.kind === 'field' && token.glued && operands.length > 0) {
      const last = operands.pop()!
      const isDot = last.base.kind === 'dot' && last.fields.length === 0
      if (last.base.kind === 'literal' || last.base.kind === 'call' || isDot) {
        unexpected(names, token.at, `.${token.text}`)
      }
      operands.push({ ...last, fields: [...last.fields, token.text] })
    } else if (token.glued && operands.length > 0) {
      refuseAt(names.source, token.at)(
        'TEMPLATE_SYNTAX',
        'a space is missing before this',
        '此处之前缺少空格',
      )
    } else if (end !== undefined) {
      const inside = tokens.slice(index + 1, end)
      const pipeline = parsePipeline(names, inside, token.at, false, depth + 1)
      if (pipeline.variables.length > 0) unexpected(names, token.at, ':=')
      operands.push({ at: token.at, fields: [], base: { kind: 'pipeline', pipeline } })
      index = end
    } else operands.push(parseOperand(names, token))
  }
  return operands
}

function parseOperand(names: Names, token: Token): Operand {
  const { kind, text, at } = token
  const literal = (value: Value): Operand => ({ at, fields: [], base: { kind: 'literal', value } })
  if (kind === 'string') return literal(text)
  if (kind === 'number') return literal(parseNumber(names, token))
  if (kind === 'dot') return { at, fields: [], base: { kind: 'dot' } }
  if (kind === 'field') return { at, fields: [text], base: { kind: 'dot' } }
  if (kind === 'variable') return { at, fields: [], base: { kind: 'variable', name: text } }
  if (kind === 'sign') return unexpected(names, at, text)
  if (text === 'true' || text === 'false') return literal(text === 'true')
  if (text === 'nil') return literal(undefined)
  if (!names.functions.has(text)) refuseName(names, at, text)
  return { at, fields: [], base: { kind: 'call', name: text } }
}

function parseNumber(names: Names, { text, at }: Token): number {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '')
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  const value = Number(octal)
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    unexpected(names, at, text)
  }
  return sign * value
}

export function unexpected(names: Names, at: number, text: string): never {
  return refuseAt(names.source, at)(
    'TEMPLATE_SYNTAX',
    `unexpected "${text}"`,
    `此处不能使用“${text}”`,
  )
}

function unexpectedArgument(names: Names, at: number): never {
  return refuseAt(names.source, at)(
    'TEMPLATE_SYNTAX',
    'only a function takes arguments',
    '只有函数才能带参数',
  )
}

export function tooDeep(names: Names, at: number): never {
  return refuseAt(names.source, at)(
    'TEMPLATE_TOO_LARGE',
    `nested more than ${MAX_DEPTH} deep`,
    `嵌套超过 ${MAX_DEPTH} 层`,
  )
}
