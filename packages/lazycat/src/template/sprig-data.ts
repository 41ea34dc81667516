/** The functions of sprig for defaults, numbers, lists and maps. */
import { type Call, type FunctionTable, takes, tooLarge } from './call.ts'
import { isSame, isTrue, kindOf, MAX_LIST, printValue, type Value } from './values.ts'

/** Functions for everything but texts. */
export const DATA_FUNCTIONS: FunctionTable = {
  default: takes(1, 2, ({ values: [instead, value] }) => (isTrue(value) ? value : instead)),
  empty: takes(1, (call) => !isTrue(call.value(0))),
  coalesce: takes(0, 'any', ({ values }) => values.find(isTrue)),
  ternary: takes(3, (call) => (call.flag(2) ? call.value(0) : call.value(1))),
  all: takes(0, 'any', ({ values }) => values.every(isTrue)),
  any: takes(0, 'any', ({ values }) => values.some(isTrue)),
  fail: takes(1, failed),
  kindIs: takes(2, (call) => call.text(0) === KINDS.get(kindOf(call.value(1)))),

  int: takes(1, (call) => safe(call.whole(0), call)),
  int64: takes(1, (call) => safe(call.whole(0), call)),
  atoi: takes(1, (call) => Number(/^[-+]?\d{1,15}$/.exec(call.text(0))?.[0] ?? 0)),
  float64: takes(1, (call) => call.number(0)),
  add: takes(0, 'any', (call) => count(call, (sum, next) => sum + next, 0)),
  add1: takes(1, (call) => safe(call.whole(0) + 1, call)),
  sub: takes(2, (call) => safe(call.whole(0) - call.whole(1), call)),
  mul: takes(1, 'any', (call) => count(call, (product, next) => product * next, 1)),
  div: takes(2, (call) => Math.trunc(call.whole(0) / divisor(call))),
  mod: takes(2, (call) => call.whole(0) % divisor(call)),
  max: takes(1, 'any', (call) => Math.max(...call.wholes())),
  min: takes(1, 'any', (call) => Math.min(...call.wholes())),
  floor: takes(1, (call) => Math.floor(call.number(0))),
  ceil: takes(1, (call) => Math.ceil(call.number(0))),
  until: takes(1, (call) => {
    const end = call.int(0)
    if (Math.abs(end) > MAX_LIST) tooLarge('until', call.refuse)
    return Array.from({ length: Math.abs(end) }, (_, index) => (end < 0 ? -index : index))
  }),

  list: takes(0, 'any', ({ values }) => values),
  first: takes(1, (call) => call.list(0)[0]),
  last: takes(1, (call) => call.list(0).at(-1)),
  rest: takes(1, (call) => call.list(0).slice(1)),
  initial: takes(1, (call) => call.list(0).slice(0, -1)),
  append: takes(2, (call) => [...call.list(0), call.value(1)]),
  prepend: takes(2, (call) => [call.value(1), ...call.list(0)]),
  concat: takes(0, 'any', (call) => call.values.flatMap((_, index) => [...call.list(index)])),
  reverse: takes(1, (call) => [...call.list(0)].reverse()),
  compact: takes(1, (call) => call.list(0).filter(isTrue)),
  uniq: takes(1, (call) => {
    const kept = new Map<string, Value>()
    for (const value of call.list(0)) {
      const name = `${kindOf(value)} ${printValue(value)}`
      if (!kept.has(name)) kept.set(name, value)
    }
    return [...kept.values()]
  }),
  has: takes(2, (call) =>
    call.value(1) === undefined
      ? false
      : call.list(1).some((value) => isSame(value, call.value(0))),
  ),
  without: takes(1, 'any', (call) =>
    call.list(0).filter((value) => !call.values.slice(1).some((other) => isSame(value, other))),
  ),
  sortAlpha: takes(1, (call) => call.list(0).map(printValue).sort()),

  dict: takes(0, 'any', (call) => {
    const pairs = new Map<string, Value>()
    for (let index = 0; index < call.values.length; index += 2) {
      pairs.set(printValue(call.value(index)), call.values[index + 1] ?? '')
    }
    return pairs
  }),
  get: takes(2, (call) => call.map(0).get(call.text(1)) ?? ''),
  hasKey: takes(2, (call) => call.map(0).has(call.text(1))),
  keys: takes(1, (call) => [...call.map(0).keys()].sort()),
  values: takes(1, (call) => [...call.map(0)].sort().map(([, value]) => value)),
}

/** Ends the rendering in the template's own words, where it has any. */
function failed(call: Call): never {
  const text = call.text(0)
  return text === ''
    ? call.refuse('TEMPLATE_FAILED', 'fail, without a word', 'fail，没有说明')
    : call.refuse('TEMPLATE_FAILED', text, text)
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['<nil>', 'invalid'],
  ['[]interface {}', 'slice'],
  ['map[string]interface {}', 'map'],
  ['int', 'int'],
  ['float64', 'float64'],
  ['bool', 'bool'],
  ['string', 'string'],
])

function count(call: Call, step: (sum: number, next: number) => number, start: number): number {
  return safe(call.wholes().reduce(step, start), call)
}

function divisor(call: Call): number {
  const number = call.whole(1)
  return number !== 0
    ? number
    : call.refuse('TEMPLATE_WRONG_VALUE', 'division by zero', '不能除以零')
}

function safe(number: number, call: Call): number {
  if (Number.isSafeInteger(number)) return number
  return call.refuse('TEMPLATE_TOO_LARGE', 'the number is too large', '数字过大')
}
