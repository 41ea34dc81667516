/** Changes of an input that is JSON: by its members, so that it stays JSON. */
import type { Choice } from './choice.ts'

type Slot = { readonly of: Record<string, unknown> | unknown[]; readonly key: string | number }

const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    1e21,
    2 ** 53,
    '',
    ' ',
    'a',
    '0',
    '\0',
    '\ud800',
    [],
    {},
    [[]],
    [null],
  ],
  ...[
    { __proto__: 1 },
    ['a', 1],
    'https://op.example',
    'http://op.example',
    'https://user@op.example/',
    'javascript:1',
  ],
]

/**
 * Makes a change of JSON.
 *
 * @param words - names and texts that the code knows
 */
export function jsonChange(words: readonly string[]) {
  return function change(input: Buffer, choice: Choice): Buffer {
    let root: unknown
    try {
      root = JSON.parse(input.toString())
    } catch {
      return input
    }
    const box = { root }
    for (let times = 1 + choice.below(3); times > 0; times--) changeOne(box, choice, words)
    const text = JSON.stringify(box.root) ?? ''
    // JSON can say the same member twice, and numbers that no value is written as.
    if (!choice.oneIn(8)) return Buffer.from(text)
    return Buffer.from(text.replace(/:(\d+)/, choice.of([':1e999', ':-0', ':1.0', ':1E2'])))
  }
}

function changeOne(box: { root: unknown }, choice: Choice, words: readonly string[]): void {
  const slots = slotsOf(box)
  const { of, key } = choice.of(slots)
  const target = of as Record<string | number, unknown>
  const other = choice.of(slots)
  const value = (other.of as Record<string | number, unknown>)[other.key]
  switch (choice.below(7)) {
    case 0:
      if (of !== box) delete target[key]
      break
    case 1:
      target[key] = structuredClone(choice.of(VALUES))
      break
    case 2:
      target[key] = choice.of(words)
      break
    case 3:
      target[key] = structuredClone(value)
      break
    case 4:
      target[key] = nested(target[key], 1 + choice.below(choice.oneIn(3) ? 40 : 2), choice)
      break
    case 5:
      if (Array.isArray(target[key])) target[key].push(structuredClone(value))
      else if (isRecord(target[key])) target[key][choice.of(words)] = structuredClone(value)
      break
    default:
      target[key] = otherText(target[key], choice, words)
  }
}

/** Every place in a value that holds another. */
function slotsOf(box: { root: unknown }): Slot[] {
  const slots: Slot[] = []
  const pending: (Record<string, unknown> | unknown[])[] = [box]
  for (let of = pending.pop(); of !== undefined && slots.length < 500; of = pending.pop()) {
    for (const key of Object.keys(of)) {
      slots.push({ of, key })
      const inner = (of as Record<string, unknown>)[key]
      if (typeof inner === 'object' && inner !== null)
        pending.push(inner as Record<string, unknown>)
    }
  }
  return slots
}

function nested(value: unknown, levels: number, choice: Choice): unknown {
  let result = value
  for (let i = 0; i < levels; i++) result = choice.oneIn(2) ? [result] : { a: result }
  return result
}

function otherText(value: unknown, choice: Choice, words: readonly string[]): unknown {
  if (typeof value === 'number') return value + choice.of([-1, 1, -600, 600, 0.5, 1e9])
  if (typeof value !== 'string') return String(value)
  const at = choice.below(value.length + 1)
  return choice.of([
    value.slice(0, at) + choice.of(words) + value.slice(at),
    value.slice(0, at),
    value.slice(at),
    value.toUpperCase(),
    `${value} `,
    `${value.slice(0, at)}\u00a0${value.slice(at)}`,
    [value],
    value.repeat(1 + choice.below(20)),
  ])
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
