/** The injects of a manifest: what the ingress does for them, and a word about each that it does not. Pure. */
import { INJECT_PHASES } from 'catflap-lazycat/facts'
import {
  type HeaderChange,
  type Inject,
  type InjectRules,
  isBearable,
  isSendable,
  MOST_CHANGES,
  MOST_INJECTS,
  MOST_RULES,
  type PageInject,
} from '../box/inject.ts'
import type { Sentence } from '../language/sentences.ts'
import { readHeaderScript } from './inject-script.ts'
import { readPageScripts } from './page-scripts.ts'
import { type Section, toSwitch } from './yaml.ts'

/** What the ingress does, and what is left out. */
export interface Injects {
  readonly injects: readonly Inject[]
  readonly pageInjects: readonly PageInject[]
  readonly leftOut: readonly Sentence[]
}

type Fields = Readonly<Record<string, unknown>>
type Read =
  | { readonly kind: 'headers'; readonly inject: Inject }
  | { readonly kind: 'page'; readonly inject: PageInject }
  | { readonly kind: 'left'; readonly id: string; readonly why: Sentence }

/** Reads the injects; one that is not as it should be is left out, and stops nothing. */
export function readInjects({ values }: Section): Injects {
  const entries: readonly unknown[] = Array.isArray(values.injects) ? values.injects : []
  const injects: Inject[] = []
  const pageInjects: PageInject[] = []
  const leftOut: Sentence[] = []
  for (const [index, entry] of entries.slice(0, MOST_INJECTS).entries()) {
    const fields = isFields(entry) ? entry : {}
    const read = readInject(fields, nameOf(fields, index))
    if (read.kind === 'page') pageInjects.push(read.inject)
    else if (read.kind === 'left') leftOut.push(leftInject(read.id, read.why))
    else if (isBearable([...injects, read.inject])) injects.push(read.inject)
    else leftOut.push(leftInject(nameOf(fields, index), TOO_MUCH))
  }
  if (entries.length > MOST_INJECTS) leftOut.push(leftRest(entries.length - MOST_INJECTS))
  return { injects, pageInjects, leftOut }
}

function readInject(fields: Fields, id: string): Read {
  const on = fields.on ?? INJECT_PHASES.value[0]
  const rules = readRules(fields)
  const left = (why: Sentence): Read => ({ kind: 'left', id, why })
  if ([fields.when, fields.unless].some(isTooMuch)) return left(MANY_RULES)
  if (on === 'browser') {
    if (rules === undefined) return left(NOT_COMPLETE)
    const scripts = readPageScripts(fields.do)
    if ('en' in scripts) return left(scripts)
    const name = typeof fields.id === 'string' ? fields.id : id
    return { kind: 'page', inject: { ...rules, id: name, scripts } }
  }
  const changes = readHeaderScripts(fields.do)
  if ((on !== 'request' && on !== 'response') || rules === undefined || changes === undefined) {
    return left(NOT_HEADERS)
  }
  const inject: Inject = { ...rules, on, changes }
  return isSendable(inject) ? { kind: 'headers', inject } : left(NOT_HEADERS)
}

function readRules(fields: Fields): InjectRules | undefined {
  const when = readTexts(fields.when)
  const unless = readTexts(fields.unless ?? [])
  const { auth_required: auth = true, prefix_domain: prefix } = fields
  const authRequired = toSwitch(auth)
  if (when === undefined || when.length === 0 || unless === undefined) return undefined
  if (authRequired === undefined) return undefined
  if (prefix !== undefined && typeof prefix !== 'string') return undefined
  return { when, unless, authRequired, prefixDomain: prefix || undefined }
}

/** A text, or a list of entries with `src` and `params`; all of them are read, or none. */
function readHeaderScripts(value: unknown): readonly HeaderChange[] | undefined {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [{ src: value }]
  const changes = entries.map((entry) => {
    if (!isFields(entry) || typeof entry.src !== 'string') return undefined
    return readHeaderScript(entry.src, isFields(entry.params) ? entry.params : {})
  })
  const read = changes.flatMap((some) => some ?? [])
  return changes.includes(undefined) || read.length === 0 ? undefined : read
}

function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.every((rule) => typeof rule === 'string') ? value : undefined
}

const isTooMuch = (value: unknown): boolean => Array.isArray(value) && value.length > MOST_RULES

const MANY_RULES: Sentence = {
  en: `it has more than ${MOST_RULES} rules`,
  zh: `它的规则超过 ${MOST_RULES} 条`,
}
const NOT_COMPLETE: Sentence = { en: 'it is not complete', zh: '它不完整' }
const NOT_HEADERS: Sentence = {
  en: 'it does more than ctx.headers.set, add and del with fixed texts, or is not complete',
  zh: '它不只是用 ctx.headers.set、add、del 设置固定的文本，或者不完整',
}
const TOO_MUCH: Sentence = {
  en: `there would be more than ${MOST_CHANGES} changes of headers, or too much text in them`,
  zh: `请求头的改动超过 ${MOST_CHANGES} 处，或其中的文本过长`,
}

function leftInject(id: string, { en, zh }: Sentence): Sentence {
  return { en: `The inject ${id} is left out: ${en}.`, zh: `忽略 inject ${id}：${zh}。` }
}

function leftRest(count: number): Sentence {
  return {
    en: `${count} more injects are left out: an app may have ${MOST_INJECTS}.`,
    zh: `另有 ${count} 个 inject 被忽略：一个应用最多 ${MOST_INJECTS} 个。`,
  }
}

function nameOf({ id }: Fields, index: number): string {
  return typeof id === 'string' ? JSON.stringify(id.slice(0, 80)) : `[${index}]`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
