/** Patterns of paths, and which paths they cover. Pure, and without regular expressions of the user's. */
import type { Pattern } from './rule.ts'

/** What may follow a name that an app still takes for the name: a format, a parameter, a port, a stream. */
const SUFFIXES = '.;:, %?#'

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
 * Whether a pattern that bars covers a path: in any case, with a suffix behind each name, and with slashes
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
      if (behind < end && !isSuffix(folded, behind)) return false
    }
    at = end
  }
  return !exact || SLASHES.test(folded.slice(at))
}

/**
 * What an escape stands for is told by the reading that decodes it, and where a backslash leads by the one that takes
 * it for a slash: `/admin%61` is `/admina`, and no `/admin`. Else it would matter how much of a path is escaped.
 */
const isSuffix = (text: string, at: number): boolean =>
  SUFFIXES.includes(text.charAt(at)) && !/^%[0-9A-F]{2}/.test(text.slice(at, at + 3))

/** What may stand behind the last name: slashes, of which some may be escaped still. */
const SLASHES = /^(?:\/|%2F)*$/

const SLASH = 0x2f

function endOfSegment(path: string, at: number): number {
  const end = path.indexOf('/', at + 1)
  return end === -1 ? path.length : end
}
