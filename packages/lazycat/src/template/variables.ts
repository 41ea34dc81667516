/** The deploy-time variables: `${NAME}` in a manifest's text. */

/** A text with its variables replaced, and the names that had no value. */
export interface Substituted {
  readonly text: string
  /** Each once, in the order in which they appear; they became empty. */
  readonly unset: readonly string[]
}

/** Replaces every `${NAME}`; one without a value becomes empty, and what it is replaced by stays. */
export function substituteVariables(
  source: string,
  values: Readonly<Record<string, string>>,
): Substituted {
  const unset = new Set<string>()
  const text = source.replace(/\$\{([A-Za-z_]\w{0,255})\}/g, (_, name: string) => {
    if (Object.hasOwn(values, name)) return values[name] ?? ''
    unset.add(name)
    return ''
  })
  return { text, unset: [...unset] }
}
