/**
 * Where the value of a pair ends. In doubt it ends later: what follows a secret is hidden with it.
 */

/** A pair up to its value. */
export interface PairStart {
  /** Where the value begins. */
  readonly from: number
  /** The character before the name; empty at the beginning of the text. */
  readonly before: string
  readonly name: string
  readonly nameAt: number
  readonly operator: '=' | ':'
  /** Whether the name is quoted, as in JSON. */
  readonly quoted: boolean
}

/** True of what holds no secret: nothing, a switch, or a mapping that nobody expanded. */
export function isEmptyValue(value: string): boolean {
  return /^(<no value>|\$\{\w*\}|true|false|yes|no|on|off|null|none|nil|undefined|enabled|disabled)?$/i.test(
    value
      .trim()
      .replace(/^(["'])(.*)\1$/s, '$2')
      .trim(),
  )
}

/** The end of a pair's value, exclusive. */
export function valueEnd(text: string, start: PairStart): number {
  const { from, before, operator } = start
  const first = text[from] ?? ''
  if (first === '"' || first === "'" || first === '`') return quotedEnd(text, from)
  if (first === '{' || first === '[') return bracketEnd(text, from)
  if (
    operator === ':' &&
    /^([|>][-+\d]*)?[ \t]*(#[^\r\n]*)?(\r?\n|$)/.test(text.slice(from, from + 200))
  ) {
    return blockEnd(text, start)
  }
  if (start.quoted) return search(text, from, /[,}\]\r\n]/g)
  // A pair within quotes ends where they do.
  if (before === '"' || before === "'") return search(text, from, new RegExp(`${before}`, 'g'))
  if (before === ';') return search(text, from, /[;\r\n]/g)
  if (/[&?#]/.test(before)) return search(text, from, /[&#;"'<> \t\r\n]/g)
  return looseEnd(text, start)
}

/** A quote before it that is doubled or escaped belongs to the value. */
function quotedEnd(text: string, from: number): number {
  const quote = text[from]
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1
      at += 1
    }
  }
  return text.length
}

/** JSON up to its closing bracket; a value of ODBC up to the brace that is not doubled. */
function bracketEnd(text: string, from: number): number {
  const odbc = text[from] === '{' && !/["'{}\s]/.test(text[from + 1] ?? '')
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (odbc) {
      if (character !== '}') continue
      if (text[at + 1] !== '}') return at + 1
      at += 1
    } else if (character === '"') at = quotedEnd(text, at) - 1
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

/** A value in YAML on lines of its own: all that stand deeper than the name, or are its list. */
function blockEnd(text: string, { from, nameAt }: PairStart): number {
  const lineStart = text.lastIndexOf('\n', nameAt) + 1
  const indent = nameAt - lineStart
  let end = search(text, from, /\r?\n/g)
  for (;;) {
    const begin = text.indexOf('\n', end) + 1
    const next = search(text, begin, /\r?\n/g)
    const [lead = '', dash] = /[ ]*(-(?= |$))?/.exec(text.slice(begin, next)) ?? []
    const depth = lead.length - (dash?.length ?? 0)
    const isShallow = depth <= indent && !(dash && depth === indent)
    // A line of blanks alone is part of the block.
    if (begin === 0 || (begin + depth < next && isShallow)) return end
    end = next
  }
}

const SCHEME = /^(basic|bearer|token|digest|negotiate|ntlm|apikey|hmac|key)(?=[ \t])/i

/**
 * Up to the end of the line, unless another pair or flag begins before. An Authorization header
 * has its credentials after a space, and those may look like a pair.
 */
function looseEnd(text: string, { from, name, operator }: PairStart): number {
  const scheme = SCHEME.exec(text.slice(from, from + 20))
  const begin = scheme === null ? from : from + scheme[0].length + 1
  const first = search(text, begin, /[^ \t]/g)
  if (/cookie$/i.test(name)) return search(text, from, /[\r\n]/g)
  if (/authorization$/i.test(name))
    return search(text, first, operator === ':' ? /[\r\n]/g : AFTER_LINE)
  return search(text, first, operator === ':' ? AFTER_LINE : AFTER_PAIR)
}

const COMMA_PAIR = '[ \\t]*[,;&][ \\t]*["\']?[\\w.-]{1,100}["\']?[ \\t]*[=:](?!=)'
/** The end of a line, unless the line goes on with the next. */
const LINE_END = '(?<!\\\\\\r?)[\\r\\n]'
const AFTER_LINE = new RegExp(`${LINE_END}|(?<![ \\t])${COMMA_PAIR}`, 'g')
const AFTER_PAIR = new RegExp(
  `${LINE_END}|(?<![ \\t])(?:${COMMA_PAIR}|[ \\t]+(?:-{1,2}\\w|["']?[\\w.-]{1,100}["']?[ \\t]*=(?![=\\s,;]|$)))`,
  'g',
)

/** Where the pattern matches first, or the end of the text. */
function search(text: string, from: number, pattern: RegExp): number {
  const sought = new RegExp(pattern)
  sought.lastIndex = from
  return sought.exec(text)?.index ?? text.length
}
