/** The answer to a request that the gate itself refuses: a page for a person, problem details for a program. */
import { type HeaderReader, type Language, pickLanguage } from 'catflap'
import { escapeHtml, page, wantsPage } from 'catflap/frame'
import type { GateError, GateErrorCode } from '../errors.ts'
import { gateFactText } from './facts.ts'
import { GATE_TEXTS } from './texts.ts'

const LABELS = {
  en: {
    code: 'Code',
    parameter: 'Where',
    expected: 'Expected',
    seen: 'Seen',
    line: 'Line to set',
    again: 'Open the page again',
  },
  zh: {
    code: '代码',
    parameter: '位置',
    expected: '期望',
    seen: '实际',
    line: '应设置的一行',
    again: '重新打开页面',
  },
} as const

/** What may have passed by itself when the page is asked for again. */
const PASSING: ReadonlySet<GateErrorCode> = new Set([
  'GATE_SOCKETS_TOO_MANY',
  'GATE_UPSTREAM_SLOW',
  'GATE_UPSTREAM_UNREACHABLE',
  'GATE_UPSTREAM_UNUSABLE',
])

/** Seconds after which to ask again, where the outcome could not be told. */
const RETRY_AFTER = '1'

/** Answers a {@link GateError}. @param header - reads the headers of the request that was asked about */
export function refusalResponse(error: GateError, header: HeaderReader): Response {
  const language = pickLanguage(header)
  const response = wantsPage(header) ? pageOf(error, language) : problemOf(error, language)
  response.headers.set('vary', 'Accept, Accept-Language, Cookie, Sec-Fetch-Mode, Sec-Purpose')
  if (error.status === 503) response.headers.set('retry-after', RETRY_AFTER)
  return response
}

/** @see RFC 9457 (problem details) */
function problemOf({ code, status, details }: GateError, language: Language): Response {
  const { title, fix: detail } = GATE_TEXTS[code][language]
  const body = { type: 'about:blank', title, status, detail, code, ...details }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

function pageOf({ code, status, details }: GateError, language: Language): Response {
  const { title, cause, fix } = GATE_TEXTS[code][language]
  const label = LABELS[language]
  const facts = (['parameter', 'expected', 'seen', 'line'] as const).flatMap((name) => {
    const value = details[name]
    if (value === undefined) return []
    return [`<dt>${label[name]}</dt><dd>${escapeHtml(gateFactText(value, language))}</dd>`]
  })
  const again = PASSING.has(code) ? `<a class="act" href="">${label.again}</a>` : ''
  const body =
    `<p>${escapeHtml(cause)}</p><p><strong>${escapeHtml(fix)}</strong></p>${again}` +
    `<dl><dt>${label.code}</dt><dd>${code}</dd>${facts.join('')}</dl>`
  return page(language, status, { title, body })
}
