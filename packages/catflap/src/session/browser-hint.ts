/**
 * What kind of browser a session belongs to, for its owner to recognise it.
 */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/**
 * Browser and system, such as `Firefox, Linux`; empty when neither is known. Nothing of the header
 * itself is kept.
 *
 * @param userAgent - untrusted
 */
export function browserHint(userAgent: string | null | undefined): string {
  const find = (table: typeof BROWSERS) =>
    table.find(([pattern]) => pattern.test((userAgent ?? '').slice(0, 1000)))?.[1]
  return [find(BROWSERS), find(SYSTEMS)].filter((part) => part !== undefined).join(', ')
}
