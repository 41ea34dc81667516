/**
 * The scripts of injects of the phase `browser`. Here they are texts: they are looked at for what pages
 * cannot be given, and run by nothing but the browser that shows a page of the app.
 */
import { APP_PATHS } from 'catflap-lazycat/facts'
import { MOST_SCRIPT_BYTES, PAGE_BUILTINS, type PageScript } from '../box/inject.ts'
import type { Sentence } from '../language/sentences.ts'

const CONTENT = `${APP_PATHS.value.content}/`

const REASONS = {
  incomplete: { en: 'it is not complete', zh: '它不完整' },
  remote: { en: 'its script comes from another server', zh: '它的脚本来自其他服务器' },
  builtin: { en: 'a box alone has its script', zh: '只有微服才有它的脚本' },
  outside: { en: `its file is not below ${CONTENT}`, zh: `它的文件不在 ${CONTENT} 下` },
  persist: { en: 'nothing is kept by ctx.persist here', zh: '此处不提供 ctx.persist 存储' },
  long: {
    en: `its script is longer than ${MOST_SCRIPT_BYTES / 1024} KiB`,
    zh: `它的脚本超过 ${MOST_SCRIPT_BYTES / 1024} KiB`,
  },
} as const satisfies Readonly<Record<string, Sentence>>

/**
 * Reads the `do` of an inject: a text, or a list of entries with `src` and `params`.
 *
 * @returns all of its scripts, or why none of them is given to a page.
 */
export function readPageScripts(value: unknown): readonly PageScript[] | Sentence {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [{ src: value }]
  if (entries.length === 0) return REASONS.incomplete
  const scripts: PageScript[] = []
  let length = 0
  for (const entry of entries) {
    const read = readEntry(entry)
    if ('en' in read) return read
    length += read.params.length + (read.body.kind === 'text' ? read.body.text.length : 0)
    if (length > MOST_SCRIPT_BYTES) return REASONS.long
    scripts.push(read)
  }
  return scripts
}

function readEntry(entry: unknown): PageScript | Sentence {
  const { src, params = {} } = isFields(entry) ? entry : {}
  if (typeof src !== 'string' || !/[^ \t\r\n]/.test(src) || !isFields(params))
    return REASONS.incomplete
  const text = writeParams(params)
  if (text === undefined) return REASONS.incomplete
  if (text.includes('"$persist"')) return REASONS.persist
  const body = readBody(src)
  if ('en' in body) return body
  return { src: body.kind === 'text' ? 'inline' : src, params: text, body }
}

/** An alias of YAML can make a value that holds itself. */
function writeParams(params: Fields): string | undefined {
  try {
    return JSON.stringify(params)
  } catch {
    return undefined
  }
}

function readBody(src: string): PageScript['body'] | Sentence {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/([^ \t\r\n]*)$/.exec(src) ?? []
  if (scheme === undefined) {
    return /\bctx[ \t\r\n]*\.[ \t\r\n]*persist\b/.test(src)
      ? REASONS.persist
      : { kind: 'text', text: src }
  }
  if (scheme === 'builtin') {
    const name = PAGE_BUILTINS.find((known) => known === rest)
    return name === undefined ? REASONS.builtin : { kind: 'builtin', name }
  }
  if (scheme !== 'file') return REASONS.remote
  if (!rest.startsWith(CONTENT) || rest.split('/').includes('..')) return REASONS.outside
  return { kind: 'file', folder: APP_PATHS.value.content, path: rest.slice(CONTENT.length) }
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
