/**
 * The text of a manifest to its values, each with its place. Understands YAML and tolerates the
 * Go-template actions in it; never throws, whatever the text.
 */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import { DEEPEST, findLimitFault, MOST_ALIASES } from '../text/limits.ts'
import { unifyLineEnds } from '../text/line-ends.ts'
import type { Entry, Node, Place } from './node.ts'
import { MASK, maskTemplate, type TemplateFault } from './template.ts'

/** What is wrong with the text itself. */
export interface SyntaxFault {
  readonly at: Place
  /** The parser's own words, English. */
  readonly detail: string
}

/** A parsed manifest; what could be read of it when there are faults. */
export interface Manifest {
  readonly text: string
  readonly root: Node | undefined
  readonly syntax: readonly SyntaxFault[]
  readonly template: readonly (TemplateFault & { readonly at: Place })[]
  /** Where the first template action stands. */
  readonly templated: Place | undefined
  /** True when parts of the text may be left out by a template or by the build. */
  readonly conditional: boolean
  /** The place of a range of the text. */
  place(start: number, end: number): Place
}

/** Parses the text of a manifest. */
export function parseManifest(text: string): Manifest {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const unified = unifyLineEnds(text)
  for (let at = unified.indexOf('\n'); at !== -1; at = unified.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1)
  }
  const place = (start: number, end: number): Place => {
    const { line, col } = lines.linePos(Math.min(start, text.length))
    return { line, column: col, start, end }
  }
  const none = { text, root: undefined, template: [], templated: undefined, conditional: false }
  const refuse = (at: number, detail: string): Manifest => ({
    ...none,
    syntax: [{ at: place(at, at), detail }],
    place,
  })
  const fault = findLimitFault(unified)
  if (fault !== undefined) return refuse(fault.at, fault.detail)
  const masked = maskTemplate(unified)
  const document = parseDocument(masked.text, {
    // Compares each key with each other one; `check.ts` has a rule of its own.
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
  })
  return {
    text,
    root: createReader(place, masked.conditional).read(document.contents, 0),
    syntax: document.errors.map((error) => syntaxFault(error, place)),
    template: masked.faults.map((fault) => ({ ...fault, at: place(fault.offset, fault.offset) })),
    templated: masked.first === undefined ? undefined : place(masked.first, masked.first),
    conditional: masked.conditional,
    place,
  }
}

const syntaxFault = ({ pos, message }: YAMLError, place: Manifest['place']): SyntaxFault => ({
  at: place(pos[0], pos[1]),
  detail: message.replaceAll(MASK, '').split('\n')[0] ?? '',
})

/** Makes a reader of the parser's nodes that cannot be caught in a circle of aliases. */
function createReader(place: Manifest['place'], conditional: boolean) {
  const known = new Map<object, Node | undefined>()
  // The parser's own way from an alias to its anchor searches the whole document each time.
  const anchors = new Map<string, ParsedNode>()
  let aliases = 0

  function read(node: ParsedNode | Alias | null | undefined, depth: number): Node | undefined {
    if (node === null || node === undefined || depth > DEEPEST) return undefined
    if (isAlias(node)) {
      if (++aliases > MOST_ALIASES) return undefined
      return read(anchors.get(node.source), depth + 1)
    }
    // While a node is being read it is `undefined` here, which ends a circle.
    if (known.has(node)) return known.get(node)
    known.set(node, undefined)
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    const made = make(node, depth)
    known.set(node, made)
    return made
  }

  function make(node: ParsedNode, depth: number): Node | undefined {
    const [start, end] = node.range ?? [0, 0]
    const at = place(start, end)
    if (isMap(node)) {
      const entries = node.items.flatMap((pair) => readPair(pair, depth))
      const flow = node.flow === true
      return { kind: 'map', at, entries: conditional ? joinBranches(entries) : entries, flow }
    }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => read(item as ParsedNode, depth + 1) ?? empty(at))
      return { kind: 'list', at, items, flow: node.flow === true }
    }
    if (!isScalar(node)) return undefined
    const source = typeof node.source === 'string' ? node.source : ''
    // `- !/admin` of a public_path is a tag to YAML; it is meant as text.
    const tag = /^![^!]/.test(node.tag ?? '') ? (node.tag ?? '') : ''
    const plain = node.type === 'PLAIN' || node.type === undefined || node.type === null
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
    const text = tag + source
    const value = tag === '' ? (node.value as string | number | boolean | null) : text
    const style = plain ? 'plain' : block ? 'block' : 'quoted'
    return {
      kind: 'scalar',
      at,
      value,
      text,
      style,
      templated: text.includes(MASK),
      tagged: tag !== '',
    }
  }

  function readPair(pair: { key: unknown; value: unknown }, depth: number): readonly Entry[] {
    const key = read(pair.key as ParsedNode, depth + 1)
    if (key?.kind !== 'scalar') return []
    const value = read(pair.value as ParsedNode, depth + 1) ?? empty(key.at)
    if (key.text === '<<') return value.kind === 'map' ? value.entries : []
    return [{ key: key.text, at: key.at, value }]
  }

  return { read }
}

/** The branches of a condition as one: what any of them has is there. */
function joinBranches(entries: readonly Entry[]): readonly Entry[] {
  const joined = new Map<string, Entry>()
  for (const entry of entries) {
    const first = joined.get(entry.key)
    joined.set(entry.key, first === undefined ? entry : { ...first, value: join(first, entry) })
  }
  return [...joined.values()]
}

function join({ value: a }: Entry, { value: b }: Entry): Node {
  if (a.kind === 'map' && b.kind === 'map') {
    return { ...a, entries: joinBranches([...a.entries, ...b.entries]) }
  }
  return a.kind === 'list' && b.kind === 'list' ? { ...a, items: [...a.items, ...b.items] } : a
}

const empty = (at: Place): Node => ({
  kind: 'scalar',
  at,
  value: null,
  text: '',
  style: 'plain',
  templated: false,
  tagged: false,
})
