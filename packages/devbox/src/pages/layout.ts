/** The frame of every page: head, language switch, and the headers that keep it safe. */
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import {
  LANGUAGE_COOKIE,
  type Language,
  parseLanguage,
  readLanguage,
} from '../language/language.ts'
import { type Html, html } from './html.ts'
import { ICON_PATH, STYLE_PATH } from './style.ts'
import { type WordName, wordsIn } from './words.ts'

/** What a page is made with. */
export interface Pen {
  readonly language: Language
  readonly word: (name: WordName) => string
}

/**
 * Makes a page in the language of the request.
 *
 * @param draw - Makes title and content; `wide` gives it the full column.
 * @param place - `elsewhere` when the page is on an address of the app, where only the app has files;
 * `open` when forms may lead to any address and any page may frame it, as Dex lets them.
 */
export function showPage(
  request: BoxRequest,
  box: Box,
  status: number,
  draw: (pen: Pen) => { readonly title: string; readonly body: Html; readonly wide?: boolean },
  {
    elsewhere = false,
    open = false,
  }: { readonly elsewhere?: boolean; readonly open?: boolean } = {},
): Reply {
  const base = elsewhere ? box.origin : ''
  const chosen = parseLanguage(request.query.get('lang'))
  const language = chosen ?? readLanguage(request.headers)
  const word = wordsIn(language)
  const { title, body, wide } = draw({ language, word })
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${word('brand')}</title>
<link rel="icon" href="${base}${ICON_PATH}" type="image/svg+xml">
<link rel="stylesheet" href="${base}${STYLE_PATH}">
</head>
<body>
<header class="bar">
<a class="brand" href="${base}/"><span class="flap" aria-hidden="true"></span>${word('brand')}</a>
${request.method !== 'POST' && !elsewhere && languageLink(request, { language, word })}
</header>
<main class="${wide ? 'wide' : 'narrow'}">
${body}
</main>
</body>
</html>
`
  const choice = elsewhere ? undefined : chosen
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policyFor(box, elsewhere, open),
      'x-content-type-options': 'nosniff',
      // Not no-referrer: that would blank the Origin of our own forms.
      'referrer-policy': 'same-origin',
      ...(choice && {
        'set-cookie': `${LANGUAGE_COOKIE}=${choice}; Path=/; HttpOnly; SameSite=Lax`,
      }),
    },
    body: page.markup,
  }
}

/** Forms may lead to the app too: browsers apply form-action to the redirects after a POST. */
function policyFor(box: Box, elsewhere: boolean, open: boolean): string {
  const apps = box.ingress ? `${box.ingress.scheme}://*.${box.domain}` : box.appOrigin
  const own = elsewhere ? box.origin : "'self'"
  return [
    "default-src 'none'",
    `style-src ${own}`,
    `img-src ${own}`,
    "base-uri 'none'",
    ...(open ? [] : [`form-action 'self' ${apps}`, "frame-ancestors 'none'"]),
  ].join('; ')
}

function languageLink(request: BoxRequest, pen: Pen): Html {
  const query = new URLSearchParams(request.query)
  const other: Language = pen.language === 'zh' ? 'en' : 'zh'
  query.set('lang', other)
  return html`<a class="lang" lang="${other}" href="?${query.toString()}">${pen.word('otherLanguage')}</a>`
}
