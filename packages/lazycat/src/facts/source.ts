/** What every fact carries: where it comes from, and how sure it is. */

/** A text in each language. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/**
 * `documented`: in LazyCat's developer documentation. `source`: read in the source of Dex. `observed`:
 * seen on a real box, in a tool of LazyCat, in published apps or guides. `inferred`: follows from
 * the others, not proven.
 */
export type Confidence = 'documented' | 'source' | 'observed' | 'inferred'

/** Where a fact comes from. */
export interface Source {
  readonly confidence: Confidence
  /** A page, a repository or a publication, as a person would search for it. */
  readonly source: Text
}

/** A page of LazyCat's developer documentation. @param name - its path there */
export const page = (name: string): Text => ({
  en: `lzc-developer-doc: ${name}`,
  zh: `懒猫开发者文档：${name}`,
})

/** Any other source, or any other text. */
export const said = (en: string, zh: string): Text => ({ en, zh })

/** One value that the platform has set, and what it is. */
export interface Fact<Value extends string | number | readonly string[] = string> extends Source {
  readonly value: Value
  readonly about: Text
}
