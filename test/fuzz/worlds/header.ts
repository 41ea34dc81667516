/** A Cookie header as a plain and slow reader has it. */

export interface Pair {
  readonly name: string
  readonly value: string
}

/** RFC 6265, section 4.2.1, as forgiving about blanks before a name as browsers are. */
export const pairsOf = (header: string): Pair[] =>
  header.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    if (equals === -1) return []
    return [{ name: pair.slice(0, equals).replace(/^[ \t]*/, ''), value: pair.slice(equals + 1) }]
  })

/** The value of a cookie that is there with one value alone. */
export function onlyValue(pairs: readonly Pair[], wanted: string): string | undefined {
  const values = new Set(pairs.filter(({ name }) => name === wanted).map(({ value }) => value))
  const [only] = values.size === 1 ? values : []
  return only
}
