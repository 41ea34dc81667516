/** Changes of an input as bytes. */
import type { Choice } from './choice.ts'

/** What an input is changed with. */
export interface Material {
  readonly words: readonly string[]
  /** Other inputs, to take pieces from. */
  readonly others: readonly Buffer[]
  /** Longest result; bytes. */
  readonly mostBytes: number
}

type Change = (input: Buffer, choice: Choice, material: Material) => Buffer

/** Signs that parsers treat in a way of their own, in UTF-8. */
const ODD = [
  ...[
    '\0',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '"',
    "'",
    '#',
    '%',
    '&',
    '+',
    ',',
    '.',
    '/',
    ':',
    ';',
    '<',
    '=',
    '>',
  ],
  ...[
    '?',
    '@',
    '[',
    '\\',
    ']',
    '_',
    '`',
    '{',
    '|',
    '}',
    '~',
    '\x7f',
    '\x85',
    '\xa0',
    'ß',
    'İ',
    'ı',
    'K',
    '\u2028',
  ],
  ...[
    '\u3000',
    '\ufeff',
    '\ufffd',
    '．',
    '／',
    '％',
    '𝒂',
    '%00',
    '%0a',
    '%2f',
    '%2e',
    '%25',
    '%c0%af',
    '\\u0000',
  ],
]
const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '32',
  '33',
  '255',
  '65535',
  '65536',
  '2147483648',
  '4294967295',
  '9007199254740993',
  '1e999',
  '-1e999',
  '0.1',
  'NaN',
  '1e-7',
  '08',
]
const BYTES = [0, 1, 0x7f, 0x80, 0xc0, 0xff]

const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts)

/** A piece of an input, at most so long. */
function piece(input: Buffer, choice: Choice, longest = 64): Buffer {
  const from = choice.below(input.length)
  return input.subarray(from, from + 1 + choice.below(choice.oneIn(4) ? input.length : longest))
}

/** Puts something into an input, in place of as many bytes or between two. */
function put(input: Buffer, choice: Choice, what: Uint8Array): Buffer {
  const at = choice.below(input.length + 1)
  return join(input.subarray(0, at), what, input.subarray(choice.oneIn(2) ? at : at + what.length))
}

const CHANGES: readonly Change[] = [
  (input, choice) => {
    const copy = Buffer.from(input)
    if (copy.length > 0) copy[choice.below(copy.length)]! ^= 1 << choice.below(8)
    return copy
  },
  (input, choice) => {
    const copy = Buffer.from(input)
    const byte = choice.oneIn(2) ? choice.of(BYTES) : choice.below(256)
    if (copy.length > 0) copy[choice.below(copy.length)] = byte
    return copy
  },
  (input, choice) => put(input, choice, Buffer.from([choice.below(256)])),
  (input, choice) => put(input, choice, Buffer.from(choice.of(ODD))),
  (input, choice, { words }) =>
    words.length === 0 ? input : put(input, choice, Buffer.from(choice.of(words))),
  (input, choice, { words }) =>
    words.length === 0 ? input : put(input, choice, Buffer.from(choice.of(words))),
  (input, choice) => {
    const from = choice.below(input.length)
    const end = from + 1 + choice.below(choice.oneIn(4) ? input.length : 8)
    return join(input.subarray(0, from), input.subarray(end))
  },
  (input, choice) => put(input, choice, piece(input, choice)),
  (input, choice, { others }) =>
    others.length === 0 ? input : put(input, choice, piece(choice.of(others), choice)),
  (input, choice, { others }) => {
    const other = others.length === 0 ? input : choice.of(others)
    return join(
      input.subarray(0, choice.below(input.length + 1)),
      other.subarray(choice.below(other.length + 1)),
    )
  },
  // The same again and again: what takes longer than in proportion shows itself.
  (input, choice, { mostBytes }) => {
    const what = piece(input, choice, 6)
    const times = 1 + choice.below(choice.oneIn(3) ? mostBytes / (what.length + 1) : 8)
    return put(input, choice, join(...Array.from({ length: times }, () => what)))
  },
  (input, choice) => {
    const text = input.toString('latin1')
    const digits = [...text.matchAll(/\d+/g)]
    if (digits.length === 0) return input
    const { index, 0: found } = choice.of(digits)
    const after = text.slice(index + found.length)
    return Buffer.from(text.slice(0, index) + choice.of(NUMBERS) + after, 'latin1')
  },
  (input, choice) => {
    const copy = Buffer.from(input)
    const from = choice.below(copy.length)
    const end = Math.min(copy.length, from + 1 + choice.below(16))
    for (let at = from; at < end; at++)
      if (/[a-z]/i.test(String.fromCharCode(copy[at]!))) copy[at]! ^= 0x20
    return copy
  },
]

/** An input with one or more changes. */
export function changed(input: Buffer, choice: Choice, material: Material): Buffer {
  let result = input
  const times = 1 << choice.below(4)
  for (let i = 0; i < times; i++) {
    result = choice.of(CHANGES)(result, choice, material).subarray(0, material.mostBytes)
  }
  return result
}
