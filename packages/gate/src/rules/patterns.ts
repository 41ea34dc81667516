/** Patterns of paths, and which paths they cover. Pure, and without regular expressions of the user's. */
import type { Pattern } from './rule.ts'

/** What may follow a name that an app still takes for the name: a format, a parameter, a port, a stream. */
const SUFFIXES = '.;:, %\\?#'

/** Letters without their case, as the most forgiving reader compares them. */
export const fold = (text: string): string => text.toLowerCase().toUpperCase()

/**
 * Reads a pattern: `/a/b` is that path and all below it, `=/a` only that path, `*` any one segment.
 *
 * @returns what is wrong with it as a word, where it is none
 */
export function parsePattern(written: string): Pattern | PatternProblem {
  const exact = written.startsWith('=')
  const path = exact ? written.slice(1) : written
  if (!path.startsWith('/')) return 'no-leading-slash'
  if (/[%\\;?#\p{Cc}\s]/u.test(path)) return 'unplain'
  if (/[.]$/.test(path) || path.normalize('NFKC') !== path) return 'unplain'
  const segments = path === '/' && !exact ? [] : path.slice(1).split('/')
  const last = segments.length - 1
  if (segments.some((segment, place) => segment === '' && (!exact || place < last))) {
    return path.endsWith('/') && !path.endsWith('//') ? 'trailing-slash' : 'unplain'
  }
  if (segments.some((segment) => /^\.+$/.test(segment))) return 'unplain'
  if (segments.some((segment) => segment.includes('*') && segment !== '*')) return 'wildcard'
  const parts = segments.map((segment) => (segment === '*' ? undefined : segment))
  return { segments: parts, folded: parts.map((part) => part && fold(part)), exact }
}

/** What can be wrong with a pattern. */
export type PatternProblem = 'no-leading-slash' | 'unplain' | 'trailing-slash' | 'wildcard'

/** Whether a pattern that opens covers a path: letter by letter. */
export function opens({ segments, exact }: Pattern, path: string): boolean {
  let at = 0
  for (const segment of segments) {
    const end = endOfSegment(path, at)
    if (path.charCodeAt(at) !== SLASH) return false
    if (segment === undefined) {
      if (end === at + 1) return false
    } else if (end !== at + 1 + segment.length || !path.startsWith(segment, at + 1)) return false
    at = end
  }
  return at === path.length || !exact
}

/**
 * Whether a pattern that bars covers a path: in any case, with a suffix behind each name, and with a slash
 * behind the last.
 *
 * @param folded - the path in the letters of {@link fold}
 */
export function bars({ folded: segments, exact }: Pattern, folded: string): boolean {
  let at = 0
  for (const segment of segments) {
    const end = endOfSegment(folded, at)
    if (folded.charCodeAt(at) !== SLASH) return segment === '' && at === folded.length
    if (segment === undefined) {
      if (end === at + 1) return false
    } else if (segment === '') {
      if (end !== at + 1) return false
    } else {
      const behind = at + 1 + segment.length
      if (behind > end || !folded.startsWith(segment, at + 1)) return false
      if (behind < end && !SUFFIXES.includes(folded.charAt(behind))) return false
    }
    at = end
  }
  return !exact || at >= folded.length - 1
}

const SLASH = 0x2f

function endOfSegment(path: string, at: number): number {
  const end = path.indexOf('/', at + 1)
  return end === -1 ? path.length : end
}
