/** A function's view of its call: its arguments by kind, and a way to refuse them. */
import type { Refuse } from './template-error.ts'
import { isList, isMap, kindOf, MAX_LIST, MAX_TEXT, type Value } from './values.ts'

/** One call. Indexes count from 0; a negative one counts from the end. */
export interface Call {
  readonly values: readonly Value[]
  readonly refuse: Refuse
  value(index: number): Value
  text(index: number): string
  number(index: number): number
  whole(index: number): number
  list(index: number): readonly Value[]
  map(index: number): ReadonlyMap<string, Value>
  /** All arguments from this one on as numbers. */
  numbers(from: number): readonly number[]
}

/** A function of templates: how many arguments it takes, and what it does. */
export interface TemplateFunction {
  readonly least: number
  readonly most: number
  readonly run: (call: Call) => Value
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, TemplateFunction>>

/** A function with so many arguments; without `most`, exactly `least`. */
export function takes(
  least: number,
  most: number | 'any' | ((call: Call) => Value),
  run?: (call: Call) => Value,
): TemplateFunction {
  if (typeof most === 'function') return { least, most: least, run: most }
  return {
    least,
    most: most === 'any' ? Number.POSITIVE_INFINITY : most,
    run: run ?? (() => undefined),
  }
}

/**
 * Calls a function.
 *
 * @throws {@link TemplateError} `TEMPLATE_WRONG_VALUE` or `TEMPLATE_TOO_LARGE`, at the call's place.
 */
export function callFunction(
  name: string,
  { least, most, run }: TemplateFunction,
  values: readonly Value[],
  refuse: Refuse,
): Value {
  if (values.length < least || values.length > most) {
    const wanted = most === Number.POSITIVE_INFINITY ? `${least}+` : `${least}–${most}`
    const count = least === most ? `${least}` : wanted
    refuse(
      'TEMPLATE_WRONG_VALUE',
      `${name}: takes ${count} arguments, got ${values.length}`,
      `${name}：需要 ${count} 个参数，实际 ${values.length} 个`,
    )
  }
  const result = run(createCall(name, values, refuse))
  const size = typeof result === 'string' ? result.length / MAX_TEXT : sizeOf(result) / MAX_LIST
  if (size > 1) tooLarge(name, refuse)
  return result
}

/** Refuses a result that is too large. */
export function tooLarge(name: string, refuse: Refuse): never {
  return refuse('TEMPLATE_TOO_LARGE', `${name}: the result is too large`, `${name}：结果过大`)
}

function sizeOf(value: Value): number {
  return isList(value) ? value.length : isMap(value) ? value.size : 0
}

function createCall(name: string, values: readonly Value[], refuse: Refuse): Call {
  const wrong = (index: number, en: string, zh: string): never => {
    const seen = kindOf(values.at(index))
    const place = (index < 0 ? values.length + index : index) + 1
    return refuse(
      'TEMPLATE_WRONG_VALUE',
      `${name}: argument ${place} must be ${en}, not ${seen}`,
      `${name}：第 ${place} 个参数必须是${zh}，而不是 ${seen}`,
    )
  }
  const number = (index: number): number => {
    const value = values.at(index)
    // As in sprig, numbers may come as texts, such as deploy parameters are.
    const parsed = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)
    if (parsed) return Number(value)
    return typeof value === 'number' ? value : wrong(index, 'a number', '数字')
  }
  return {
    values,
    refuse,
    value: (index) => values.at(index),
    text(index) {
      const value = values.at(index)
      return typeof value === 'string' ? value : wrong(index, 'a string', '字符串')
    },
    number,
    whole: (index) => Math.trunc(number(index)),
    list(index) {
      const value = values.at(index)
      return isList(value) ? value : wrong(index, 'a list', '列表')
    },
    map(index) {
      const value = values.at(index)
      return isMap(value) ? value : wrong(index, 'a map', '映射')
    },
    numbers: (from) => values.slice(from).map((_, offset) => number(from + offset)),
  }
}
