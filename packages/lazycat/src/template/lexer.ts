/** Cuts a template into text and actions, and an action into tokens. One pass, no backtracking. */
import { refuseAt } from './template-error.ts'

/** One word or sign of an action. `glued`: nothing stands between it and the token before. */
export interface Token {
  readonly kind: 'name' | 'field' | 'dot' | 'variable' | 'string' | 'number' | 'sign'
  /** The name, field or variable without its mark, the string's content, or the sign. */
  readonly text: string
  readonly at: number
  readonly glued: boolean
}

/** Text to copy, or an action to carry out. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly at: number }

const SPACE = ' \t\r\n'
const isSpace = (character: string): boolean => character !== '' && SPACE.includes(character)
const isWord = (character: string): boolean => /^[\p{L}\p{N}_]$/u.test(character)
const isDigit = (character: string): boolean => character >= '0' && character <= '9'

/** Cuts a template into pieces. @throws {@link TemplateError} `TEMPLATE_SYNTAX`. */
export function cutTemplate(source: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let trimNext = false
  while (at <= source.length) {
    const open = source.indexOf('{{', at)
    const end = open === -1 ? source.length : open
    const trimThis = open !== -1 && source[open + 2] === '-' && isSpace(source.charAt(open + 3))
    let text = source.slice(at, end)
    if (trimNext) text = trimStart(text)
    if (trimThis) text = trimEnd(text)
    if (text !== '') pieces.push({ kind: 'text', text })
    if (open === -1) break
    const action = readAction(source, open, open + (trimThis ? 4 : 2))
    if (action.tokens.length > 0 || !action.comment) {
      pieces.push({ kind: 'action', tokens: action.tokens, at: open })
    }
    at = action.end
    trimNext = action.trim
  }
  return pieces
}

interface Action {
  readonly tokens: readonly Token[]
  readonly end: number
  readonly trim: boolean
  readonly comment: boolean
}

function readAction(source: string, open: number, from: number): Action {
  if (source.startsWith('/*', from)) return readComment(source, open, from)
  const tokens: Token[] = []
  // One blank belongs to the mark that trims.
  let at = from
  let last = -1
  for (;;) {
    const start = skipSpace(source, at)
    if (source.startsWith('}}', start)) {
      return { tokens, end: start + 2, trim: false, comment: false }
    }
    if (start > at && source.startsWith('-}}', start)) {
      return { tokens, end: start + 3, trim: true, comment: false }
    }
    if (start >= source.length) {
      refuseAt(source, open)('TEMPLATE_SYNTAX', '"{{" without "}}"', '“{{”没有对应的“}}”')
    }
    const { token, end } = readToken(source, start, last === start)
    tokens.push(token)
    last = end
    at = end
  }
}

/** A comment touches both ends of its action, but for the marks that trim. */
function readComment(source: string, open: number, from: number): Action {
  const close = source.indexOf('*/', from + 2)
  if (close === -1) refuseAt(source, open)('TEMPLATE_SYNTAX', 'unclosed comment', '注释没有结束')
  const end = close + 2
  const trim = isSpace(source.charAt(end)) && source.startsWith('-}}', end + 1)
  if (!trim && !source.startsWith('}}', end)) {
    refuseAt(source, end)(
      'TEMPLATE_SYNTAX',
      'behind the end of a comment comes "}}" or " -}}", and nothing else',
      '注释结束之后必须紧接“}}”或“ -}}”',
    )
  }
  return { tokens: [], end: end + (trim ? 4 : 2), trim, comment: true }
}

function readToken(source: string, at: number, glued: boolean): { token: Token; end: number } {
  const character = source.charAt(at)
  const make = (kind: Token['kind'], text: string, end: number) => ({
    token: { kind, text, at, glued },
    end,
  })
  if (character === '"' || character === '`' || character === "'") {
    const { text, end } = readQuoted(source, at, character)
    if (character !== "'") return make('string', text, end)
    return make('number', String(text.codePointAt(0)), end)
  }
  if (character === '.' && isWord(source.charAt(at + 1)) && !isDigit(source.charAt(at + 1))) {
    const end = skipWord(source, at + 1)
    return make('field', source.slice(at + 1, end), end)
  }
  if (character === '$') {
    const end = skipWord(source, at + 1)
    return make('variable', source.slice(at + 1, end), end)
  }
  const signed = character === '-' || character === '+'
  const first = signed ? source.charAt(at + 1) : character
  if (isDigit(first) || (first === '.' && isDigit(source.charAt(at + (signed ? 2 : 1))))) {
    const end = skipNumber(source, at)
    return make('number', source.slice(at, end), end)
  }
  if (character === '.') return make('dot', '.', at + 1)
  if (isWord(character)) {
    const end = skipWord(source, at)
    return make('name', source.slice(at, end), end)
  }
  if (source.startsWith(':=', at)) return make('sign', ':=', at + 2)
  if ('()|,='.includes(character)) return make('sign', character, at + 1)
  if (source.startsWith('/*', at)) {
    refuseAt(source, at)(
      'TEMPLATE_SYNTAX',
      'before a comment comes "{{" or "{{- ", and nothing else',
      '注释之前必须紧接“{{”或“{{- ”',
    )
  }
  return refuseAt(source, at)(
    'TEMPLATE_SYNTAX',
    `unexpected ${JSON.stringify(character)}`,
    `出现了意外的 ${JSON.stringify(character)}`,
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

function readQuoted(source: string, from: number, quote: string): { text: string; end: number } {
  const refuse = refuseAt(source, from)
  if (quote === '`') {
    const end = source.indexOf('`', from + 1)
    if (end === -1) refuse('TEMPLATE_SYNTAX', 'unclosed "`"', '“`”没有结束')
    // As in Go, whatever the line ends of the file.
    return { text: source.slice(from + 1, end).replaceAll('\r', ''), end: end + 1 }
  }
  let text = ''
  for (let at = from + 1; at < source.length && source[at] !== '\n'; at++) {
    const character = source.charAt(at)
    if (character === quote) {
      if (quote === "'" && [...text].length !== 1) break
      return { text, end: at + 1 }
    }
    if (character !== '\\') {
      text += character
      continue
    }
    at++
    const escaped = source.charAt(at)
    const code = { x: 2, u: 4, U: 8 }[escaped]
    if (code !== undefined) {
      const digits = source.slice(at + 1, at + 1 + code)
      const point = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : -1
      const half = point >= 0xd800 && point <= 0xdfff
      if (digits.length !== code || point < 0 || point > 0x10_ffff || half) break
      text += String.fromCodePoint(point)
      at += code
    } else {
      const known = Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped] : undefined
      const plain = escaped === quote ? quote : known
      if (plain === undefined) break
      text += plain
    }
  }
  return refuse('TEMPLATE_SYNTAX', 'unclosed or malformed quotes', '引号没有结束或内容有误')
}

function skipSpace(source: string, from: number): number {
  let at = from
  while (isSpace(source.charAt(at))) at++
  return at
}

function skipWord(source: string, from: number): number {
  let at = from
  while (isWord(source.charAt(at))) at++
  return at
}

/** A sign is part of a number at its start and after an exponent. */
function skipNumber(source: string, from: number): number {
  let at = from + 1
  for (;;) {
    const character = source.charAt(at)
    const sign = (character === '-' || character === '+') && /[eE]/.test(source.charAt(at - 1))
    if (!sign && character !== '.' && !isWord(character)) return at
    at++
  }
}

function trimStart(text: string): string {
  return text.slice(skipSpace(text, 0))
}

function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
