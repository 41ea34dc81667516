/** Chinese or English: by `?lang=`, by the choice made before, by the browser's preference. */
import { splitList } from '../http/blanks.ts'
import { type BoxRequest, readCookie } from '../http/request.ts'

/** Languages of the pages. */
export type Language = 'en' | 'zh'

/** Cookie that remembers an explicit choice. */
export const LANGUAGE_COOKIE = 'catflap-devbox-lang'

/** The language a request asks for in so many words. */
export function readChoice(request: BoxRequest): Language | undefined {
  return parseLanguage(request.query.get('lang'))
}

/** The language to answer in. */
export function readLanguage(request: BoxRequest): Language {
  return (
    readChoice(request) ??
    parseLanguage(readCookie(request.headers.cookie, LANGUAGE_COOKIE)) ??
    parsePreference(request.headers['accept-language'] ?? '')
  )
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

function parseLanguage(text: string | null | undefined): Language | undefined {
  return text === 'zh' || text === 'en' ? text : undefined
}
