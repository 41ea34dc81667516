/** The functions of Go's text/template, and the table of all. `and` and `or` are with the evaluator. */
import { STABLE_SECRET_FUNCTION } from '../facts.ts'
import { type FunctionTable, takes } from './call.ts'
import { formatValues } from './format.ts'
import { DATA_FUNCTIONS } from './sprig-data.ts'
import { TEXT_FUNCTIONS } from './sprig-text.ts'
import type { Refuse } from './template-error.ts'
import {
  compareText,
  isList,
  isMap,
  isSame,
  isTrue,
  kindOf,
  printValue,
  type Value,
} from './values.ts'

/** Functions whose later arguments are looked at only when they are needed. */
export const LAZY_FUNCTIONS: ReadonlySet<string> = new Set(['and', 'or'])

const GO_FUNCTIONS: FunctionTable = {
  not: takes(1, (call) => !isTrue(call.value(0))),
  eq: takes(2, 'any', ({ values: [first, ...rest], refuse }) =>
    rest.some((other) => isEqual(first, other, refuse)),
  ),
  ne: takes(2, ({ values: [a, b], refuse }) => !isEqual(a, b, refuse)),
  lt: takes(2, ({ values: [a, b], refuse }) => order(a, b, refuse) < 0),
  le: takes(2, ({ values: [a, b], refuse }) => order(a, b, refuse) <= 0),
  gt: takes(2, ({ values: [a, b], refuse }) => order(a, b, refuse) > 0),
  ge: takes(2, ({ values: [a, b], refuse }) => order(a, b, refuse) >= 0),
  len: takes(1, (call) => {
    const value = call.value(0)
    if (isMap(value)) return value.size
    return isList(value) ? value.length : Buffer.byteLength(call.text(0))
  }),
  index: takes(1, 'any', ({ values: [first, ...keys], refuse }) =>
    keys.reduce<Value>((value, key) => indexOne(value, key, refuse), first),
  ),
  print: takes(0, 'any', ({ values }) =>
    values.reduce<string>((text, value, index) => {
      // Go puts a space between two operands when neither is a string.
      const gap = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string'
      return `${text}${gap ? ' ' : ''}${printValue(value)}`
    }, ''),
  ),
  println: takes(0, 'any', ({ values }) => `${values.map(printValue).join(' ')}\n`),
  printf: takes(1, 'any', (call) => formatValues(call.text(0), call.values.slice(1), call.refuse)),
}

/** Every function by name. */
export const FUNCTIONS: FunctionTable = { ...GO_FUNCTIONS, ...TEXT_FUNCTIONS, ...DATA_FUNCTIONS }

/** The names of all functions of a manifest's template. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([
  STABLE_SECRET_FUNCTION.value,
  ...LAZY_FUNCTIONS,
  ...Object.keys(FUNCTIONS),
])

/** Equality as `eq` knows it: of basic kinds, and of the same one. */
function isEqual(a: Value, b: Value, refuse: Refuse): boolean {
  if (a === undefined || b === undefined) return a === b
  if (typeof a === 'object' || typeof a !== typeof b) cannotCompare(a, b, refuse)
  return isSame(a, b)
}

function order(a: Value, b: Value, refuse: Refuse): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  return cannotCompare(a, b, refuse)
}

function cannotCompare(a: Value, b: Value, refuse: Refuse): never {
  return refuse(
    'TEMPLATE_WRONG_VALUE',
    `cannot compare ${kindOf(a)} with ${kindOf(b)}`,
    `无法比较 ${kindOf(a)} 与 ${kindOf(b)}`,
  )
}

function indexOne(value: Value, key: Value, refuse: Refuse): Value {
  if (isMap(value) && typeof key === 'string') return value.get(key)
  if (isList(value) && typeof key === 'number') {
    if (Number.isInteger(key) && key >= 0 && key < value.length) return value[key]
    return refuse('TEMPLATE_WRONG_VALUE', `index: ${key} is out of range`, `index：${key} 超出范围`)
  }
  return refuse(
    'TEMPLATE_WRONG_VALUE',
    `index: cannot index ${kindOf(value)} with ${kindOf(key)}`,
    `index：不能用 ${kindOf(key)} 索引 ${kindOf(value)}`,
  )
}
