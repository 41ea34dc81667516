/** Command line to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import { SETTING_OPTIONS } from '../settings/parse.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly show: 'help' | 'version' | 'nothing'
  /** Whether settings are checked and shown only. */
  readonly dryRun: boolean
  /** Name of the file with settings. */
  readonly config: string | undefined
  readonly language: 'en' | 'zh' | undefined
  /** Settings by option. */
  readonly settings: Readonly<Record<string, string | undefined>>
}

/** Reads the command line. */
export function parseArguments(argv: readonly string[]): Arguments | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...Object.fromEntries(SETTING_OPTIONS.map((name) => [name, { type: 'string' } as const])),
        config: { type: 'string' },
        lang: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
    const { config, lang, help, version, 'dry-run': dryRun, ...rest } = values
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      return { problem: `--lang must be zh or en, not "${lang}"` }
    }
    return {
      show: help === true ? 'help' : version === true ? 'version' : 'nothing',
      dryRun: dryRun === true,
      config: typeof config === 'string' ? config : undefined,
      language: lang,
      settings: rest as Arguments['settings'],
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's message goes on with advice that does not fit here.
    return { problem: error.message.split(/\. |\n/)[0] ?? '' }
  }
}
