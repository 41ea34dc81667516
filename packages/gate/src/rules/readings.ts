/**
 * Every way in which somebody may read a path: proxies, frameworks and file systems decode, merge, cut and
 * fold it each in their own manner, and in any order. Pure.
 */
import type { Invalid } from './rule.ts'

/** Most readings of one path, and most characters of them all: what has more is nobody's honest path. */
const MAX_READINGS = 512
const MAX_CHARACTERS = 65_536

/** One way to read a path. */
export interface Reading {
  readonly text: string
  /** What made it of {@link Reading.from}; `undefined` of the path as it came. */
  readonly by: Step | undefined
  readonly from: Reading | undefined
}

/** What readers do to a path. */
export type Step =
  | 'decode'
  | 'decode-but-slashes'
  | 'decode-slashes-at-dots'
  | 'backslash'
  | 'parameters'
  | 'cut'
  | 'merge-slashes'
  | 'dot-segments'
  | 'trailing-dots'
  | 'nfkc'

/** A reader that meets a byte which is no text, or a control, at whatever depth. */
class Unreadable extends Error {
  readonly reason: Invalid
  constructor(reason: Invalid) {
    super(reason)
    this.reason = reason
  }
}

const STEPS: readonly (readonly [Step, (text: string) => string])[] = [
  ['decode', (text) => decode(text, /(?:%[0-9a-f]{2})+/gi)],
  // A slash that stays encoded is no border of a segment, and dot segments then lead elsewhere.
  ['decode-but-slashes', (text) => decode(text, /(?:%(?!2f)[0-9a-f]{2})+/gi)],
  // Which slash a dot segment leads back to must not depend on which of several somebody has escaped.
  ['decode-slashes-at-dots', (text) => text.replace(SLASH_AT_DOTS, '/')],
  ['backslash', (text) => text.replaceAll('\\', '/')],
  ['parameters', (text) => text.replace(/;[^/]*/g, '')],
  ['cut', (text) => text.replace(/[?#].*/s, '')],
  // Each by itself: decoded together with the other before it, it would not be where the path is cut.
  ['cut', (text) => text.replace(/%(?:25)*23.*/s, '')],
  ['cut', (text) => text.replace(/%(?:25)*3f.*/is, '')],
  ['merge-slashes', (text) => text.replace(/\/{2,}/g, '/')],
  // A backslash beside a slash is one of them to whoever takes it for a slash, also where another one stays.
  ['merge-slashes', (text) => text.replace(/[/\\]{2,}/g, '/')],
  ['dot-segments', resolveDots],
  // Where only some are escaped, somebody may resolve those before a name and leave those behind it.
  ['dot-segments', resolveFirstDots],
  ['trailing-dots', (text) => eachSegment(text, trimDots)],
  ['trailing-dots', (text) => eachSegment(text, cutAtBlank)],
  ['nfkc', (text) => text.normalize('NFKC')],
]

/** An escaped slash before or behind a segment of one or two dots. */
const SLASH_AT_DOTS = /%2f(?=\.{1,2}(?:\/|%2f|$))|(?<=(?:\/|%2f)\.{1,2})%2f/gi

/** The path of a target: what stands before its query. */
export function pathOf(target: string): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

/**
 * What makes a target no request of anybody: no leading slash, bytes that may not stand in one, `%` without
 * two digits. `undefined` of one that may be read.
 *
 * @param target - path and query, byte for byte as they came; untrusted
 * @param path - {@link pathOf} it
 */
export function checkTarget(target: string, path: string): Invalid | undefined {
  if (target.charCodeAt(0) !== 0x2f) return 'no-leading-slash'
  if (/[^\x21-\x7e]/.test(path)) return 'raw-byte'
  if (target.length > path.length && /[\0-\x20\x7f]/.test(target)) return 'raw-byte'
  return /%(?![0-9a-f]{2})/i.test(path) ? 'percent' : undefined
}

/**
 * Whether every reader takes a path for the same one, so that it has one reading: no escape, nothing that
 * anybody cuts, merges or resolves.
 */
export function hasOneReading(path: string): boolean {
  return ONE_READING.test(path)
}

/** Segments of ordinary characters that do not end in a dot; empty is the last one alone. */
const ONE_READING = /^(?:\/(?:[\w!$&'()*+,:=@~-]|\.(?=[^/.]))+)*\/?$/

/** All readings of a path, each step taken of every other: the path as it came is the first. */
export function readingsOf(path: string): readonly Reading[] | Invalid {
  const readings: Reading[] = [{ text: path, by: undefined, from: undefined }]
  const seen = new Set([path])
  let characters = path.length
  try {
    for (const from of readings) {
      for (const [by, step] of STEPS) {
        const text = step(from.text)
        if (seen.has(text)) continue
        seen.add(text)
        characters += text.length
        if (seen.size > MAX_READINGS || characters > MAX_CHARACTERS) return 'too-many-readings'
        readings.push({ text, by, from })
      }
    }
  } catch (error) {
    if (error instanceof Unreadable) return error.reason
    throw error
  }
  return readings
}

/**
 * Whether a path is plain enough to be opened to everybody: it says the same before and after one decoding.
 *
 * @param path - as it came; {@link checkTarget} has passed it
 */
export function isPlain(path: string): boolean {
  if (/%2f/i.test(path)) return false
  const decoded = decode(path, /(?:%[0-9a-f]{2})+/gi)
  return !/[%\\;#?\p{Cc}]|\/\//u.test(decoded) && !/\/[.\s]+(?:\/|$)/.test(decoded)
}

/** Decodes what is escaped, and leaves a `%` that escapes nothing: so do lenient readers, the second time. */
function decode(text: string, escapes: RegExp): string {
  const decoded = text.replace(escapes, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      throw new Unreadable('utf-8')
    }
  })
  if (/\p{Cc}/u.test(decoded)) throw new Unreadable('control')
  return decoded
}

/** @see RFC 3986, section 5.2.4 */
function resolveDots(text: string): string {
  if (!/\/\.{1,2}(?:\/|$)/.test(text)) return text
  const kept: string[] = []
  const segments = text.split('/')
  const last = segments.length - 1
  segments.forEach((segment, place) => {
    if (segment === '..') {
      if (kept.length > 1) kept.pop()
    } else if (segment !== '.') {
      kept.push(segment)
      return
    }
    if (place === last) kept.push('')
  })
  return kept.join('/')
}

/** Resolves the first dot segment alone. */
function resolveFirstDots(text: string): string {
  const found = /\/\.{1,2}(?=\/|$)/.exec(text)
  if (found === null) return text
  const end = found.index + found[0].length
  const resolved = resolveDots(text.slice(0, end))
  return end === text.length ? resolved : resolved.slice(0, -1) + text.slice(end)
}

const eachSegment = (text: string, change: (segment: string) => string): string =>
  text.split('/').map(change).join('/')

/**
 * Some file systems do so with a name; of a segment of dots they drop the blanks alone. What is a segment of dots once
 * all of it is decoded is one however many of its dots are escaped: file systems see no escapes.
 */
function trimDots(segment: string): string {
  let end = segment.length
  while (end > 0 && (segment[end - 1] === '.' || segment[end - 1]?.trim() === '')) end--
  return ONLY_DOTS.test(segment) ? segment.replace(/\s/g, '') : segment.slice(0, end)
}

/** A dot segment with a blank and more dots behind it, of which others make more dots. */
const cutAtBlank = (segment: string): string =>
  /^\.{1,2}\s[.\s]*$/.test(segment) ? segment.replace(/\s.*/s, '') : segment

/** Dots and blanks, escaped to whatever depth. */
const ONLY_DOTS = /^(?:[.\s]|%(?:25)*(?:2e|20))*$/i
