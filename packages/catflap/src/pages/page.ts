/**
 * The frame of the library's few pages: one style, nothing from elsewhere, and no script but our own,
 * each known to the page's policy by its hash.
 */
import { createHash } from 'node:crypto'
import { CLOCK } from './clock.ts'
import type { Language } from './language.ts'

const STYLE = `:root{color-scheme:light dark;--paper:#faf8f5;--ink:#26211c;--soft:#6b6259;--line:#e3dcd3;--accent:#9a4a16}
@media(prefers-color-scheme:dark){:root{--paper:#191614;--ink:#efe9e2;--soft:#a89e93;--line:#38322c;--accent:#f0a36b}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:38rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem}p{margin:.5rem 0;overflow-wrap:anywhere}
h2{font-size:1rem;margin:1rem 0 .25rem}ol{margin:.25rem 0 1rem;padding-left:1.5rem}li{margin:.25rem 0;overflow-wrap:anywhere}
dl{margin:1.75rem 0 0;padding:1rem 0;border:solid var(--line);border-width:1px 0;font-size:.9rem}dt{color:var(--soft)}dd{margin:0 0 .6rem;overflow-wrap:anywhere;font-family:Consolas,Menlo,monospace}
:lang(zh) dd{font-family:"Noto Sans Mono CJK SC","Sarasa Mono SC","Source Han Mono SC",Consolas,Menlo,monospace}
.act{display:inline-block;margin:1rem .75rem 0 0;padding:.55rem 1.1rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--paper);font:inherit;text-decoration:none;cursor:pointer}
.act.quiet{background:none;color:var(--accent)}.act:focus-visible{outline:3px solid var(--accent);outline-offset:2px}form{display:inline}`

// Browsers that find no icon ask for /favicon.ico, which is no path of ours, and Firefox complains that
// the policy forbids it. An empty one is asked of nobody.
const ICON = '<link rel="icon" href="data:,">'

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** A script of ours, which the page's policy knows by its hash, and what it is told, by `dataset`. */
export interface OwnScript {
  readonly text: string
  readonly hash: string
  readonly data?: Readonly<Record<string, string>>
}

/** Makes a script known, once. */
export const ownScript = (text: string): OwnScript => ({ text, hash: hashOf(text) })

const TIMES = ownScript(CLOCK)

/** Headers of every page of ours. `same-origin` keeps `Origin` on our own forms. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  vary: 'Accept, Accept-Language, Cookie',
}

/** Makes text safe inside HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}

/** Makes text safe inside HTML; instants in it, in seconds since the epoch, also as people read them. */
export function escapeWithTimes(text: string): string {
  return escapeHtml(text).replace(/(?<![\w.;&#-])\d{10}(?![\w.-])/g, (seconds) => {
    const [day, clock] = new Date(Number(seconds) * 1000).toISOString().split(/T|\.000Z/)
    return `${seconds} (<time datetime="${day}T${clock}Z">${day} ${clock} UTC</time>)`
  })
}

/** What a page shows. */
export interface PageContent {
  readonly title: string
  /** HTML; whatever it holds of others has been escaped. */
  readonly body: string
  /** Address to which the browser goes on by itself. */
  readonly next?: string
  /** Seconds after which it does; at once if left out. */
  readonly rest?: number
  /** Goes on in place of that, where scripts run. */
  readonly script?: OwnScript
}

/** Makes a page. */
export function page(language: Language, status: number, content: PageContent): Response {
  const { title, body, next, rest = 0 } = content
  const meta = `<meta http-equiv="refresh" content="${rest};url=${escapeHtml(next ?? '')}">`
  const scripted = content.script === undefined ? meta : `<noscript>${meta}</noscript>`
  const refresh = next === undefined ? '' : scripted
  const script = content.script ?? (body.includes('<time ') ? TIMES : undefined)
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${ICON}${refresh}<title>${escapeHtml(title)}</title><style>${STYLE}</style>${script === undefined ? '' : element(script)}</head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
  const policy = script === undefined ? POLICY : `${POLICY}; script-src ${script.hash}`
  return new Response(html, {
    status,
    headers: { ...HEADERS, 'content-security-policy': policy },
  })
}

function element({ text, data = {} }: OwnScript): string {
  const told = Object.entries(data).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
  return `<script${told.join('')}>${text}</script>`
}
