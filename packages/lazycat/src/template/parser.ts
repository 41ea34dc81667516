/** Actions to a tree: which belong together, and where each block ends. */
import { cutTemplate, type Piece, type Token } from './lexer.ts'
import { type Names, refuseName, UNSUPPORTED } from './names.ts'
import { MAX_DEPTH, type Pipeline, parsePipeline, tooDeep, unexpected } from './pipeline.ts'
import { refuseAt } from './template-error.ts'

/** What a template is made of. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | Block

/** `if`, `with` and `range`. */
export interface Block {
  readonly kind: 'if' | 'with' | 'range'
  readonly pipeline: Pipeline
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
}

const BLOCKS: ReadonlySet<string> = new Set(['if', 'with', 'range'])

/**
 * Parses a template.
 *
 * @param functions - the names of functions.
 * @throws {@link TemplateError} `TEMPLATE_SYNTAX`, `TEMPLATE_NOT_SUPPORTED`,
 * `TEMPLATE_UNKNOWN_FUNCTION`, `TEMPLATE_TOO_LARGE`.
 */
export function parseTemplate(source: string, functions: ReadonlySet<string>): readonly Node[] {
  const reader: Reader = { source, functions, pieces: cutTemplate(source), next: 0 }
  const { nodes, stop } = parseNodes(reader, 0, false)
  if (stop !== undefined) {
    refuseAt(source, stop.at)(
      'TEMPLATE_SYNTAX',
      `"${stop.word}" without an "if", "with" or "range" before it`,
      `“${stop.word}”之前没有 “if”、“with” 或 “range”`,
    )
  }
  return nodes
}

interface Reader extends Names {
  readonly pieces: readonly Piece[]
  next: number
}

interface Stop {
  readonly word: 'else' | 'end'
  readonly tokens: readonly Token[]
  readonly at: number
}

function parseNodes(
  reader: Reader,
  depth: number,
  looping: boolean,
): { nodes: Node[]; stop: Stop | undefined } {
  const nodes: Node[] = []
  for (;;) {
    const piece = reader.pieces[reader.next++]
    if (piece === undefined) return { nodes, stop: undefined }
    if (piece.kind === 'text') {
      nodes.push(piece)
      continue
    }
    const { tokens, at } = piece
    const word = tokens[0]?.kind === 'name' ? tokens[0].text : ''
    if (word === 'end' || word === 'else') {
      return { nodes, stop: { word, tokens: tokens.slice(1), at } }
    }
    if (UNSUPPORTED.has(word)) refuseName(reader, at, word)
    if (word === 'break' || word === 'continue') {
      if (tokens.length > 1 || !looping) unexpected(reader, at, word)
      nodes.push({ kind: word })
    } else if (BLOCKS.has(word)) {
      nodes.push(parseBlock(reader, tokens, at, depth, looping))
    } else {
      nodes.push({ kind: 'print', pipeline: parsePipeline(reader, tokens, at) })
    }
  }
}

function parseBlock(
  reader: Reader,
  tokens: readonly Token[],
  at: number,
  depth: number,
  looping: boolean,
): Block {
  if (depth >= MAX_DEPTH) tooDeep(reader, at)
  const kind = tokens[0]?.text as Block['kind']
  const pipeline = parsePipeline(reader, tokens.slice(1), at, kind === 'range')
  const inner = parseNodes(reader, depth + 1, looping || kind === 'range')
  const { stop } = inner
  if (stop === undefined) {
    return refuseAt(reader.source, at)(
      'TEMPLATE_SYNTAX',
      `"${kind}" without "end"`,
      `“${kind}”没有对应的 “end”`,
    )
  }
  if (stop.word === 'end') {
    if (stop.tokens.length > 0) unexpected(reader, stop.at, 'end')
    return { kind, pipeline, body: inner.nodes, otherwise: [] }
  }
  if (stop.tokens.length > 0) {
    // `else if` and `else with` share the one `end`.
    const chained = stop.tokens[0]?.text
    if (chained !== kind || kind === 'range') unexpected(reader, stop.at, `else ${chained}`)
    const block = parseBlock(reader, stop.tokens, stop.at, depth + 1, looping)
    return { kind, pipeline, body: inner.nodes, otherwise: [block] }
  }
  const rest = parseNodes(reader, depth + 1, looping)
  if (rest.stop?.word !== 'end' || rest.stop.tokens.length > 0) {
    return refuseAt(reader.source, stop.at)(
      'TEMPLATE_SYNTAX',
      '"else" without "end"',
      '“else”没有对应的 “end”',
    )
  }
  return { kind, pipeline, body: inner.nodes, otherwise: rest.nodes }
}
