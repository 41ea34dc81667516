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
 * behind the last. A slash that is still escaped may be a border or a part of a name, each for itself: else it would
 * matter which of several slashes somebody has escaped.
 *
 * @param folded - the path in the letters of {@link fold}
 */
export function bars({ folded: segments, exact }: Pattern, folded: string): boolean {
  let starts: readonly number[] = [0]
  for (const [place, segment] of segments.entries()) {
    if (place > 0 && segment === '' && starts.includes(folded.length)) return true
    starts = endsOf(segment, folded, starts)
    if (starts.length === 0) return false
  }
  // The ends are in order: what follows any of them follows the last, if it is slashes alone.
  return !exact || SLASHES.test(folded.slice(starts.at(-1)))
}

/**
 * Where a segment may end that begins at any of some borders, in order and each once. One walk over the path: what
 * ends at one border may as well end at each later one before the next plain slash, where any name or a suffix does.
 */
function endsOf(
  segment: string | undefined,
  path: string,
  starts: readonly number[],
): readonly number[] {
  const ends: number[] = []
  // Up to here everything that may be an end is one already.
  let told = -1
  for (const at of starts) {
    const start = at + borderAt(path, at)
    if (start === at || start <= told) continue
    // Any name, or none between two slashes: of what a parameter or an escape leaves there nobody agrees.
    const any = segment === undefined && borderAt(path, start) === 0 ? 1 : 0
    const behind = start + (segment?.length ?? any)
    if (segment !== undefined && !path.startsWith(segment, start)) continue
    if (segment === undefined && start === path.length) continue
    if (segment !== undefined && (behind === path.length || borderAt(path, behind) > 0)) {
      if (ends.at(-1) !== behind) ends.push(behind)
    }
    if (segment !== undefined && (segment === '' || !isSuffix(path, behind))) continue
    const last = endOfSegment(path, start - 1)
    for (let end = behind; end <= last; end++) {
      if ((end === last || borderAt(path, end) > 0) && (ends.at(-1) ?? -1) < end) ends.push(end)
    }
    told = last
  }
  return ends
}

/** How long the border is that stands at a place: a slash, or one that is escaped still. */
const borderAt = (text: string, at: number): number =>
  text.charCodeAt(at) === SLASH ? 1 : text.startsWith('%2F', at) ? 3 : 0

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
