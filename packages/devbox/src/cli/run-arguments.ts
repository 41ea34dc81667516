/** The command line of `catflap-devbox run` to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import { USERS } from '../box/users.ts'
import type { Language } from '../language/language.ts'
import { type Misuse, parsePort } from './arguments.ts'

/** What `catflap-devbox run` is asked for. */
export interface RunArguments {
  readonly help: boolean
  /** A folder, a manifest or an LPK. */
  readonly path: string
  readonly profile: 'release' | 'dev'
  readonly uid: string
  readonly parameters: ReadonlyMap<string, string>
  readonly external: readonly string[]
  readonly native: readonly string[]
  readonly state: string | undefined
  readonly port: number
  readonly https: boolean
  /** Runs in place of what is behind the route `/`; empty for nothing. */
  readonly command: readonly string[]
  readonly language: Language | undefined
}

const OPTIONS = {
  profile: { type: 'string', default: 'release' },
  uid: { type: 'string', default: 'alice' },
  param: { type: 'string', multiple: true, default: [] as string[] },
  external: { type: 'string', multiple: true, default: [] as string[] },
  native: { type: 'string', multiple: true, default: [] as string[] },
  state: { type: 'string' },
  port: { type: 'string', default: '5006' },
  https: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads what follows `run`; what follows `--` is the command to run for the app. */
export function parseRunArguments(argv: readonly string[]): RunArguments | Misuse {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(0, end),
      options: OPTIONS,
      allowPositionals: true,
    })
    const { lang, uid, profile } = values
    if (profile !== 'release' && profile !== 'dev') {
      throw new TypeError(`--profile must be release or dev, not "${profile}"`)
    }
    if (positionals.length > 1) throw new TypeError(`one thing to run, not "${positionals[1]}" too`)
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      throw new TypeError(`--lang must be zh or en, not "${lang}"`)
    }
    if (!USERS.some(({ name }) => name === uid)) {
      const names = USERS.map(({ name }) => name).join(', ')
      throw new TypeError(`--uid must be one of ${names}, not "${uid}"`)
    }
    return {
      help: values.help,
      path: positionals[0] ?? '.',
      profile,
      uid,
      parameters: new Map(values.param.map(parseParameter)),
      external: values.external,
      native: values.native,
      state: values.state,
      port: parsePort('port', values.port),
      https: values.https,
      command: argv.slice(end + 1),
      language: lang,
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { problem: error.message }
  }
}

/** The value may be a secret, so a message shows none of it. */
function parseParameter(text: string): [string, string] {
  const cut = text.indexOf('=')
  if (cut < 1) throw new TypeError('--param must be ID=VALUE')
  return [text.slice(0, cut), text.slice(cut + 1)]
}

const isPlain = (word: string): boolean => /^[\w./@%+=:,-]+$/.test(word)
const quote = (word: string): string =>
  isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/**
 * The command line to copy: what was given, and options that were missing. The value of a parameter
 * may be a secret and is not repeated.
 */
export function completeCommandLine(argv: readonly string[], options: readonly string[]): string {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const given = argv.slice(0, end).map((word, index) => {
    const value = argv[index - 1] === '--param' ? word : /^--param=(.*)$/s.exec(word)?.[1]
    if (value === undefined) return word
    return `${word.slice(0, word.length - value.length)}${value.split('=')[0]}=VALUE`
  })
  const words = ['catflap-devbox', 'run', ...given, ...options, ...argv.slice(end)]
  return words.map(quote).join(' ')
}
