/** The command's course: arguments, the command itself, exit code. */
import { parseArguments } from './arguments.ts'
import { complain, type Io } from './command.ts'
import { COMMANDS } from './commands.ts'
import { readVersion } from './version.ts'
import { COMMON_HELP, helpOf, misuse, readLocale } from './words.ts'

/** Runs the command. @returns the exit code; 2 for a command line that cannot be followed, too. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(argv, COMMANDS)
  const locale = readLocale(io.env)
  if ('problem' in parsed) return complain(io, locale, misuse(parsed.problem))
  const { show, command, values, positionals } = parsed
  const language = parsed.language ?? locale
  if (show === 'command' && command !== undefined) {
    return command.run({ values, positionals, language }, io)
  }
  const help = `${(command?.help ?? helpOf(COMMANDS))[language]}${COMMON_HELP[language]}`
  io.out(show === 'version' ? `${readVersion()}\n` : help)
  return 0
}
