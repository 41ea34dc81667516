/**
 * The disguises that are seen through: escapes of addresses, JSON, HTML, C and shells, base64 in
 * both alphabets, hexadecimal, UTF-16. Each takes time in proportion to the text.
 */
import { createWriter, type Reading } from './reading.ts'

/** Decodings of decodings that are looked into. */
export const DEPTH = 3

/** Every reading of a reading that differs from it, one decoding deeper. */
export function decodingsOf(reading: Reading): readonly Reading[] {
  const { text } = reading
  const all = [
    unescaped(reading),
    // Quoted twice, its quotes look like escapes of another kind.
    unescaped(reading, SHELL_QUOTE),
    text.includes('\0') ? withoutNuls(reading) : undefined,
    ...[0, 1, 2, 3].map((skip) => fromBase64(reading, skip)),
    ...[0, 1].map((skip) => fromHexadecimal(reading, skip)),
  ]
  return all.filter((one) => one !== undefined)
}

/** HTML's names for what in ASCII is no letter or digit; some writers escape all of that. */
const NAMED: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ...['amp &', 'lt <', 'gt >', 'quot "', "apos '", 'excl !', 'num #', 'dollar $', 'percnt %'],
    ...[
      'lpar (',
      'rpar )',
      'ast *',
      'midast *',
      'plus +',
      'comma ,',
      'period .',
      'sol /',
      'colon :',
    ],
    ...['semi ;', 'equals =', 'quest ?', 'commat @', 'lsqb [', 'lbrack [', 'bsol \\', 'rsqb ]'],
    ...['rbrack ]', 'hat ^', 'lowbar _', 'underbar _', 'grave `', 'lcub {', 'lbrace {', 'verbar |'],
    ...['vert |', 'rcub }', 'rbrace }'],
  ].map((pair) => [pair.slice(0, -2), pair.charCodeAt(pair.length - 1)]),
)

const ESCAPE = new RegExp(
  [
    '%([0-9a-f]{2})',
    '\\\\u(d[89ab][0-9a-f]{2}\\\\ud[c-f][0-9a-f]{2}|[0-9a-f]{4})',
    '\\\\x([0-9a-f]{2})',
    "(?:'\\\\''|'\"'\"')",
    '\\\\([!-/:-@[-`{-~bfnrt])',
    '&#([0-9]+);',
    '(?:&#x([0-9a-f]+);|\\\\u\\{([0-9a-f]+)\\})',
    `&(${Object.keys(NAMED).join('|')});`,
    '\\\\([0-3][0-7]{2})',
  ].join('|'),
  'gi',
)

/** A quote within the quotes of a shell, which have to end for it. */
const SHELL_QUOTE = /'(?:\\'|"'")'/g

const LETTERED: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 }

/** What a text says once its escapes are read, of whatever kind they are; `undefined` without any. */
export function unescaped(reading: Reading, escapes: RegExp = ESCAPE): Reading | undefined {
  const { text } = reading
  if (text.search(escapes) === -1) return undefined
  // An escape of six characters can stand for three bytes, never for more than it has.
  const writer = createWriter(reading, text.length)
  let at = 0
  for (const match of text.matchAll(escapes)) {
    for (; at < match.index; at++) writer.put(text.charCodeAt(at), at, at + 1)
    const end = at + match[0].length
    for (const value of meaningOf(match)) writer.put(value, at, end)
    at = end
  }
  for (; at < text.length; at++) writer.put(text.charCodeAt(at), at, at + 1)
  return writer.done()
}

/** The bytes that an escape stands for. */
function meaningOf(match: RegExpExecArray): Iterable<number> {
  const [, percent, unicode, byte, mark, decimal, entity, braced, name, octal] = match
  const hexadecimal = entity ?? braced
  if (percent ?? byte) return [Number.parseInt(percent ?? byte ?? '', 16)]
  if (octal) return [Number.parseInt(octal, 8)]
  if (unicode) return Buffer.from(JSON.parse(`"\\u${unicode.toLowerCase()}"`))
  if (mark) return [LETTERED[mark] ?? mark.charCodeAt(0)]
  if (decimal ?? hexadecimal) {
    const point = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16)
    return Buffer.from(point > 0x10ffff ? '' : String.fromCodePoint(point))
  }
  return [NAMED[name?.toLowerCase() ?? ''] ?? 0x27]
}

/** UTF-16 without its zeros: what is ASCII in it. */
function withoutNuls(reading: Reading): Reading {
  const writer = createWriter(reading, reading.text.length)
  for (let at = 0; at < reading.text.length; at++) {
    const value = reading.text.charCodeAt(at)
    if (value !== 0) writer.put(value, at, at + 1)
  }
  return writer.done()
}

const BASE64_RUN = /[\w+/-]{8,}(?:\r?\n[ \t]*[\w+/-]+)*/g
const SIX_BITS = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
// The alphabet of base64url beside the other.
SIX_BITS[0x2d] = 62
SIX_BITS[0x5f] = 63

/** @param skip - characters before the first group of four: nobody knows where it begins */
function fromBase64(reading: Reading, skip: number): Reading | undefined {
  const { text } = reading
  if (text.search(BASE64_RUN) === -1) return undefined
  const writer = createWriter(reading, text.length)
  for (const run of text.matchAll(BASE64_RUN)) {
    const end = run.index + run[0].length
    let [bits, count, first, previous, left] = [0, 0, 0, 0, skip]
    for (let at = run.index; at < end; at++) {
      const six = SIX_BITS[text.charCodeAt(at)] ?? -1
      if (six < 0 || left-- > 0) continue
      if (count % 4 === 0) first = at
      bits = ((bits << 6) | six) & 0xffffff
      count += 1
      // The second character ends the first byte of a group, and so on.
      if (count % 4 === 2) writer.put((bits >> 4) & 0xff, first, at + 1)
      if (count % 4 === 3) writer.put((bits >> 2) & 0xff, previous, at + 1)
      if (count % 4 === 0) writer.put(bits & 0xff, previous, at + 1)
      previous = at
    }
    writer.separate(end - 1)
  }
  return writer.done()
}

const HEXADECIMAL_RUN = /(?:(?:0x)?[0-9a-f]{2}[:,\s-]*){6,}[0-9a-f]?/gi
const FOUR_BITS = valuesOf('0123456789abcdef')
for (const [at, digit] of [...'ABCDEF'].entries()) FOUR_BITS[digit.charCodeAt(0)] = 10 + at

function fromHexadecimal(reading: Reading, skip: number): Reading | undefined {
  const { text } = reading
  if (text.search(HEXADECIMAL_RUN) === -1) return undefined
  const writer = createWriter(reading, text.length)
  for (const run of text.matchAll(HEXADECIMAL_RUN)) {
    const end = run.index + run[0].length
    let [half, start, left] = [-1, 0, skip]
    for (let at = run.index; at < end; at++) {
      if (text[at] === '0' && (text[at + 1] === 'x' || text[at + 1] === 'X')) continue
      const four = FOUR_BITS[text.charCodeAt(at)] ?? -1
      if (four < 0 || left-- > 0) continue
      if (half < 0) [half, start] = [four, at]
      else {
        writer.put(half * 16 + four, start, at + 1)
        half = -1
      }
    }
    writer.separate(end - 1)
  }
  return writer.done()
}

/** Each character's place in an alphabet, by its code; -1 for one that is not in it. */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(256).fill(-1)
  for (const [at, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = at
  return values
}
