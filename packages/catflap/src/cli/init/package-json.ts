/** Reads a package.json and extends it: what is there stays, in its order and indentation. */
import { isDeepStrictEqual } from 'node:util'
import { InitError } from './init-error.ts'
import { TROUBLE } from './words.ts'

/** Works on the app, and is no part of it. */
export const DEVBOX = 'catflap-devbox'

type Values = Readonly<Record<string, string>>

/** The parts of a package.json that matter here; all others are carried along. */
export interface PackageJson {
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
  readonly scripts: Values
  readonly dependencies: Values
  readonly devDependencies: Values
}

/** What a project has to have; whatever is there already wins. */
export interface Additions {
  readonly name: string
  readonly type: 'module' | undefined
  readonly engines: Values
  readonly scripts: Values
  readonly dependencies: Values
  readonly devDependencies: Values
}

/** Parses a package.json. @throws InitError when it is not one */
export function parsePackageJson(text: string): PackageJson {
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new InitError(TROUBLE.notJson())
  }
  if (!isRecord(data)) throw new InitError(TROUBLE.wrongPart('package.json'))
  const record = data
  const part = (key: string): Values => {
    const value = record[key] ?? {}
    if (isRecord(value) && Object.values(value).every((one) => typeof one === 'string')) {
      return value as Values
    }
    throw new InitError(TROUBLE.wrongPart(key))
  }
  if (record.name !== undefined && typeof record.name !== 'string') {
    throw new InitError(TROUBLE.wrongPart('name'))
  }
  part('engines')
  return {
    text,
    data: record,
    scripts: part('scripts'),
    dependencies: part('dependencies'),
    devDependencies: part('devDependencies'),
  }
}

/** The text of a package.json with the additions; unchanged when it has them all. */
export function extendPackageJson(found: PackageJson | undefined, added: Additions): string {
  const { name, type, ...parts } = added
  const before: Record<string, unknown> = found
    ? { ...found.data }
    : { name, version: '0.1.0', private: true }
  const after = moveDevbox(before)
  if (type !== undefined && after.type === undefined) after.type = type
  for (const [key, values] of Object.entries(parts)) {
    const present = (after[key] ?? {}) as Values
    const missing = Object.entries(values).filter(([one]) => present[one] === undefined)
    if (missing.length > 0) after[key] = { ...present, ...Object.fromEntries(missing) }
  }
  if (found !== undefined && isDeepStrictEqual(before, after)) return found.text
  return write(after, found?.text ?? '')
}

/** The devbox is not to be packed with the app; `npm install` without `-D` had put it there. */
function moveDevbox(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { [DEVBOX]: version, ...dependencies } = (data.dependencies ?? {}) as Values
  if (version === undefined) return { ...data }
  const devDependencies = { ...(data.devDependencies as Values | undefined), [DEVBOX]: version }
  return { ...data, dependencies, devDependencies }
}

/** The JSON in the manner of the text that it replaces. */
function write(data: unknown, like: string): string {
  const indent = /^\uFEFF?\s*\{\s*?\n([ \t]+)/.exec(like)?.[1] ?? '  '
  const json = `${JSON.stringify(data, null, indent)}${like === '' || like.endsWith('\n') ? '\n' : ''}`
  return like.includes('\r\n') ? json.replaceAll('\n', '\r\n') : json
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
