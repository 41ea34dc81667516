/**
 * Reads the scripts of injects that only change headers, such as
 * `ctx.headers.set("Authorization", "Basic " + ctx.base64.encode("user:pass"));`
 *
 * Nothing is run: a script that does anything else is not read at all.
 */
import { type HeaderChange, type InjectText, isChangeable } from '../box/inject.ts'

interface Token {
  readonly kind: 'name' | 'text' | 'sign'
  readonly text: string
  /** A line ends before it. */
  readonly first: boolean
}

const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const NAME = /[a-zA-Z_$][\w$]*(?:\.[a-zA-Z_$][\w$]*)*/y
const TEXT = /"[^"\\\n]*(?:\\["'\\][^"\\\n]*)*"|'[^'\\\n]*(?:\\["'\\][^'\\\n]*)*'/y
const SIGN = /[(),+;]/y

/** How deep a text may be put together. */
const DEEPEST = 32

/**
 * Reads a script.
 *
 * @param params - What stands for `ctx.params`.
 * @returns `undefined` when it is more than changes of headers.
 */
export function readHeaderScript(
  script: string,
  params: Readonly<Record<string, unknown>>,
): readonly HeaderChange[] | undefined {
  const tokens = readTokens(script)
  if (tokens === undefined) return undefined
  const reader = createReader(tokens, params)
  const changes: HeaderChange[] = []
  while (!reader.isAtEnd()) {
    const change = reader.readStatement()
    if (change === undefined) return undefined
    changes.push(change)
  }
  return changes
}

function readTokens(script: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  let first = false
  for (let place = 0; place < script.length; ) {
    const take = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = place
      return pattern.exec(script)?.[0]
    }
    const blank = take(BLANK)
    const name = take(NAME)
    const text = take(TEXT)
    const sign = take(SIGN)
    const found = blank ?? name ?? text ?? sign
    if (found === undefined) return undefined
    place += found.length
    if (blank !== undefined) {
      first ||= blank.includes('\n')
      continue
    }
    const plain = text?.slice(1, -1).replace(/\\(.)/g, '$1')
    const kind = name !== undefined ? 'name' : text !== undefined ? 'text' : 'sign'
    tokens.push({ kind, text: plain ?? found, first })
    first = false
  }
  return tokens
}

interface Reader {
  isAtEnd(): boolean
  readStatement(): HeaderChange | undefined
}

function createReader(tokens: readonly Token[], params: Readonly<Record<string, unknown>>): Reader {
  let next = 0
  const takeSign = (text: string): boolean => {
    const token = tokens[next]
    if (token?.kind !== 'sign' || token.text !== text) return false
    next++
    return true
  }
  const readSum = (depth: number): InjectText | undefined => {
    const parts: InjectText[] = []
    do {
      const part = depth > DEEPEST ? undefined : readPart(depth)
      if (part === undefined) return undefined
      parts.push(part)
    } while (takeSign('+'))
    return parts.length === 1 ? parts[0] : { kind: 'join', parts }
  }
  const readPart = (depth: number): InjectText | undefined => {
    const token = tokens[next++]
    if (token?.kind === 'text') return { kind: 'text', text: token.text }
    if (token?.kind !== 'name') return undefined
    if (token.text === 'ctx.safe_uid') return { kind: 'user' }
    if (token.text === 'ctx.base64.encode') {
      const of = takeSign('(') ? readSum(depth + 1) : undefined
      return of && takeSign(')') ? { kind: 'base64', of } : undefined
    }
    return readParameter(token.text, params)
  }
  const readCall = (): HeaderChange | undefined => {
    const call = tokens[next++]
    const [, verb] = /^ctx\.headers\.(set|add|del)$/.exec(call?.text ?? '') ?? []
    if (call?.kind !== 'name' || verb === undefined || !takeSign('(')) return undefined
    const name = tokens[next++]
    if (name?.kind !== 'text' || !isChangeable(name.text)) return undefined
    if (verb === 'del') return takeSign(')') ? { kind: 'del', name: name.text } : undefined
    const value = takeSign(',') ? readSum(0) : undefined
    const kind = verb === 'set' ? 'set' : 'add'
    return value && takeSign(')') ? { kind, name: name.text, value } : undefined
  }
  return {
    isAtEnd: () => next >= tokens.length,
    readStatement() {
      const change = readCall()
      // As in the language: a line may end a statement.
      const ends = takeSign(';') || next >= tokens.length || tokens[next]?.first === true
      return ends ? change : undefined
    },
  }
}

function readParameter(
  name: string,
  params: Readonly<Record<string, unknown>>,
): InjectText | undefined {
  const [, key = ''] = /^ctx\.params\.([\w$]+)$/.exec(name) ?? []
  const value = Object.hasOwn(params, key) ? params[key] : undefined
  return typeof value === 'string' ? { kind: 'text', text: value } : undefined
}
