/**
 * Go-template actions in a manifest, made harmless for a YAML parser.
 *
 * Every character keeps its offset, so that places found in the masked text are places in the original;
 * only a line that begins with a control action is moved to the left, as rendering would do.
 */

import {
  type Action,
  type Block,
  findBuildParts,
  OPENING,
  type Part,
  pairBlocks,
  type TemplateFault,
} from './blocks.ts'

export type { TemplateFault } from './blocks.ts'

/** Stands for one character of an action inside a value; no manifest means anything by it. */
export const MASK = '\uE000'

/** A text without actions, and what was seen of them. */
export interface MaskedText {
  readonly text: string
  /** True when parts may be left out: the same key may then stand twice. */
  readonly conditional: boolean
  /** Where these parts stand. */
  readonly optional: readonly Part[]
  /** Offset of the first action. */
  readonly first: number | undefined
  readonly faults: readonly TemplateFault[]
}

const CONTROL: ReadonlySet<string> = new Set([
  ...OPENING,
  'else',
  'end',
  'template',
  'break',
  'continue',
])

/** Masks every action of a manifest. Never throws; linear in the length of the text. */
export function maskTemplate(text: string): MaskedText {
  const { actions, faults } = readActions(text)
  const { blocks, faults: unbalanced } = pairBlocks(actions)
  const characters = text.split('')
  for (const action of actions) {
    const blank = isSilent(action) || standsAlone(text, action)
    for (let at = action.start; at < action.end; at++) {
      if (blank && characters[at] === '\n') continue
      characters[at] = blank ? ' ' : MASK
    }
  }
  maskInLine(characters, text, blocks)
  moveLeft(characters, text, actions.filter(isSilent))
  const optional = [
    ...blocks.map(({ open, end }) => ({ start: open.start, end: end.end })),
    ...findBuildParts(text),
  ]
  return {
    text: characters.join(''),
    conditional:
      /(?:^|\n)[^\S\n]*#@build\s/.test(text) || actions.some(({ word }) => OPENING.has(word)),
    optional,
    first: actions[0]?.start,
    faults: [...faults, ...unbalanced],
  }
}

/** Renders to nothing: a control action, a comment, an assignment. */
const isSilent = ({ word }: Action): boolean =>
  CONTROL.has(word) || word.startsWith('/*') || word.startsWith('$')

const isBlank = (character: string | undefined): boolean =>
  character !== undefined && character !== '\n' && character.trim() === ''

/** Nothing but space beside it on its lines. The spaces of two actions are never the same ones. */
function standsAlone(text: string, { start, end }: Action): boolean {
  let before = start - 1
  while (isBlank(text[before])) before--
  let after = end
  while (isBlank(text[after])) after++
  return isLineEnd(text[before]) && isLineEnd(text[after])
}

const isLineEnd = (character: string | undefined): boolean =>
  character === undefined || character === '\n'

/**
 * Blocks that begin and end on one line: inside a value the whole block is a part of it that only the box
 * knows; at the begin of a line the first branch counts, since all of them together are no line.
 */
function maskInLine(characters: string[], text: string, blocks: readonly Block[]): void {
  const lineEnd = createLineEndFinder(text)
  let [last, solid, done] = [-1, 0, 0]
  for (const { open, else: other, end } of blocks) {
    if (open.start < done) continue
    if (lineEnd(open.start) !== last) {
      last = lineEnd(open.start)
      solid = text.lastIndexOf('\n', open.start) + 1
    }
    if (end.end > last) continue
    while (isBlank(characters[solid])) solid++
    const inValue = solid < open.start
    const start = inValue ? open.start : (other?.start ?? end.start)
    for (let at = start; at < end.end; at++) characters[at] = inValue ? MASK : ' '
    if (inValue) done = end.end
  }
}

/**
 * `  {{ if x }}- a` renders as `  - a`: what follows the action moves to its place. That happens once
 * in a line: afterwards something stands before each further action.
 */
function moveLeft(characters: string[], text: string, silent: readonly Action[]): void {
  const lineEnd = createLineEndFinder(text)
  let line = -1
  for (const [index, { start, end }] of silent.entries()) {
    const last = lineEnd(end)
    if (last === line || text.slice(start, end).includes('\n')) continue
    let first = start - 1
    while (isBlank(characters[first])) first--
    line = last
    if (!isLineEnd(characters[first])) continue
    const { kept, width } = measureGap(text, silent, index, last)
    if (kept === last) continue
    const moved = [...' '.repeat(width), ...characters.slice(kept, last)]
    for (let at = start; at < last; at++) characters[at] = moved[at - start] ?? ' '
  }
}

/** How many blanks are left between actions that stand one after the other and what follows them. */
function measureGap(text: string, silent: readonly Action[], first: number, last: number) {
  let [kept, width] = [silent[first]?.start ?? last, 0]
  for (let index = first; silent[index]?.start === kept; index++) {
    const end = silent[index]?.end ?? last
    if (end > last) break
    const trims = text.startsWith('-}}', end - 3)
    kept = end
    if (trims) width = 0
    while (kept < last && isBlank(text[kept])) {
      kept++
      if (!trims) width++
    }
  }
  return { kept, width }
}

/** Finds a text from rising places, and looks at each character once; else where the text ends. */
function createFinder(text: string, wanted: string): (from: number) => number {
  let found = -1
  return (from) => {
    if (found < from) {
      const at = text.indexOf(wanted, from)
      found = at === -1 ? text.length : at
    }
    return found
  }
}

/** Finds where a line ends, before both characters of a line end of Windows. */
function createLineEndFinder(text: string): (from: number) => number {
  const lineFeed = createFinder(text, '\n')
  return (from) => {
    const at = lineFeed(from)
    return at > from && at < text.length && text[at - 1] === '\r' ? at - 1 : at
  }
}

function readActions(text: string): { actions: Action[]; faults: TemplateFault[] } {
  const actions: Action[] = []
  const faults: TemplateFault[] = []
  const lineEnd = createLineEndFinder(text)
  const actionEnd = createActionFinder(text)
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = actionEnd(start + 2)
    if (end === undefined) {
      const line = text.slice(start, lineEnd(start))
      faults.push({ offset: start, kind: /\\["'].*\}\}/.test(line) ? 'backslash' : 'action-open' })
      // The rest of the line goes with it, so that the parser sees no brace.
      actions.push({ start, end: lineEnd(start), word: '' })
    } else {
      const body = text.slice(start + 2, end - 2).replace(/^-\s/, '')
      actions.push({ start, end, word: /^\s*(\/\*|\$\w*\s*:?=|\w*)/.exec(body)?.[1] ?? '' })
    }
    start = text.indexOf('{{', Math.max(start + 2, actions.at(-1)?.end ?? 0))
  }
  return { actions, faults }
}

/** Finds what is after the `}}` that ends an action, or `undefined` when it has none. */
function createActionFinder(text: string): (from: number) => number | undefined {
  const commentEnd = createFinder(text, '*/')
  const braces = createFinder(text, '}}')
  return (from) => {
    if (/^-?\s*\/\*/.test(text.slice(from, from + 16))) {
      const end = braces(commentEnd(from))
      return end === text.length ? undefined : end + 2
    }
    const token = /\}\}|\{\{|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|["'`]/g
    token.lastIndex = from
    for (let match = token.exec(text); match !== null; match = token.exec(text)) {
      const [found] = match
      if (found === '}}') return token.lastIndex
      if (found === '{{' || found.length === 1) return undefined
    }
    return undefined
  }
}
