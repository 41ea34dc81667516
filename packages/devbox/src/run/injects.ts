/** The injects of a manifest: those that only change headers, and a word about each of the others. Pure. */
import { INJECT_PHASES } from 'catflap-lazycat/facts'
import { type HeaderChange, type Inject, isSendable } from '../box/inject.ts'
import type { Sentence } from '../language/sentences.ts'
import { readHeaderScript } from './inject-script.ts'
import type { AppRoute } from './routes.ts'
import type { Section } from './yaml.ts'

/** What the ingress does, and what is left out. */
export interface Injects {
  readonly injects: readonly Inject[]
  readonly leftOut: readonly Sentence[]
}

type Fields = Readonly<Record<string, unknown>>

/** Reads the injects; one that is not as it should be is left out, and stops nothing. */
export function readInjects({ values }: Section): Injects {
  const entries: readonly unknown[] = Array.isArray(values.injects) ? values.injects : []
  const read = entries.map((entry, index) => {
    const fields = isFields(entry) ? entry : {}
    return { inject: readInject(fields), id: nameOf(fields, index), fields }
  })
  return {
    injects: read.flatMap(({ inject }) => (inject === undefined ? [] : [inject])),
    leftOut: read.flatMap(({ inject, id, fields }) => (inject ? [] : [leftInject(id, fields)])),
  }
}

/** Files are served as they are. */
export function leftOnFiles(
  injects: readonly Inject[],
  routes: readonly AppRoute[],
): readonly Sentence[] {
  const hasFiles = routes.some(({ target }) => target.kind === 'file')
  if (!hasFiles || !injects.some(({ on }) => on === 'response')) return []
  return [
    {
      en: 'Injects of the phase response do nothing to file:// routes here.',
      zh: '此处 response 阶段的 inject 对 file:// 路由不起作用。',
    },
  ]
}

function readInject(fields: Fields): Inject | undefined {
  const on = phaseOf(fields)
  const when = readRules(fields.when)
  const unless = readRules(fields.unless ?? [])
  const { auth_required: authRequired = true, prefix_domain: prefix } = fields
  if ((on !== 'request' && on !== 'response') || typeof authRequired !== 'boolean') return undefined
  if (when === undefined || when.length === 0 || unless === undefined) return undefined
  if (prefix !== undefined && typeof prefix !== 'string') return undefined
  const changes = readScripts(fields.do)
  if (changes === undefined) return undefined
  const inject: Inject = {
    on,
    when,
    unless,
    authRequired,
    prefixDomain: prefix || undefined,
    changes,
  }
  return isSendable(inject) ? inject : undefined
}

/** A text, or a list of entries with `src` and `params`; all of them are read, or none. */
function readScripts(value: unknown): readonly HeaderChange[] | undefined {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [{ src: value }]
  const changes = entries.map((entry) => {
    if (!isFields(entry) || typeof entry.src !== 'string') return undefined
    return readHeaderScript(entry.src, isFields(entry.params) ? entry.params : {})
  })
  const read = changes.flatMap((some) => some ?? [])
  return changes.includes(undefined) || read.length === 0 ? undefined : read
}

function readRules(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.every((rule) => typeof rule === 'string') ? value : undefined
}

function leftInject(id: string, fields: Fields): Sentence {
  const [browser] = INJECT_PHASES.value
  if (phaseOf(fields) === browser) {
    return {
      en: `The inject ${id} is left out: no script runs in pages here.`,
      zh: `忽略 inject ${id}：此处不会在页面中运行脚本。`,
    }
  }
  return {
    en: `The inject ${id} is left out: it does more than ctx.headers.set, add and del with fixed texts, or is not complete.`,
    zh: `忽略 inject ${id}：它不只是用 ctx.headers.set、add、del 设置固定的文本，或者不完整。`,
  }
}

function phaseOf({ on }: Fields): unknown {
  return on ?? INJECT_PHASES.value[0]
}

function nameOf({ id }: Fields, index: number): string {
  return typeof id === 'string' ? JSON.stringify(id) : `[${index}]`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
