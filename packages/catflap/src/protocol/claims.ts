/**
 * Small predicates on values that came as JSON.
 */

/** Members of an ID Token or a UserInfo response, unchecked but for what the caller says. */
export type Claims = Readonly<Record<string, unknown>>

/** True of a non-empty string. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** True of a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** True of a list of strings. */
export const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/**
 * Levels of lists and objects within one another that JSON may have. Whoever walks through a value,
 * `JSON.stringify` among them, goes as deep as it does, and ends at a few thousand.
 */
export const MAX_DEPTH = 32

/** The JSON object that a text holds; `undefined` as well when it is nested too deep. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) && isShallow(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** True of a value of at most so many levels; goes no deeper than that. */
function isShallow(value: unknown, levels: number = MAX_DEPTH): boolean {
  if (!isNested(value)) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What a text is that holds no JSON object, in words that show nothing of it. */
export function kindOfText(text: string): string {
  if (/^[ \t\r\n]*$/.test(text)) return 'an empty body'
  try {
    const value: unknown = JSON.parse(text)
    return isShallow(value) ? 'other JSON' : `JSON nested more than ${MAX_DEPTH} levels deep`
  } catch {
    return /^[ \t\r\n]*[{[]/.test(text) ? 'JSON that is broken or cut off' : 'no JSON'
  }
}

/** Freezes a value made of plain objects and lists, to the bottom. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
