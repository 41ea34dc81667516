/** Characters that no YAML may hold (1.2.2, section 5.1); a box and lzc-cli refuse them wherever they stand. */

/** Where the first of them stands, and what it is. */
export function findForbidden(text: string): { at: number; detail: string } | undefined {
  const found = FORBIDDEN.exec(text)
  if (found === null) return undefined
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return { at: found.index, detail: `the character U+${code} is not allowed, not even in quotes` }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/
