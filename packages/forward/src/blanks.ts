/**
 * Blanks as HTTP has them: space and tab (`OWS` of RFC 9110, section 5.6.3). What JavaScript calls
 * white space is more, and would make one cookie's name out of another's.
 */

/** A text without the blanks at its ends. */
export function stripBlanks(text: string): string {
  // Not by a pattern: one of blanks before the end begins anew at each blank inside.
  let [start, end] = [0, text.length]
  while (isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** The items of a header's list, without the blanks around them. */
export function splitList(text: string, separator: ',' | ';'): string[] {
  return text.split(separator).map(stripBlanks)
}
