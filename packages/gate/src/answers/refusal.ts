/** The answer to a request that the gate itself refuses: a page for a person, problem details for a program. */
import { createHash } from 'node:crypto'
import { type HeaderReader, type Language, pickLanguage } from 'catflap'
import type { GateError } from '../errors.ts'
import { GATE_TEXTS } from './texts.ts'

const LABELS = {
  en: { code: 'Code', parameter: 'Where', expected: 'Expected', seen: 'Seen', line: 'Line to set' },
  zh: { code: '代码', parameter: '位置', expected: '期望', seen: '实际', line: '应设置的一行' },
} as const

const STYLE =
  ':root{color-scheme:light dark}body{margin:12vh auto;max-width:38rem;padding:0 1.25rem;' +
  'font:17px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}' +
  'h1{font-size:1.5rem;line-height:1.3}p,dd{overflow-wrap:anywhere}dd{margin:0 0 .6rem;font-family:Consolas,Menlo,monospace}' +
  ':lang(zh) dd{font-family:"Noto Sans Mono CJK SC","Sarasa Mono SC",Consolas,Menlo,monospace}'
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  vary: 'Accept, Accept-Language, Cookie, Sec-Fetch-Mode',
}

/** Seconds after which to ask again, where the outcome could not be told. */
const RETRY_AFTER = '1'

/** Answers a {@link GateError}. @param header - reads the headers of the request that was asked about */
export function refusalResponse(error: GateError, header: HeaderReader): Response {
  const { code, status, details } = error
  const language = pickLanguage(header)
  const text = GATE_TEXTS[code][language]
  const html = header('accept')?.includes('text/html') ?? false
  const body = html
    ? pageOf(error, language)
    : JSON.stringify({
        type: 'about:blank',
        title: text.title,
        status,
        detail: text.fix,
        code,
        ...details,
      })
  const response = new Response(body, { status, headers: HEADERS })
  response.headers.set(
    'content-type',
    html ? 'text/html; charset=utf-8' : 'application/problem+json',
  )
  if (html) {
    const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; frame-ancestors 'none'; base-uri 'none'`
    response.headers.set('content-security-policy', policy)
  }
  if (status === 503) response.headers.set('retry-after', RETRY_AFTER)
  return response
}

function pageOf({ code, details }: GateError, language: Language): string {
  const { title, cause, fix } = GATE_TEXTS[code][language]
  const label = LABELS[language]
  const facts = (['parameter', 'expected', 'seen', 'line'] as const).flatMap((name) => {
    const value = details[name]
    return value === undefined ? [] : [`<dt>${label[name]}</dt><dd>${escapeHtml(value)}</dd>`]
  })
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(cause)}</p><p><strong>${escapeHtml(fix)}</strong></p><dl><dt>${label.code}</dt><dd>${code}</dd>${facts.join('')}</dl></main></body></html>`
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
