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
import { findForbidden } from '../text/characters.ts'
import { DEEPEST, findLimitFault, MOST_ALIASES } from '../text/limits.ts'
import { unifyLineEnds } from '../text/line-ends.ts'
import { type Entry, entriesOf, type Node, type Place } from './node.ts'
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
  /** Whether what stands at an offset is among these parts. */
  isOptional(offset: number): boolean
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
  const refuse = (at: number, detail: string): Manifest => ({
    text,
    root: undefined,
    syntax: [{ at: place(at, at), detail }],
    template: [],
    templated: undefined,
    conditional: false,
    isOptional: () => false,
    place,
  })
  const fault = findLimitFault(unified) ?? findForbidden(unified)
  if (fault !== undefined) return refuse(fault.at, fault.detail)
  const masked = maskTemplate(unified)
  const document = parseDocument(masked.text, {
    // Compares each key with each other one; `check.ts` has a rule of its own.
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
  })
  const reader = createReader(place, masked.conditional)
  const root = reader.read(document.contents, 0)
  const errors = document.errors.filter((error) => !isOfAction(error, unified, masked.text))
  return {
    text,
    root,
    syntax: [...errors.map((error) => syntaxFault(error, place)), ...reader.faults].toSorted(
      (a, b) => a.at.start - b.at.start,
    ),
    template: masked.faults.map((fault) => ({ ...fault, at: place(fault.offset, fault.offset) })),
    templated: masked.first === undefined ? undefined : place(masked.first, masked.first),
    conditional: masked.conditional,
    isOptional: (offset) =>
      masked.optional.some(({ start, end }) => start <= offset && offset < end),
    place,
  }
}

/**
 * Whether the parser complains of a block whose first lines are actions alone: masked they are longer than
 * the lines that they render to.
 */
function isOfAction({ message, pos: [at] }: YAMLError, text: string, masked: string): boolean {
  if (!message.includes('more-indented leading empty lines')) return false
  for (let end = masked.lastIndexOf('\n', at - 1); end > 0; ) {
    const start = masked.lastIndexOf('\n', end - 1) + 1
    if (masked.slice(start, end).trim() !== '') return false
    if (text.slice(start, end).trim() !== '') return true
    end = start - 1
  }
  return false
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
  const faults: SyntaxFault[] = []
  let aliases = 0

  function read(node: ParsedNode | Alias | null | undefined, depth: number): Node | undefined {
    if (node === null || node === undefined || depth > DEEPEST) return undefined
    if (isAlias(node)) {
      if (++aliases > MOST_ALIASES) return undefined
      const anchor = anchors.get(node.source)
      if (anchor === undefined) refuseAlias(node)
      return read(anchor, depth + 1)
    }
    // While a node is being read it is `undefined` here, which ends a circle.
    if (known.has(node)) return known.get(node)
    known.set(node, undefined)
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    const made = make(node, depth)
    known.set(node, made)
    return made
  }

  /** The parser finds this out only where it makes values. */
  function refuseAlias({ source, range }: Alias): void {
    if (source.includes(MASK)) return
    const [start, end] = range ?? [0, 0]
    const detail = `*${source.slice(0, 40)} without quotes is an alias, and no such anchor is above it`
    faults.push({ at: place(start, end), detail })
  }

  function make(node: ParsedNode, depth: number): Node | undefined {
    const [start, end] = node.range ?? [0, 0]
    const at = place(start, end)
    if (isMap(node)) {
      const flow = node.flow === true
      return { kind: 'map', at, entries: readEntries(node.items, depth), flow }
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

  /** The entries of a mapping, and behind them those that it merges and does not have itself. */
  function readEntries(pairs: readonly Pair[], depth: number): readonly Entry[] {
    const own: Entry[] = []
    const merged: Entry[] = []
    let merging = false
    for (const pair of pairs) {
      const key = read(pair.key as ParsedNode, depth + 1)
      const value = read(pair.value as ParsedNode, depth + 1)
      if (key?.kind !== 'scalar') continue
      if (key.text === '<<' && key.style === 'plain') {
        if (!conditional && merging) faults.push({ at: key.at, detail: 'the key << stands twice' })
        if (!isMergeable(value)) faults.push({ at: key.at, detail: '<< takes mappings alone' })
        merging = true
        for (const entry of mergedBy(value)) merged.push(entry)
      } else own.push({ key: key.text, at: key.at, value: value ?? empty(key.at) })
    }
    const known = new Set(own.map(({ key }) => key))
    for (const entry of merged) {
      if (!known.has(entry.key)) own.push(entry)
      known.add(entry.key)
    }
    return conditional ? joinBranches(own) : own
  }

  return { read, faults }
}

interface Pair {
  readonly key: unknown
  readonly value: unknown
}

/** What `<<` takes over: of several mappings the first that has a key counts. */
const mergedBy = (node: Node | undefined): readonly Entry[] =>
  node?.kind === 'list' ? node.items.flatMap(entriesOf) : entriesOf(node)

const isMergeable = (node: Node | undefined): boolean =>
  node === undefined ||
  (node.kind === 'scalar' && node.templated) ||
  (node.kind === 'list' ? node.items.every(({ kind }) => kind === 'map') : node.kind === 'map')

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
