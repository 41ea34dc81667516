/** Writes the lists of a manifest as YAML. */

const PLAIN = /^[\w@%+,./${}()?=~^-]+(?::[\w@%+,./${}()?=~^-]+)*$/

/** One item of a list of texts, quoted only where it must be. */
export function yamlText(text: string): string {
  if (/^[A-Za-z_]/.test(text) && PLAIN.test(text)) return text
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`
  // JSON leaves some characters as they are that YAML takes for line breaks or refuses.
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
