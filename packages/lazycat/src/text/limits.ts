/** How much of a text a manifest may be, whatever its source: a file, an LPK, what a template makes. */

/** Bytes; no manifest, package.yml, lzc-build.yml or parameter file is nearly as long. */
export const MANIFEST_BYTES = 1_048_576
/** Levels; with many thousands of open brackets the YAML parser takes the whole process down. */
export const DEEPEST = 200
/** Aliases that are followed: each may stand for much of the text. */
export const MOST_ALIASES = 100

/** A text that no YAML parser should see. */
export interface LimitFault {
  readonly at: number
  /** English. */
  readonly detail: string
}

/** Whether a text is longer than a manifest may be; measured in bytes of UTF-8. */
export function isTooLong(text: string): boolean {
  if (text.length * 3 <= MANIFEST_BYTES) return false
  return text.length > MANIFEST_BYTES || new TextEncoder().encode(text).length > MANIFEST_BYTES
}

/** What is too much of a text, before it is parsed; linear in its length. */
export function findLimitFault(text: string): LimitFault | undefined {
  if (isTooLong(text)) return { at: 0, detail: `more than ${MANIFEST_BYTES} bytes` }
  const at = findDepthFault(text)
  return at === undefined ? undefined : { at, detail: `more than ${DEEPEST} levels` }
}

/** Where nesting passes what the parser's own recursion stands; brackets in values count too. */
function findDepthFault(text: string): number | undefined {
  for (let at = 0, open = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '[' || character === '{') open++
    else if ((character === ']' || character === '}') && open > 0) open--
    if (open > DEEPEST) return at
  }
  return new RegExp(`^[ \\t]*(?:[-?:][ \\t]+){${DEEPEST}}`, 'm').exec(text)?.index
}
