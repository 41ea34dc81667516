/** Command line to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import { SETTING_OPTIONS } from '../settings/parse.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly command: 'serve' | 'check' | 'doctor'
  /** What stands behind the command. */
  readonly operands: readonly string[]
  /** Of the session that `check` is about, by commas; `undefined` for nobody signed in. */
  readonly sessionGroups: string | undefined
  readonly json: boolean
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
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(SETTING_OPTIONS.map((name) => [name, { type: 'string' } as const])),
        config: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        'session-groups': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
    const { config, lang, help, version, json, 'dry-run': dryRun, ...more } = values
    const { 'session-groups': sessionGroups, ...rest } = more
    const [command, ...operands] = positionals
    if (command !== undefined && command !== 'check' && command !== 'doctor') {
      return { problem: `there is no command "${command}"; there are check and doctor` }
    }
    if (command !== 'check' && sessionGroups !== undefined) {
      return { problem: '--session-groups belongs to the command check' }
    }
    if (command === undefined && json === true) {
      return { problem: '--json belongs to the commands check and doctor' }
    }
    if (command === 'doctor' && operands.length > 0) return { problem: 'doctor takes options only' }
    if (operands.length > 2) return { problem: 'check takes a method and an address' }
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      return { problem: `--lang must be zh or en, not "${lang}"` }
    }
    return {
      command: command ?? 'serve',
      operands,
      sessionGroups: typeof sessionGroups === 'string' ? sessionGroups : undefined,
      json: json === true,
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
