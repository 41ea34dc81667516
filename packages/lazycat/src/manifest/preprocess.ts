/**
 * What lzc-cli does to a manifest before it packs it: `#@build` blocks and `#@build include`. Shared by the
 * check and by whoever runs a project. Pure; never throws.
 *
 * What is left out becomes space, so that places stay true; only included text has a place of its own,
 * which is that of its line.
 */
import { MANIFEST_BYTES } from '../text/limits.ts'
import { find, itemsOf, textOf } from './node.ts'
import { parseManifest } from './parse.ts'

/** Whom a package is built for. */
export type Profile = 'release' | 'dev'

/** What a manifest is built with. */
export interface BuildSettings {
  readonly profile: Profile
  /** Values for `env.NAME=value`; see {@link buildVariables}. */
  readonly env: Readonly<Record<string, string>>
  /** The text of a file beside the manifest; `undefined` when it cannot be read. */
  readonly include?: ((path: string) => string | undefined) | undefined
}

/** A directive that cannot be followed. */
export interface BuildFault {
  /** Offset in the source. */
  readonly offset: number
  readonly kind: 'condition' | 'word' | 'open' | 'stray' | 'include'
}

/** A manifest as it is packed. */
export interface Preprocessed {
  readonly text: string
  readonly faults: readonly BuildFault[]
  /** Where in the source an offset of the text comes from, and whether it stands there itself. */
  origin(offset: number): { readonly at: number; readonly own: boolean }
}

const DIRECTIVE = /^[ \t]*#@build[ \t]+(\w+)(.*)$/s
const MOST_INCLUDES = 20
const DEEPEST_INCLUDE = 5

interface Piece {
  readonly text: string
  readonly at: number
  readonly own: boolean
}

interface Branch {
  readonly offset: number
  /** Whether what is around it is kept. */
  readonly outer: boolean
  readonly taken: boolean
  readonly keeps: boolean
}

/** Prepares a manifest as lzc-cli would. */
export function preprocessManifest(source: string, settings: BuildSettings): Preprocessed {
  const faults: BuildFault[] = []
  const pieces: Piece[] = []
  const open: Branch[] = []
  const budget = { includes: MOST_INCLUDES, length: MANIFEST_BYTES }
  let at = 0
  for (const line of source.split(/(?<=\n)/)) {
    const [, word, rest = ''] = DIRECTIVE.exec(line)?.map((part) => part.trim()) ?? []
    const keeps = open.at(-1)?.keeps ?? true
    if (word === undefined) pieces.push({ text: keeps ? line : blank(line), at, own: true })
    else {
      pieces.push({ text: blank(line), at, own: true })
      if (word === 'include') {
        const found = keeps ? include(rest, settings, budget, 0) : ''
        const included = found === undefined ? undefined : indent(found, line)
        if (included === undefined) faults.push({ offset: at, kind: 'include' })
        else pieces.push({ text: included, at, own: false })
      } else {
        const kind = follow(open, { word, rest, at, keeps }, settings)
        if (kind !== undefined) faults.push({ offset: at, kind })
      }
    }
    at += line.length
  }
  faults.push(...open.map(({ offset }) => ({ offset, kind: 'open' as const })))
  return { text: pieces.map(({ text }) => text).join(''), faults, origin: createOrigin(pieces) }
}

/** Opens, turns or closes a branch; says what is wrong with the directive. */
function follow(
  open: Branch[],
  { word, rest, at, keeps }: { word: string; rest: string; at: number; keeps: boolean },
  settings: BuildSettings,
): BuildFault['kind'] | undefined {
  if (word === 'if') {
    const holds = judge(rest, settings)
    const taken = holds === true
    open.push({ offset: at, outer: keeps, taken, keeps: keeps && taken })
    return holds === undefined ? 'condition' : undefined
  }
  if (word !== 'else' && word !== 'end') return 'word'
  const last = open.pop()
  if (last === undefined) return 'stray'
  if (word === 'else') open.push({ ...last, keeps: last.outer && !last.taken, taken: true })
  return undefined
}

/** Whether a condition holds; `undefined` for what is none. */
function judge(condition: string, { profile, env }: BuildSettings): boolean | undefined {
  const [, name = '', value = ''] = /^([\w.]+)[ \t]*=[ \t]*(.*)$/.exec(condition) ?? []
  if (name === 'profile') return value === profile
  const variable = /^env\.(\w+)$/.exec(name)?.[1]
  if (variable === undefined) return undefined
  return (Object.hasOwn(env, variable) ? env[variable] : '') === value
}

/** The text of a file, with its own includes and conditions; `undefined` when it cannot be had. */
function include(
  path: string,
  settings: BuildSettings,
  budget: { includes: number; length: number },
  depth: number,
): string | undefined {
  if (depth >= DEEPEST_INCLUDE || budget.includes-- <= 0) return undefined
  const text = settings.include?.(path)
  if (text === undefined || text.length > budget.length) return undefined
  budget.length -= text.length
  let failed = false
  const inner = preprocessManifest(text, {
    ...settings,
    include: (next) => {
      const found = include(next, settings, budget, depth + 1)
      failed ||= found === undefined
      return found
    },
  })
  return failed || inner.faults.length > 0 ? undefined : inner.text
}

const blank = (line: string): string => line.replaceAll(/[^\r\n]/g, ' ')

/** Included lines stand as deep as the line that asked for them; `undefined` when that is too much. */
function indent(text: string, directive: string): string | undefined {
  const space = /^[ \t]*/.exec(directive)?.[0] ?? ''
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`
  const lines = ended.match(/^(?=.)/gm)?.length ?? 0
  if (ended.length + lines * space.length > MANIFEST_BYTES) return undefined
  return ended.replaceAll(/^(?=.)/gm, space)
}

function createOrigin(pieces: readonly Piece[]): Preprocessed['origin'] {
  if (pieces.every(({ own }) => own)) return (offset) => ({ at: offset, own: true })
  return (offset) => {
    let start = 0
    for (const { text, at, own } of pieces) {
      if (offset < start + text.length) return { at: own ? at + offset - start : at, own }
      start += text.length
    }
    const last = pieces.at(-1)
    return { at: (last?.at ?? 0) + (last?.own ? last.text.length : 0), own: last?.own ?? true }
  }
}

/** The variables of `envs` in lzc-build.yml; later texts win. */
export function buildVariables(builds: readonly string[]): Readonly<Record<string, string>> {
  const entries = builds.flatMap((text) =>
    itemsOf(find(parseManifest(text).root, 'envs')).flatMap((node) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(textOf(node) ?? '') ?? []
      return name === undefined || value === undefined ? [] : [[name, value] as const]
    }),
  )
  return Object.fromEntries(entries)
}
