/**
 * Headers as raw pairs, as Node hands them over in `rawHeaders`: a name, its value, the next name. Order,
 * case and repeated lines survive. Pure.
 */

/** The pairs of a raw list. */
export function pairsOf(raw: readonly string[]): [name: string, value: string][] {
  const list: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i] ?? '', raw[i + 1] ?? ''])
  return list
}

/** The values of one header, in their order. @param name - in lower case */
export function valuesOf(raw: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const seen = raw[i] ?? ''
    if (seen.length === name.length && seen.toLowerCase() === name) values.push(raw[i + 1] ?? '')
  }
  return values
}

/**
 * A header's name as those take it who turn headers into variables: in lower case, and `_` like `-`. What
 * is to be kept from an app is looked for under this name.
 */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}
