/** Chinese or English: by the choice made before, by the browser's preference. */
import { splitList } from 'catflap-forward'
import { readCookie } from '../http/request.ts'

/** Languages of the pages. */
export type Language = 'en' | 'zh'

/** Cookie that remembers an explicit choice. */
export const LANGUAGE_COOKIE = 'catflap-devbox-lang'

/** The language that a browser's headers ask for: the choice made before, else its preference. */
export function readLanguage(headers: {
  readonly cookie?: string | undefined
  readonly 'accept-language'?: string | undefined
}): Language {
  return (
    parseLanguage(readCookie(headers.cookie, LANGUAGE_COOKIE)) ??
    parsePreference(headers['accept-language'] ?? '')
  )
}

/** A language by its name, such as the value of `?lang=`. */
export function parseLanguage(text: string | null | undefined): Language | undefined {
  return text === 'zh' || text === 'en' ? text : undefined
}

function parsePreference(header: string): Language {
  const ranges = header.split(',').map((range) => {
    const [tag = '', ...rest] = splitList(range.toLowerCase(), ';')
    const weight = rest.map((part) => /^q=([\d.]+)/.exec(part)?.[1]).find(Boolean)
    return { language: parseLanguage(tag.split('-')[0]), weight: Number(weight ?? 1) || 0 }
  })
  const known = ranges.filter(({ language, weight }) => language !== undefined && weight > 0)
  return known.sort((a, b) => b.weight - a.weight)[0]?.language ?? 'en'
}
