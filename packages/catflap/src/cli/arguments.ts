/** Command line to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import type { Language } from '../pages/language.ts'
import type { Command, Input } from './command.ts'

/** What the command line asks for. */
export interface Arguments extends Omit<Input, 'language'> {
  readonly show: 'help' | 'version' | 'command'
  /** `undefined` when none is named. */
  readonly command: Command | undefined
  /** Chosen by `--lang`. */
  readonly language: Language | undefined
}

/** A command line that cannot be followed. */
export interface Misuse {
  readonly problem: string
}

const COMMON = {
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const

/** Reads the command line. */
export function parseArguments(
  argv: readonly string[],
  commands: readonly Command[],
): Arguments | Misuse {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => argv[i] === word))
  const args = argv.slice(command?.name.split(' ').length ?? 0)
  const [first] = args
  if (command === undefined && first !== undefined && !first.startsWith('-')) {
    return { problem: unknownCommand(argv, commands) }
  }
  try {
    const options = { ...command?.options, ...COMMON }
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true })
    return check(parsed.values as Input['values'], parsed.positionals, command)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's message goes on with advice that does not fit here.
    return { problem: error.message.split(/\. |\n/)[0] ?? '' }
  }
}

function check(
  values: Input['values'],
  positionals: readonly string[],
  command: Command | undefined,
): Arguments | Misuse {
  const { lang } = values
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
    return { problem: `--lang must be zh or en, not "${lang}"` }
  }
  const stray = positionals[command?.positionals ?? 0]
  if (stray !== undefined) return { problem: `unexpected "${stray}"` }
  const rest = { command, values, positionals, language: lang as Language | undefined }
  if (values.version) return { show: 'version', ...rest }
  // Without a command nobody knows what is wanted, so all there is to want is shown.
  return { show: values.help || command === undefined ? 'help' : 'command', ...rest }
}

/** `manifest` alone is the beginning of a command, so the rest is named. */
function unknownCommand(argv: readonly string[], commands: readonly Command[]): string {
  const [first = ''] = argv
  const begun = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (begun.length === 0) return `unknown command "${first}"`
  return `"${first}" is the beginning of: ${begun.map(({ name }) => name).join(', ')}`
}
