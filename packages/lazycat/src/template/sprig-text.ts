/** The functions of sprig that make texts of texts. Lengths and offsets count bytes, as there. */
import { createHash } from 'node:crypto'
import { type Call, type FunctionTable, takes, tooLarge } from './call.ts'
import { isList, isMap, MAX_TEXT, printValue, quoteText, type Value } from './values.ts'

/** Functions for texts. */
export const TEXT_FUNCTIONS: FunctionTable = {
  trim: takes(1, (call) => call.text(0).trim()),
  trimAll: takes(2, (call) => trimSet(call.text(1), call.text(0))),
  trimPrefix: takes(2, (call) => {
    const [prefix, text] = [call.text(0), call.text(1)]
    return text.startsWith(prefix) ? text.slice(prefix.length) : text
  }),
  trimSuffix: takes(2, (call) => {
    const [suffix, text] = [call.text(0), call.text(1)]
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text
  }),
  upper: takes(1, (call) => call.text(0).toUpperCase()),
  lower: takes(1, (call) => call.text(0).toLowerCase()),
  title: takes(1, (call) => changeFirstLetters(call.text(0), (letter) => letter.toUpperCase())),
  untitle: takes(1, (call) => changeFirstLetters(call.text(0), (letter) => letter.toLowerCase())),
  nospace: takes(1, (call) => call.text(0).replace(/\s/gu, '')),
  repeat: takes(2, (call) => repeat(call.text(1), call.int(0), call)),
  substr: takes(3, (call) => {
    const [start, end, text] = [call.int(0), call.int(1), call.text(2)]
    if (start < 0) return bytes(text, 0, end)
    return bytes(text, start, end < 0 ? undefined : end)
  }),
  trunc: takes(2, (call) => {
    const [length, text] = [call.int(0), call.text(1)]
    return length < 0 ? bytes(text, length) : bytes(text, 0, length)
  }),
  contains: takes(2, (call) => call.text(1).includes(call.text(0))),
  hasPrefix: takes(2, (call) => call.text(1).startsWith(call.text(0))),
  hasSuffix: takes(2, (call) => call.text(1).endsWith(call.text(0))),
  quote: takes(0, 'any', ({ values }) =>
    given(values)
      .map((value) => quoteText(printValue(value)))
      .join(' '),
  ),
  squote: takes(0, 'any', ({ values }) =>
    given(values)
      .map((value) => `'${printValue(value)}'`)
      .join(' '),
  ),
  cat: takes(0, 'any', ({ values }) => given(values).map(printValue).join(' ')),
  indent: takes(2, (call) => indent(call)),
  nindent: takes(2, (call) => `\n${indent(call)}`),
  replace: takes(3, (call) => {
    const [old, fresh, text] = [call.text(0), call.text(1), call.text(2)]
    if (text.length * (fresh.length + 1) > MAX_TEXT * 16) tooLarge('replace', call.refuse)
    return text.replaceAll(old, () => fresh)
  }),
  splitList: takes(2, (call) => call.text(1).split(call.text(0))),
  split: takes(2, (call) => {
    const parts = call.text(1).split(call.text(0))
    return new Map(parts.map((part, index) => [`_${index}`, part]))
  }),
  join: takes(2, (call) => {
    const list = call.value(1)
    const parts = given(isList(list) ? list : [list])
    const separator = call.text(0)
    if (parts.length * separator.length > MAX_TEXT) tooLarge('join', call.refuse)
    return parts.map(printValue).join(separator)
  }),
  toString: takes(1, (call) => printValue(call.value(0))),
  toStrings: takes(1, (call) => given(call.list(0)).map(printValue)),
  toJson: takes(1, (call) => toJson(call.value(0))),
  b64enc: takes(1, (call) => Buffer.from(call.text(0)).toString('base64')),
  b64dec: takes(1, (call) => {
    const text = call.text(0)
    // What Node would skip in silence shows as the error text that sprig gives.
    const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
    return valid ? Buffer.from(text, 'base64').toString() : 'illegal base64 data'
  }),
  sha1sum: takes(1, (call) => hash('sha1', call)),
  sha256sum: takes(1, (call) => hash('sha256', call)),
  sha512sum: takes(1, (call) => hash('sha512', call)),
}

function given(values: readonly Value[]): readonly Value[] {
  return values.filter((value) => value !== undefined)
}

function hash(algorithm: string, call: Call): string {
  return createHash(algorithm).update(call.text(0)).digest('hex')
}

function bytes(text: string, start: number, end?: number): string {
  return Buffer.from(text).subarray(start, end).toString()
}

function repeat(text: string, count: number, call: Call): string {
  if (count < 0 || count * text.length > MAX_TEXT) tooLarge('repeat', call.refuse)
  return text.repeat(count)
}

function indent(call: Call): string {
  const [width, text] = [call.int(0), call.text(1)]
  if (width < 0 || width > 1000) tooLarge('indent', call.refuse)
  const lines = text.split('\n')
  if (lines.length * width > MAX_TEXT) tooLarge('indent', call.refuse)
  return lines.map((line) => ' '.repeat(width) + line).join('\n')
}

function trimSet(text: string, set: string): string {
  let [start, end] = [0, text.length]
  while (start < end && set.includes(text.charAt(start))) start++
  while (end > start && set.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function changeFirstLetters(text: string, change: (letter: string) => string): string {
  let inWord = false
  let result = ''
  for (const character of text) {
    const isLetter = /^[\p{L}\p{N}_]$/u.test(character)
    result += isLetter && !inWord ? change(character) : character
    inWord = isLetter
  }
  return result
}

/** JSON with sorted names and `<`, `>` and `&` escaped, as Go writes it. */
function toJson(value: Value): string {
  printValue(value) // Refuses what is too large before it is walked.
  const plain = (inner: Value): unknown => {
    if (isList(inner)) return inner.map(plain)
    if (!isMap(inner)) return inner ?? null
    return Object.fromEntries([...inner].sort().map(([name, item]) => [name, plain(item)]))
  }
  const code = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`
  return JSON.stringify(plain(value)).replace(/[<>&]/g, code)
}
