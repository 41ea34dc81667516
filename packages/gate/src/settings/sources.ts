/**
 * Where settings come from: a file, variables and options. A variable or option is written as the value
 * would be in the file, so that lists and rules fit into one, too. An option wins over a variable, and
 * that over the file.
 */
import { parseDocument } from 'yaml'
import type { Problem } from './problem.ts'

/** What a person has given. */
export interface Sources {
  /** Name and text of the file. */
  readonly file?: { readonly name: string; readonly text: string } | undefined
  /** By option, such as `auth-listen`. */
  readonly options: Readonly<Record<string, string | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** One value, and where it stood. */
export interface Given {
  readonly at: string
  readonly value: unknown
}

const PREFIX = 'CATFLAP_GATE_'
/** Names the file, so is no setting. */
export const CONFIG_VARIABLE: string = `${PREFIX}CONFIG`
/** Kubernetes and Docker links name their variables so for a service that is called like this one. */
const OTHERS = /^CATFLAP_GATE_(?:PORT|SERVICE)(?:_|$)/

/**
 * What a variable holds; `undefined` of one that is empty. Files of variables leave blanks around a value,
 * and half a line end of Windows behind it. Of several lines the blanks before the first one may matter.
 */
export function readVariable(
  environment: Sources['environment'],
  name: string,
): string | undefined {
  const text = environment[name]
  const value = text?.trim() || undefined
  return value?.includes('\n') ? text : value
}

/** `websockets.perSession` as an option: `websockets-per-session`. */
export const optionOf = (path: string): string =>
  path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('.', '-')

/** The same as a variable: `CATFLAP_GATE_WEBSOCKETS_PER_SESSION`. */
export const variableOf = (path: string): string =>
  PREFIX + optionOf(path).replaceAll('-', '_').toUpperCase()

/**
 * The values that are given for settings.
 *
 * @param paths - of all settings that there are
 * @param problems - grows by what cannot be read, and by what is no setting
 */
export function gather(
  { file, options, environment }: Sources,
  paths: readonly string[],
  problems: Problem[],
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>()
  const root = file === undefined ? undefined : readYaml(file.name, file.text, problems)
  if (root !== undefined && root !== null) walk(root, '', { paths, given, problems })
  for (const path of paths) {
    const [option, variable] = [optionOf(path), variableOf(path)]
    for (const [at, text] of [
      [variable, readVariable(environment, variable)],
      [`--${option}`, options[option]],
    ] as const) {
      if (text === undefined) continue
      const value = readYaml(at, text, problems)
      given.set(path, { at, value })
    }
  }
  const known = new Set([CONFIG_VARIABLE, ...paths.map(variableOf)])
  for (const name of Object.keys(environment)) {
    if (name.startsWith(PREFIX) && !known.has(name) && !OTHERS.test(name)) unknown(name, problems)
  }
  return given
}

interface Walk {
  readonly paths: readonly string[]
  readonly given: Map<string, Given>
  readonly problems: Problem[]
}

function walk(value: unknown, path: string, { paths, given, problems }: Walk): void {
  if (paths.includes(path)) {
    given.set(path, { at: path, value })
    return
  }
  const isGroup = path === '' || paths.some((one) => one.startsWith(`${path}.`))
  if (!isGroup) {
    unknown(path, problems)
    return
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({
      code: 'SETTING_INVALID',
      at: path === '' ? 'gate.yaml' : path,
      seen: typeof value,
      fix: { en: 'Must be a mapping of settings.', zh: '必须是由设置项组成的映射。' },
    })
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    walk(inner, path === '' ? key : `${path}.${key}`, { paths, given, problems })
  }
}

function unknown(at: string, problems: Problem[]): void {
  problems.push({
    code: 'SETTING_UNKNOWN',
    at,
    seen: 'a setting of this name',
    fix: {
      en: 'There is no such setting: remove it, or look for a misspelling.',
      zh: '没有这个设置项：请删除，或检查拼写。',
    },
  })
}

function readYaml(at: string, text: string, problems: Problem[]): unknown {
  const document = parseDocument(text, { uniqueKeys: true })
  const [error] = document.errors
  if (error === undefined) {
    try {
      return document.toJS({ maxAliasCount: 20 })
    } catch {
      // Names that stand for one another without an end.
    }
  }
  const line = error?.linePos?.[0].line
  problems.push({
    code: 'SETTINGS_UNREADABLE',
    at: line === undefined ? at : `${at}:${line}`,
    seen: error?.code ?? 'TOO_MANY_ALIASES',
    fix: { en: 'Must be YAML.', zh: '必须是 YAML。' },
  })
  return undefined
}
