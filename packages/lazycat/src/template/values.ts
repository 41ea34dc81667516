/** What a template computes with, and how Go prints, compares and judges it. */

/** A value of a template. `undefined` is Go's nil: nothing was given. */
export type Value =
  | undefined
  | boolean
  | number
  | string
  | readonly Value[]
  | ReadonlyMap<string, Value>

/** Longest text, and longest list, that one value may be. */
export const MAX_TEXT = 262_144
export const MAX_LIST = 10_000
const MAX_DEPTH = 50

/** Signals a value that is too large to print or to compare. */
export class ValueTooLarge extends Error {
  override readonly name = 'ValueTooLarge'
}

/** Whether `if` takes it for true: everything but nil, false, 0 and what is empty. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return Boolean(value)
}

/** Go's name of the value's kind, for messages. */
export function kindOf(value: Value): string {
  if (value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (value instanceof Map) return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

/** The value as `%v` prints it. @throws {@link ValueTooLarge} */
export function printValue(value: Value): string {
  let room = MAX_TEXT
  const print = (inner: Value, depth: number): string => {
    if (depth > MAX_DEPTH) throw new ValueTooLarge()
    const text = printOne(inner, (item) => print(item, depth + 1))
    room -= depth === 0 || typeof inner === 'object' ? 2 : text.length
    if (room < 0 || text.length > MAX_TEXT) throw new ValueTooLarge()
    return text
  }
  return print(value, 0)
}

function printOne(value: Value, print: (value: Value) => string): string {
  if (value === undefined) return '<nil>'
  if (isList(value)) return `[${value.map(print).join(' ')}]`
  if (isMap(value)) {
    const pairs = [...value].sort(([a], [b]) => compareText(a, b))
    return `map[${pairs.map(([name, item]) => `${name}:${print(item)}`).join(' ')}]`
  }
  return printNumber(value)
}

function printNumber(value: boolean | number | string): string {
  if (typeof value !== 'number' || value === 0) return String(value)
  const size = Math.abs(value)
  if (Number.isInteger(value) || (size >= 1e-4 && size < 1e6)) return String(value)
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2')
}

/** Order of two texts by their characters. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether two values are the same, lists and maps by content. @throws {@link ValueTooLarge} */
export function isSame(a: Value, b: Value): boolean {
  if (typeof a !== typeof b || Array.isArray(a) !== Array.isArray(b)) return false
  return typeof a === 'object' ? printValue(a) === printValue(b) : a === b
}

/** Go's quoted form of a text. */
export function quoteText(text: string): string {
  let quoted = ''
  for (const character of text) quoted += QUOTED.get(character) ?? escapeControl(character)
  return `"${quoted}"`
}

const QUOTED: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\v', '\\v'],
  ['\u0007', '\\a'],
])

function escapeControl(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)
    ? character
    : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Narrows to a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** Narrows to a map. */
export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map
}
