/**
 * Edits of a YAML text that leave everything else as it is: comments, order, layout, template actions.
 * Lines go right below the key that they belong to, since anything further down may be conditional. What is
 * conditional itself is not edited: what is put there would come and go with it.
 */
import {
  type Entry,
  find,
  findEntry,
  type Node,
  parseManifest,
  unifyLineEnds,
} from 'catflap-lazycat/manifest'
import { isSameBeside } from './unchanged.ts'

/** Lines below a key, for the column at which they begin. */
export type Lines = (indent: string) => readonly string[]

/**
 * Puts lines below the key at a path; keys that are not there are made.
 *
 * @returns `undefined` when what is there is written in a form that lines cannot be put into
 */
export function insertBelow(
  text: string,
  path: readonly string[],
  lines: Lines,
): string | undefined {
  const { root, isOptional } = parseManifest(text)
  const last = path.at(-1)
  if (last === undefined) {
    const usable = root === undefined || (root.kind === 'map' && !root.flow)
    return usable ? splice(text, text.length, lines('')) : undefined
  }
  const entry = findEntry(root, ...path)
  if (entry === undefined) {
    const parent = path.slice(0, -1)
    return insertBelow(text, parent, (indent) => [`${indent}${last}:`, ...lines(`${indent}  `)])
  }
  const indent = indentBelow(text, entry)
  if (indent === undefined || isOptional(entry.at.start)) return undefined
  const end = unifyLineEnds(text).indexOf('\n', entry.at.end)
  return splice(text, end === -1 ? text.length : end + 1, lines(indent))
}

/** Puts another value in the place of one that stands on one line. */
export function replaceValue(text: string, node: Node, value: string): string | undefined {
  if (node.kind !== 'scalar' || node.style === 'block') return undefined
  const { start, end } = node.at
  if (/[\r\n]/.test(text.slice(start, end))) return undefined
  if (parseManifest(text).isOptional(start)) return undefined
  // A key without a value ends where its value would begin, at the colon.
  const gap = start === end && !/\s/.test(text[start - 1] ?? ' ') ? ' ' : ''
  return text.slice(0, start) + gap + value + text.slice(end)
}

/** Gives a key at the top its value, in its place or at the end. */
export function setTop(text: string, key: string, value: string): string | undefined {
  const { root, isOptional } = parseManifest(text)
  const entry = findEntry(root, key)
  if (entry === undefined) return insertBelow(text, [], () => [`${key}: ${value}`])
  if (entry.value.kind === 'scalar' && entry.value.text === '' && entry.value.value === null) {
    const colon = text.indexOf(':', entry.at.end)
    return colon === -1 || isOptional(colon)
      ? undefined
      : `${text.slice(0, colon + 1)} ${value}${text.slice(colon + 1)}`
  }
  return replaceValue(text, entry.value, value)
}

/** Whether an edit has broken and changed nothing: it is as well-formed as before, and says what it should. */
export function holds(before: string, after: string, path: readonly string[]): boolean {
  const [old, now] = [parseManifest(before), parseManifest(after)]
  const faults = ({ syntax, template }: typeof old): number => syntax.length + template.length
  return (
    faults(now) <= faults(old) &&
    find(now.root, ...path) !== undefined &&
    isSameBeside(old.root, now.root, path)
  )
}

/** Where the lines below a key begin, judged by the first of them. */
function indentBelow(text: string, { at, value }: Entry): string | undefined {
  const own = lineOf(text, at.start).match(/^ */)?.[0] ?? ''
  if (value.kind === 'scalar') return value.text === '' ? `${own}  ` : undefined
  if (value.flow) return undefined
  const first = value.kind === 'map' ? value.entries[0]?.at : value.items[0]?.at
  // An alias stands for lines elsewhere.
  if (first === undefined || first.line <= at.line) return undefined
  const begin = /^( *)(- )?/.exec(lineOf(text, first.start))
  if (value.kind === 'list' && begin?.[2] === undefined) return undefined
  return begin?.[1]
}

function lineOf(text: string, offset: number): string {
  const unified = unifyLineEnds(text)
  const start = unified.lastIndexOf('\n', offset - 1) + 1
  const end = unified.indexOf('\n', offset)
  return text.slice(start, end === -1 ? text.length : end)
}

function splice(text: string, at: number, lines: readonly string[]): string | undefined {
  // Such an action takes the line end away that is to stand before the lines.
  if (text.slice(0, at).trimEnd().endsWith('-}}')) return undefined
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = at === 0 || /[\r\n]/.test(text[at - 1] ?? '') ? '' : newline
  return text.slice(0, at) + gap + lines.map((line) => line + newline).join('') + text.slice(at)
}
