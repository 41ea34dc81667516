/**
 * Go-template actions in a manifest, made harmless for a YAML parser.
 *
 * Every character keeps its offset, so that places found in the masked text are places in the original;
 * only a line that begins with a control action is moved to the left, as rendering would do.
 */

/** Stands for one character of an action inside a value; no manifest means anything by it. */
export const MASK = '\uE000'

/** An action without its end, or a block without its own. */
export interface TemplateFault {
  readonly offset: number
  readonly kind: 'action-open' | 'block-open' | 'end-without-block'
}

/** A text without actions, and what was seen of them. */
export interface MaskedText {
  readonly text: string
  /** True when parts may be left out: the same key may then stand twice. */
  readonly conditional: boolean
  /** Offset of the first action. */
  readonly first: number | undefined
  readonly faults: readonly TemplateFault[]
}

interface Action {
  readonly start: number
  /** After its `}}`. */
  readonly end: number
  /** Its first word, or `/*` for a comment. */
  readonly word: string
}

const OPENING: ReadonlySet<string> = new Set(['if', 'range', 'with', 'define', 'block'])
const CONTROL: ReadonlySet<string> = new Set([...OPENING, 'else', 'end', 'template', 'break'])

/** Masks every action of a manifest. Never throws. */
export function maskTemplate(text: string): MaskedText {
  const { actions, faults } = readActions(text)
  const characters = text.split('')
  for (const action of actions) {
    const blank = isSilent(action) || standsAlone(text, action)
    for (let at = action.start; at < action.end; at++) {
      if (blank && characters[at] === '\n') continue
      characters[at] = blank ? ' ' : MASK
    }
  }
  for (const action of actions) if (isSilent(action)) moveLeft(characters, text, action)
  const conditional = /^\s*#@build\s/m.test(text) || actions.some(({ word }) => OPENING.has(word))
  return {
    text: characters.join(''),
    conditional,
    first: actions[0]?.start,
    faults: [...faults, ...unbalanced(actions)],
  }
}

/** Renders to nothing: a control action, a comment, an assignment. */
const isSilent = ({ word }: Action): boolean =>
  CONTROL.has(word) || word.startsWith('/*') || word.startsWith('$')

/** Nothing but actions and space on its lines. */
function standsAlone(text: string, { start, end }: Action): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const after = text.slice(end, lineEnd(text, end))
  return before.trim() === '' && after.trim() === ''
}

/** `  {{ if x }}- a` renders as `  - a`: what follows the action moves to its place. */
function moveLeft(characters: string[], text: string, { start, end }: Action): void {
  const first = text.lastIndexOf('\n', start - 1) + 1
  if (characters.slice(first, start).join('').trim() !== '') return
  const last = lineEnd(text, end)
  const rest = characters.slice(end, last)
  const kept = rest.join('').trimStart()
  if (kept === '' || text.slice(start, end).includes('\n')) return
  const moved = kept.padEnd(last - start)
  for (let at = start; at < last; at++) characters[at] = moved[at - start] ?? ' '
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

function readActions(text: string): { actions: Action[]; faults: TemplateFault[] } {
  const actions: Action[] = []
  const faults: TemplateFault[] = []
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = actionEnd(text, start + 2)
    if (end === undefined) {
      faults.push({ offset: start, kind: 'action-open' })
      // The rest of the line goes with it, so that the parser sees no brace.
      actions.push({ start, end: lineEnd(text, start), word: '' })
    } else {
      const body = text.slice(start + 2, end - 2).replace(/^-\s/, '')
      actions.push({ start, end, word: /^\s*(\/\*|\$\w*\s*:?=|\w*)/.exec(body)?.[1] ?? '' })
    }
    start = text.indexOf('{{', Math.max(start + 2, actions.at(-1)?.end ?? 0))
  }
  return { actions, faults }
}

/** After the `}}` that ends an action, or `undefined` when it has none. */
function actionEnd(text: string, from: number): number | undefined {
  if (/^-?\s*\/\*/.test(text.slice(from, from + 16))) {
    const end = text.indexOf('}}', text.indexOf('*/', from))
    return end === -1 || !text.slice(from).includes('*/') ? undefined : end + 2
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

function unbalanced(actions: readonly Action[]): readonly TemplateFault[] {
  const open: Action[] = []
  const faults: TemplateFault[] = []
  for (const action of actions) {
    if (OPENING.has(action.word)) open.push(action)
    if (action.word === 'end' && open.pop() === undefined) {
      faults.push({ offset: action.start, kind: 'end-without-block' })
    }
  }
  return [...faults, ...open.map(({ start }) => ({ offset: start, kind: 'block-open' as const }))]
}
