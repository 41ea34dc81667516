/** The blocks of a template and of the build: which parts of a manifest may be left out. */

/** A part of a text. */
export interface Part {
  readonly start: number
  /** After its last character. */
  readonly end: number
}

/** An action without its end, or with a backslash before a quote that hides it, or a block without its own. */
export interface TemplateFault {
  readonly offset: number
  readonly kind: 'action-open' | 'backslash' | 'block-open' | 'end-without-block'
}

/** One `{{ … }}`. */
export interface Action extends Part {
  /** Its first word, or `/*` for a comment. */
  readonly word: string
}

/** From the action that opens it to its `{{ end }}`. */
export interface Block {
  readonly open: Action
  /** Where its first branch ends. */
  readonly else: Action | undefined
  readonly end: Action
}

/** Words that open a block. */
export const OPENING: ReadonlySet<string> = new Set(['if', 'range', 'with', 'define', 'block'])

/** Blocks by the order of their beginnings. */
export function pairBlocks(actions: readonly Action[]): {
  blocks: Block[]
  faults: TemplateFault[]
} {
  const open: { action: Action; else: Action | undefined }[] = []
  const blocks: Block[] = []
  const faults: TemplateFault[] = []
  for (const action of actions) {
    const inner = open.at(-1)
    if (OPENING.has(action.word)) open.push({ action, else: undefined })
    if (action.word === 'else' && inner !== undefined) inner.else ??= action
    if (action.word !== 'end') continue
    open.pop()
    if (inner !== undefined) blocks.push({ open: inner.action, else: inner.else, end: action })
    else faults.push({ offset: action.start, kind: 'end-without-block' })
  }
  for (const { action } of open) faults.push({ offset: action.start, kind: 'block-open' })
  return { blocks: blocks.toSorted((a, b) => a.open.start - b.open.start), faults }
}

/** What the build may leave out: from `#@build if` to `#@build end`, or to the end of the text. */
export function findBuildParts(text: string): readonly Part[] {
  const open: number[] = []
  const parts: Part[] = []
  for (const { index, 1: word } of text.matchAll(/^[ \t]*#@build[ \t]+(\w+)/gm)) {
    if (word === 'if') open.push(index)
    const start = word === 'end' ? open.pop() : undefined
    if (start !== undefined) parts.push({ start, end: index })
  }
  return [...parts, ...open.map((start) => ({ start, end: text.length }))]
}
