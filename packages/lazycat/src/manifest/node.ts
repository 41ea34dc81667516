/** What a parsed manifest consists of, and how to look something up in it. */

/** Where something stands: line and column from 1, offsets from 0. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly start: number
  /** After the last character. */
  readonly end: number
}

/** One value. */
export interface ScalarNode {
  readonly kind: 'scalar'
  readonly at: Place
  readonly value: string | number | boolean | null
  /** As a person reads it: without quotes, numbers as they were written. */
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'block'
  /** True when a template action is part of it, so that its text is known only to the box. */
  readonly templated: boolean
  /** True when its text is a tag to YAML, which a box does not see. */
  readonly tagged: boolean
}

/** A sequence. */
export interface ListNode {
  readonly kind: 'list'
  readonly at: Place
  readonly items: readonly Node[]
  readonly flow: boolean
}

/** A mapping; a key may stand twice when parts of the text are conditional. */
export interface MapNode {
  readonly kind: 'map'
  readonly at: Place
  readonly entries: readonly Entry[]
  readonly flow: boolean
}

export type Node = ScalarNode | ListNode | MapNode

/** A key and its value. */
export interface Entry {
  readonly key: string
  readonly at: Place
  readonly value: Node
}

/** The entries of a mapping; none when it is something else. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : []
}

/** The items of a list; none when it is something else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : []
}

/** The first entry at a path of keys. */
export function findEntry(node: Node | undefined, ...path: readonly string[]): Entry | undefined {
  const [key, ...rest] = path
  const entry = entriesOf(node).find((one) => one.key === key)
  return rest.length === 0 || entry === undefined ? entry : findEntry(entry.value, ...rest)
}

/** The value at a path of keys. */
export function find(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return findEntry(node, ...path)?.value
}

/** True of a key without a value. */
export function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null && node.text === '')
}

/** The text of a value; `undefined` when it is empty, a template's, or no single value. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.templated || isEmpty(node)) return undefined
  return node.text
}
