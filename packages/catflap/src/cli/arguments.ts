/** Command line to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import type { Language } from '../pages/language.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly show: 'help' | 'version' | 'doctor'
  /** Path of lzc-manifest.yml. */
  readonly manifest: string | undefined
  /** Path of a file of variables, which win over those of the process. */
  readonly envFile: string | undefined
  readonly json: boolean
  /** Chosen by `--lang`. */
  readonly language: Language | undefined
}

/** A command line that cannot be followed. */
export interface Misuse {
  readonly problem: string
}

const OPTIONS = {
  manifest: { type: 'string' },
  'env-file': { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const

/** Reads the command line. */
export function parseArguments(argv: readonly string[]): Arguments | Misuse {
  try {
    const parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
    const { values, positionals } = parsed
    const { lang, manifest, json } = values
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      return { problem: `--lang must be zh or en, not "${lang}"` }
    }
    const rest: Omit<Arguments, 'show'> = {
      manifest,
      envFile: values['env-file'],
      json,
      language: lang,
    }
    if (values.version) return { show: 'version', ...rest }
    // Without a command nobody knows what is wanted, so all there is to want is shown.
    if (values.help || positionals.length === 0) return { show: 'help', ...rest }
    const [command, stray] = positionals
    if (command !== 'doctor') return { problem: `unknown command "${command}"` }
    if (stray !== undefined) return { problem: `unexpected "${stray}"` }
    return { show: 'doctor', ...rest }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's message goes on with advice that does not fit here.
    return { problem: error.message.split(/\. |\n/)[0] ?? '' }
  }
}
