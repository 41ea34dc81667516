/** The command's course: arguments, files, checks, report, exit code. */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { examine, type Outcome, type Text, worst } from '../doctor/doctor.ts'
import type { Environment } from '../environment.ts'
import type { Language } from '../pages/language.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { ownTerminal, runInit } from './init/init.ts'
import { writeReport } from './report.ts'
import { HELP, misuse, readLocale, unreadable } from './words.ts'

/** What the command touches outside itself. */
export interface Io {
  readonly env: Environment
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether `out` is a terminal. */
  readonly tty: boolean
}

const EXIT: Readonly<Record<Outcome, number>> = { ok: 0, warning: 1, problem: 2 }

/** Runs the command. @returns the exit code; 2 for a command line that cannot be followed, too. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === 'init') return runInit(argv.slice(1), { ...io, ...ownTerminal(io.tty) })
  const parsed = parseArguments(argv)
  const locale = readLocale(io.env)
  if ('problem' in parsed) return complain(io, locale, misuse(parsed.problem))
  const language = parsed.language ?? locale
  if (parsed.show === 'doctor') return runDoctor(parsed, language, io)
  io.out(parsed.show === 'help' ? HELP[language] : `${readVersion()}\n`)
  return 0
}

async function runDoctor(parsed: Arguments, language: Language, io: Io): Promise<number> {
  const { manifest, envFile, json } = parsed
  const files = [manifest, envFile].map((file) => (file === undefined ? undefined : read(file)))
  for (const file of files) {
    if (typeof file === 'object') return complain(io, language, unreadable(file.file, file.code))
  }
  const [text, variables] = files as (string | undefined)[]
  const environment = { ...io.env, ...(variables === undefined ? {} : parseEnv(variables)) }
  const findings = await examine({
    environment,
    ...(text !== undefined && { manifest: text }),
  })
  const outcome = worst(findings)
  if (json) {
    io.out(`${JSON.stringify({ outcome, findings }, null, 2)}\n`)
  } else {
    const colour = io.tty && !io.env.NO_COLOR
    io.out(writeReport(findings, { language, colour }))
  }
  return EXIT[outcome]
}

function read(file: string): string | { readonly file: string; readonly code: string } {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return { file, code: (error as NodeJS.ErrnoException).code ?? 'unreadable' }
  }
}

function complain(io: Io, language: Language, sentence: Text): number {
  io.err(`${sentence[language]}\n`)
  return 2
}

function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
