/** Command line of `catflap init` to a plain value, or to the one thing wrong with it. */
import type { ParseArgsConfig } from 'node:util'
import type { Input } from '../command.ts'
import { FRAMEWORK_NAMES, type FrameworkName } from './frameworks.ts'

/** Ways in which a box starts the app. */
export type Start = 'service' | 'exec'

/** What the command line asks for. An answer that is absent is asked for or derived. */
export interface InitArguments {
  readonly id: string | undefined
  readonly framework: FrameworkName | undefined
  readonly start: Start | undefined
  /** Ask nothing. */
  readonly yes: boolean
  readonly dryRun: boolean
  /** Replace files that are there. */
  readonly force: boolean
}

/** The options of the command; see `commands/init.ts`. */
export const INIT_OPTIONS: NonNullable<ParseArgsConfig['options']> = {
  id: { type: 'string' },
  framework: { type: 'string' },
  start: { type: 'string' },
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
    return {
      id: text('id'),
      framework: oneOf('framework', FRAMEWORK_NAMES, text('framework')),
      start: oneOf('start', ['service', 'exec'], text('start')),
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
