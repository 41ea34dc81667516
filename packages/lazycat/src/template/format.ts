/** Go's `printf`, for the verbs that manifests use: v s q d x X f t and %%. */
import type { Refuse } from './template-error.ts'
import { kindOf, MAX_TEXT, printValue, quoteText, type Value } from './values.ts'

/** Formats values. A value that does not fit its verb shows as Go shows it, such as `%!d(string=x)`. */
export function formatValues(format: string, values: readonly Value[], refuse: Refuse): string {
  let result = ''
  let used = 0
  let at = 0
  while (at < format.length) {
    const next = format.indexOf('%', at)
    result += format.slice(at, next === -1 ? format.length : next)
    if (next === -1) break
    const verb = readVerb(format, next + 1)
    at = verb.end
    if (verb.width > 1000 || verb.precision > 100 || result.length > MAX_TEXT) {
      refuse('TEMPLATE_TOO_LARGE', 'printf: too wide', 'printf：宽度过大')
    }
    if (UNREAD.includes(verb.letter) && verb.letter !== '') {
      refuse(
        'TEMPLATE_NOT_SUPPORTED',
        `printf: %${verb.letter} is not supported here`,
        `printf：此处不支持 %${verb.letter}`,
      )
    }
    if (verb.letter === '%') result += '%'
    else if (verb.letter === '') result += '%!(NOVERB)'
    else if (used >= values.length) result += `%!${verb.letter}(MISSING)`
    else result += pad(formatOne(verb, values[used++]), verb)
  }
  const extra = values.slice(used)
  if (extra.length === 0) return result
  return `${result}%!(EXTRA ${extra.map((value) => describe(value)).join(', ')})`
}

/** Verbs that Go has beside these, and numbers of arguments. */
const UNREAD = 'bcoOeEgGFpUT[*'

interface Verb {
  readonly letter: string
  readonly flags: string
  readonly width: number
  readonly precision: number
  readonly end: number
}

function readVerb(format: string, from: number): Verb {
  let at = from
  const take = (allowed: string): string => {
    const start = at
    while (at < format.length && allowed.includes(format.charAt(at))) at++
    return format.slice(start, at)
  }
  const flags = take('+-# 0')
  const width = Number(take('0123456789'))
  let precision = -1
  if (format[at] === '.') {
    at++
    precision = Number(take('0123456789'))
  }
  const letter = String.fromCodePoint(...[format.codePointAt(at) ?? []].flat())
  return { letter, flags, width, precision, end: at + letter.length }
}

function formatOne({ letter, flags, precision }: Verb, value: Value): string {
  const plus = (text: string) => (flags.includes('+') && !text.startsWith('-') ? `+${text}` : text)
  const cut = (text: string) => (precision >= 0 ? [...text].slice(0, precision).join('') : text)
  if (letter === 'v') return printValue(value)
  if (letter === 's' && typeof value === 'string') return cut(value)
  if (letter === 's' && typeof value === 'object') return printValue(value)
  if (letter === 'q' && typeof value === 'string') return quoteText(cut(value))
  if (letter === 't' && typeof value === 'boolean') return String(value)
  if (letter === 'x' || letter === 'X') {
    const hex = toHex(value)
    if (hex !== undefined) return letter === 'X' ? hex.toUpperCase() : hex
  }
  if (typeof value === 'number') {
    if (letter === 'd' && Number.isInteger(value)) return plus(String(value))
    if (letter === 'f') return plus(value.toFixed(precision < 0 ? 6 : precision))
  }
  return `%!${letter}(${describe(value)})`
}

function toHex(value: Value): string | undefined {
  if (typeof value === 'string') return Buffer.from(value).toString('hex')
  return Number.isInteger(value) ? (value as number).toString(16) : undefined
}

function describe(value: Value): string {
  return value === undefined ? '<nil>' : `${kindOf(value)}=${printValue(value)}`
}

function pad(text: string, { flags, width }: Verb): string {
  const missing = width - [...text].length
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!flags.includes('0')) return ' '.repeat(missing) + text
  const sign = /^[-+]/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}
