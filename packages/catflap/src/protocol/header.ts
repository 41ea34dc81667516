/**
 * Header values, split and stripped as their grammar says.
 *
 * Blanks are space and tab (`OWS` of RFC 9110, section 5.6.3). What JavaScript calls white space is
 * more: it would join names and values that browsers and proxies keep apart.
 */

/** True of the code of a space or a tab. */
export const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** A text without the blanks at its ends. */
export function stripBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/**
 * The media type of a Content-Type, in lower case and without parameters; empty when there is none.
 *
 * @param contentType - untrusted
 */
export function mediaType(contentType: string | null | undefined): string {
  return stripBlanks((contentType ?? '').split(';', 1)[0] ?? '').toLowerCase()
}
