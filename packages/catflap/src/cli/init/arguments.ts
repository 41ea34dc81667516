/** Command line of `catflap init` to a plain value, or to the one thing wrong with it. */
import type { ParseArgsConfig } from 'node:util'
import type { Input } from '../command.ts'
import { FRAMEWORK_NAMES, type FrameworkName } from './frameworks/frameworks.ts'

/** Ways in which a box starts the app. */
export type Start = 'service' | 'exec'

/** The format of an LPK: version 2 has a package.yml and needs lzcos 1.5.0. */
export type Lpk = 'v1' | 'v2'

/** What the command line asks for. An answer that is absent is asked for or derived. */
export interface InitArguments {
  readonly id: string | undefined
  readonly framework: FrameworkName | undefined
  readonly start: Start | undefined
  /** For an app that has no manifest yet. */
  readonly lpk: Lpk | undefined
  /** Put `catflap-gate` in front of a container, instead of giving an app of its own the login. */
  readonly gate: boolean
  /** Ask nothing. */
  readonly yes: boolean
  readonly dryRun: boolean
  /** Replace files of `init`'s own that have been changed. */
  readonly force: boolean
}

/** The options of the command; see `commands/init.ts`. */
export const INIT_OPTIONS: NonNullable<ParseArgsConfig['options']> = {
  id: { type: 'string' },
  framework: { type: 'string' },
  start: { type: 'string' },
  lpk: { type: 'string' },
  gate: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  'dry-run': { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
}

/** Reads the options of `init`. */
export function readInitArguments(
  values: Input['values'],
): InitArguments | { readonly problem: string } {
  const text = (name: string) => values[name] as string | undefined
  try {
    const gate = values.gate === true
    if (gate && (text('framework') ?? text('start')) !== undefined) {
      return { problem: '--gate takes neither --framework nor --start: the app stays as it is' }
    }
    return {
      id: text('id'),
      framework: oneOf('framework', FRAMEWORK_NAMES, text('framework')),
      start: oneOf('start', ['service', 'exec'], text('start')),
      lpk: oneOf('lpk', ['v2', 'v1'], text('lpk')),
      gate,
      yes: values.yes === true,
      dryRun: values['dry-run'] === true,
      force: values.force === true,
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { problem: error.message }
  }
}

function oneOf<const Name extends string>(
  option: string,
  names: readonly Name[],
  value: string | undefined,
): Name | undefined {
  const found = names.find((name) => name === value)
  if (found !== undefined || value === undefined) return found
  const last = names.at(-1)
  throw new TypeError(
    `--${option} must be ${names.slice(0, -1).join(', ')} or ${last}, not "${value}"`,
  )
}
