/** A function's view of its call: its arguments by kind, and a way to refuse them. */
import { toNumber, toWhole } from './numbers.ts'
import type { Refuse } from './template-error.ts'
import { isList, isMap, kindOf, MAX_LIST, MAX_TEXT, type Value } from './values.ts'

/** One call. Indexes count from 0; a negative one counts from the end. */
export interface Call {
  readonly values: readonly Value[]
  readonly refuse: Refuse
  value(index: number): Value
  text(index: number): string
  /** As sprig reads numbers: a text that is none, and what else is none, is 0. */
  number(index: number): number
  whole(index: number): number
  /** A whole number, where Go takes no text for one. */
  int(index: number): number
  flag(index: number): boolean
  list(index: number): readonly Value[]
  map(index: number): ReadonlyMap<string, Value>
  /** All arguments as whole numbers. */
  wholes(): readonly number[]
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
  return {
    values,
    refuse,
    value: (index) => values.at(index),
    text(index) {
      const value = values.at(index)
      return typeof value === 'string' ? value : wrong(index, 'a string', '字符串')
    },
    number: (index) => toNumber(values.at(index)),
    whole: (index) => toWhole(values.at(index)),
    int(index) {
      const value = values.at(index)
      return Number.isInteger(value) ? (value as number) : wrong(index, 'a whole number', '整数')
    },
    flag(index) {
      const value = values.at(index)
      return typeof value === 'boolean' ? value : wrong(index, 'true or false', 'true 或 false')
    },
    list(index) {
      const value = values.at(index)
      return isList(value) ? value : wrong(index, 'a list', '列表')
    },
    map(index) {
      const value = values.at(index)
      return isMap(value) ? value : wrong(index, 'a map', '映射')
    },
    wholes: () => values.map(toWhole),
  }
}
