/** `package_override` of lzc-build.yml: whole top-level keys of package.yml; an empty one clears. */
import { type Document, parseDocument, visit } from 'yaml'
import { findLimitFault, MOST_ALIASES } from '../text/limits.ts'
import { unifyLineEnds } from '../text/line-ends.ts'

/**
 * Applies `package_override` to package.yml, and gives back what it was when there is nothing to apply or
 * a text cannot be parsed or has no end.
 *
 * @param builds - texts of lzc-build.yml and what is laid over it, the last of which counts
 */
export function overridePackage(
  packageYml: string | undefined,
  builds: readonly string[],
): string | undefined {
  const overrides = builds.map(readOverride).findLast((one) => one !== undefined)
  if (overrides === undefined) return packageYml
  const fields = packageYml === undefined ? {} : read(packageYml)
  if (fields === undefined) return packageYml
  const merged = Object.entries({ ...fields, ...overrides }).filter(
    ([, value]) => !isNothing(value),
  )
  try {
    // JSON is YAML.
    return `${JSON.stringify(Object.fromEntries(merged), null, 2)}\n`
  } catch {
    // A value that is a part of itself, by an alias.
    return packageYml
  }
}

const isNothing = (value: unknown): boolean => value === null || value === ''

function readOverride(build: string): Readonly<Record<string, unknown>> | undefined {
  const value = read(build)?.package_override
  return isRecord(value) ? value : undefined
}

function read(text: string): Readonly<Record<string, unknown>> | undefined {
  if (findLimitFault(text) !== undefined) return undefined
  const document = parseDocument(unifyLineEnds(text), {
    logLevel: 'silent',
    prettyErrors: false,
    uniqueKeys: false,
    merge: true,
  })
  if (document.errors.length > 0 || countAliases(document) > MOST_ALIASES) return undefined
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A merge looks through the whole document for its anchor. */
function countAliases(document: Document): number {
  let count = 0
  visit(document, {
    Alias() {
      count++
    },
  })
  return count
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
