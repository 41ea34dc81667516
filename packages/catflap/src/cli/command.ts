/** What a command of `catflap` is; the table of them is `commands.ts`. */
import type { ParseArgsConfig } from 'node:util'
import type { Environment } from '../configuration/environment.ts'
import type { Text } from '../doctor/doctor.ts'
import type { Language } from '../pages/language.ts'
import type { Terminal } from './init/terminal.ts'

/** What a command touches outside itself. */
export interface Io {
  readonly env: Environment
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether `out` is a terminal. */
  readonly tty: boolean
  /** Directory that paths on the command line are relative to. */
  readonly cwd: string
  /** Opens a conversation with a person; absent when there is none. */
  readonly terminal?: () => Terminal
}

/** A command line that has been read. */
export interface Input {
  /** Of the command's own options; those without a value are booleans. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
  readonly language: Language
}

/** One command. */
export interface Command {
  /** The words after `catflap`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly about: Text
  readonly help: Text
  /** Its options beside `--lang`, `--help` and `--version`, which all have. */
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many further words it takes. */
  readonly positionals: number
  /** @returns the exit code */
  run(input: Input, io: Io): number | Promise<number>
}

/** Says one sentence about a command that cannot be carried out. @returns the exit code */
export function complain(io: Io, language: Language, sentence: Text): 2 {
  io.err(`${sentence[language]}\n`)
  return 2
}
