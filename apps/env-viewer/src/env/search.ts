/**
 * What of an environment a page shows: the variables that a search finds, and how much of each.
 */
import type { Variable } from './mask.ts'

/** More variables on one page would make it slow; a search finds the others. */
const MOST_VARIABLES = 300

/** Characters of a value on a page, at most. */
const LONGEST_VALUE = 600
/** The same for binary values: each of their hidden characters takes many of a page. */
const LONGEST_BINARY = 200

/** The variables that a page shows, and how many there would have been. */
export interface Found {
  readonly variables: readonly Variable[]
  readonly count: number
}

/**
 * Finds by a part of the name or of the value as it is masked: what a search finds tells nothing of
 * what the mask hides.
 */
export function findVariables(variables: readonly Variable[], query: string): Found {
  const found = variables.filter(({ name, shown }) => contains(query, name, shown))
  return { variables: found.slice(0, MOST_VARIABLES), count: found.length }
}

/** True when one of the texts has the query in it, in any letter case; nothing is in every text. */
export function contains(query: string, ...texts: readonly string[]): boolean {
  const wanted = query.trim().toLowerCase()
  return texts.some((text) => text.toLowerCase().includes(wanted))
}

/** The beginning of a value, and how many characters follow it. */
export function excerptOf(value: string): { readonly text: string; readonly rest: number } {
  const limit = /[^\P{Cc}\n\t]/u.test(value) ? LONGEST_BINARY : LONGEST_VALUE
  if (value.length <= limit) return { text: value, rest: 0 }
  // A character of two code units is not cut in half.
  const text = value.slice(0, limit).replace(/[\ud800-\udbff]$/, '')
  return { text, rest: value.length - text.length }
}
