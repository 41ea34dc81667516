/** Texts as Go writes them, since Dex is written in it: queries and JSON, byte for byte. */

/** Escapes a name or a value of a query as `net/url` does: more than JavaScript, but for `~`. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}

/** Writes pairs in their order. */
export function writeQuery(pairs: Iterable<readonly [name: string, value: string]>): string {
  return Array.from(pairs, (pair) => pair.map(escapeQuery).join('=')).join('&')
}

/** Writes pairs sorted by name; those of one name stay in their order. */
export function writeSortedQuery(pairs: Iterable<readonly [name: string, value: string]>): string {
  return writeQuery([...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

/** JSON that is safe inside of HTML, as `encoding/json` writes it. */
export function writeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The words of a text, parted as `strings.Fields` does. */
export function fields(text: string): string[] {
  return text
    .split(/[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/)
    .filter(Boolean)
}

/** What `html.EscapeString` makes of a text. */
export function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
  return text.replace(/[&<>"']/g, (sign) => named[sign] ?? `&#${sign.charCodeAt(0)};`)
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+"
const MEDIA_TYPE = new RegExp(
  `^[ \\t]*${TOKEN}(?:/${TOKEN})?[ \\t]*(?:;[ \\t]*${TOKEN}=(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*")[ \\t]*)*(?:;[ \\t]*)?$`,
)

/** Whether a `Content-Type` is one that `mime` parses: a parameter has a value. */
export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text)
}
