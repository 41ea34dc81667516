/** Command line of `catflap init` to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import type { Language } from '../../pages/language.ts'
import { FRAMEWORK_NAMES, type FrameworkName } from './frameworks.ts'

/** Ways in which a box starts the app. */
export type Start = 'service' | 'exec'

/** What the command line asks for. An answer that is absent is asked for or derived. */
export interface InitArguments {
  readonly help: boolean
  readonly id: string | undefined
  readonly framework: FrameworkName | undefined
  readonly start: Start | undefined
  /** Ask nothing. */
  readonly yes: boolean
  readonly dryRun: boolean
  /** Replace files that are there. */
  readonly force: boolean
  readonly language: Language | undefined
}

const OPTIONS = {
  id: { type: 'string' },
  framework: { type: 'string' },
  start: { type: 'string' },
  yes: { type: 'boolean', short: 'y', default: false },
  'dry-run': { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads what follows `init` on the command line. */
export function parseInitArguments(
  argv: readonly string[],
): InitArguments | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS })
    return {
      help: values.help,
      id: values.id,
      framework: oneOf('framework', FRAMEWORK_NAMES, values.framework),
      start: oneOf('start', ['service', 'exec'], values.start),
      yes: values.yes,
      dryRun: values['dry-run'],
      force: values.force,
      language: oneOf('lang', ['zh', 'en'], values.lang),
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's message goes on with advice that does not fit here.
    return { problem: error.message.split(/\. |\n/)[0] ?? '' }
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
