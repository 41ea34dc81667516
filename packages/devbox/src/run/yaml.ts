/** The one place that reads YAML: untrusted text to plain values, and typed looks into them. */
import {
  findForbidden,
  findLimitFault,
  isTooLong,
  MOST_ALIASES,
  unifyLineEnds,
} from 'catflap-lazycat/manifest'
import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { RunError } from './run-error.ts'

/** A mapping of a YAML file, with its place for messages. */
export interface Section {
  /** File and keys that lead here, such as `lzc-manifest.yml: application`. */
  readonly place: string
  readonly values: Readonly<Record<string, unknown>>
  /** The same, with numbers and switches as they are written: `1.10` is not `1.1`, nor `022` `22`. */
  readonly texts: Readonly<Record<string, unknown>>
}

/**
 * Reads a YAML text whose top level is a mapping; an empty one is an empty mapping.
 *
 * @param file - the name to use in messages.
 * @throws {@link RunError} `RUN_MANIFEST_INVALID`
 */
export function parseYaml(text: string, file: string): Section {
  const lines = new LineCounter()
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const notYaml = (offset: number, detail: string): RunError =>
    invalid(placeOf(offset), `not YAML (${detail})`, `不是合法的 YAML（${detail}）`)
  const place = `${file}:`
  if (isTooLong(text)) throw invalid(place, 'longer than 1 MiB', '超过 1 MiB')
  const limit = findLimitFault(text)
  if (limit !== undefined) throw invalid(place, limit.detail, '嵌套层数过多')
  const document = parseDocument(unifyLineEnds(text), {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    // Compares each key with each other one.
    uniqueKeys: false,
    // `<<`, as a box and lzc-cli read it.
    merge: true,
  })
  const forbidden = findForbidden(text)
  if (forbidden !== undefined) throw notYaml(forbidden.at, forbidden.detail)
  const [problem] = document.errors
  if (problem !== undefined) throw notYaml(problem.pos[0], problem.message)
  if (document.contents === null) return { place, values: {}, texts: {} }
  if (!isMap(document.contents)) throw invalid(place, 'must be a mapping', '顶层必须是键值映射')
  const { aliases, repeated } = inspect(document)
  if (repeated !== undefined) throw notYaml(repeated, 'Map keys must be unique')
  try {
    if (aliases > MOST_ALIASES) throw new RangeError('too many aliases')
    const values = document.toJS({ maxAliasCount: MOST_ALIASES })
    keepWriting(document)
    return { place, values, texts: document.toJS({ maxAliasCount: MOST_ALIASES }) }
  } catch {
    throw invalid(
      place,
      'YAML aliases that lead nowhere or are too many, or "<<" with something else than mappings',
      'YAML 别名无效或过多，或“<<”的值不是映射',
    )
  }
}

/** Numbers and switches become the texts that they are written as. */
function keepWriting(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      const known = typeof node.value === 'number' || typeof node.value === 'boolean'
      if (known && node.source !== undefined) node.value = node.source
    },
  })
}

/** What the parser would look for by comparing everything with everything. */
function inspect(document: Document): { aliases: number; repeated: number | undefined } {
  let aliases = 0
  let repeated: number | undefined
  visit(document, {
    Alias() {
      aliases++
    },
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        // Each `<<` is a symbol of its own.
        const name = typeof key.value === 'symbol' ? key.source : key.value
        if (seen.has(name)) repeated ??= key.range?.[0] ?? 0
        seen.add(name)
      }
    },
  })
  return { aliases, repeated }
}

/** An error about a place in a file. */
export function invalid(place: string, en: string, zh: string): RunError {
  return new RunError('RUN_MANIFEST_INVALID', `${place} ${en}`, `${place} ${zh}`)
}

/** The text at a key; numbers and booleans count as they are written. @throws {@link RunError} */
export function readText(section: Section, key: string): string | undefined {
  const value = section.texts[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw invalid(at(section, key), 'must be text', '必须是文本')
}

/** The switch at a key; false when absent. @throws {@link RunError} */
export function readSwitch(section: Section, key: string): boolean {
  const value = toSwitch(section.values[key] ?? false)
  if (value !== undefined) return value
  throw invalid(at(section, key), 'must be true or false', '必须是 true 或 false')
}

/** A switch, also in the words of YAML 1.1, which a box still takes; `undefined` when it is none. */
export function toSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || !/^(y|n|yes|no|on|off)$/i.test(value)) return undefined
  return /^(y|yes|on)$/i.test(value)
}

/** The list at a key; empty when absent. @throws {@link RunError} */
export function readList(section: Section, key: string): readonly unknown[] {
  const value = section.values[key] ?? []
  if (Array.isArray(value)) return value
  throw invalid(at(section, key), 'must be a list', '必须是列表')
}

/** The list of texts at a key; numbers count as they are written. @throws {@link RunError} */
export function readTexts(section: Section, key: string): readonly string[] {
  return readList({ ...section, values: section.texts }, key).map((value) => {
    if (typeof value === 'string') return value
    throw invalid(at(section, key), 'must be a list of texts', '必须是文本列表')
  })
}

/** The mapping at a key; an empty one when absent. @throws {@link RunError} */
export function readSection(section: Section, key: string): Section {
  return toSection(section.values[key] ?? {}, section.texts[key] ?? {}, at(section, key))
}

/** The mappings listed at a key. @throws {@link RunError} */
export function readSections(section: Section, key: string): readonly Section[] {
  const texts = section.texts[key]
  return readList(section, key).map((value, index) =>
    toSection(value, Array.isArray(texts) && texts[index], `${at(section, key)}[${index}]`),
  )
}

/** Where a key of a section is, for messages. */
export function at({ place }: Section, key: string): string {
  return place.endsWith(':') ? `${place} ${key}` : `${place}.${key}`
}

function toSection(value: unknown, texts: unknown, place: string): Section {
  if (isFields(value) && isFields(texts)) return { place, values: value, texts }
  throw invalid(place, 'must be a mapping', '必须是键值映射')
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
