/**
 * Blanks as HTTP has them: space and tab (`OWS` of RFC 9110, section 5.6.3). What JavaScript calls
 * white space is more, and would make one cookie's name out of another's.
 */

/** A text without the blanks at its ends. */
export function stripBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '')
}

/** The items of a header's list, without the blanks around them. */
export function splitList(text: string, separator: ',' | ';'): string[] {
  return text.split(separator).map(stripBlanks)
}
