/**
 * Which language a person reads.
 */
import { cookieValue } from '../protocol/cookie.ts'
import { stripBlanks } from '../protocol/header.ts'

/** The languages of every page and error. */
export type Language = 'en' | 'zh'

/**
 * The language of a cookie named `lang`, which an app's switch may set; else the one the browser
 * prefers; else English.
 *
 * @param header - reads a request header by its lower-case name
 */
export function pickLanguage(header: (name: string) => string | null | undefined): Language {
  const chosen = cookieValue(header('cookie') ?? undefined, 'lang')
  if (chosen === 'zh' || chosen === 'en') return chosen
  const preferred = (header('accept-language') ?? '')
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item.toLowerCase().split(';').map(stripBlanks)
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return { tag, quality: q === undefined ? 1 : Number(q.slice(2)) || 0 }
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.quality - a.quality)[0]
  return preferred?.tag.startsWith('zh') ? 'zh' : 'en'
}
