/**
 * Instants as people read them: exact in UTC, and from now.
 */
import type { Language } from 'catflap'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** The greatest instant that a `Date` can hold, in seconds. */
const LAST_INSTANT = 8.64e12

/**
 * An instant in UTC, to the second.
 *
 * @param seconds - since the epoch; a provider may have sent it
 */
export function formatInstant(seconds: number): string {
  if (!isInstant(seconds)) return String(seconds)
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

/** True of an instant that a calendar holds. */
export function isInstant(seconds: number): boolean {
  return Math.abs(seconds) <= LAST_INSTANT
}

/** An instant in UTC, to the minute, as it is read where no script knows the person's own zone. */
export function formatClock(seconds: number): string {
  return formatInstant(seconds).replace(/^(.+)T(\d\d:\d\d):\d\dZ$/, '$1 $2 UTC')
}

/** An instant as seen from now, in its largest fitting unit: "in 23 hours". */
export function formatDistance(seconds: number, now: number, language: Language): string {
  const distance = Math.round(seconds - now)
  const [unit, size] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1]
  // "now" instead of "in 0 seconds", but "1 day ago" instead of "yesterday".
  const numeric = distance === 0 ? 'auto' : 'always'
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric })
  return format.format(Math.round(distance / size), unit)
}
