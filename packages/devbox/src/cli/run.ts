/** The command's course: arguments, box, banner, app, exit code. */
import { readFileSync } from 'node:fs'
import { mergeAppEnvironment } from '../box/app-process.ts'
import { describeUnresolved, findUnresolved, localNames } from '../box/names.ts'
import { createDevbox, type Devbox } from '../devbox.ts'
import { describeNames } from '../https/names.ts'
import { describeTrust } from '../https/trust.ts'
import type { Language } from '../language/language.ts'
import { readLocale } from '../language/sentences.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { runCommand, untilStopped } from './child.ts'
import { complain, type Io } from './io.ts'
import { runApp } from './run-app.ts'
import { describeBox, exportLines, listFaults } from './text.ts'
import { HELP, LABELS, TROUBLE } from './words.ts'

/** Runs the command. @returns the exit code: 2 for a bad option, 1 for any other failure. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === 'run') return runApp(argv.slice(1), io)
  const parsed = parseArguments(argv, io.env)
  const locale = readLocale(io.env)
  if ('problem' in parsed) return complain(io, locale, TROUBLE.misuse(parsed.problem), 2)
  const language = parsed.language ?? locale
  const text = textFor(parsed, language)
  if (text !== undefined) {
    io.out(text)
    return 0
  }
  const box = await start(parsed, language, io)
  if (typeof box === 'number') return box
  try {
    return await attend(box, parsed, language, io)
  } finally {
    await box.close()
  }
}

function textFor({ show }: Arguments, language: Language): string | undefined {
  if (show === 'help') return HELP[language]
  if (show === 'faults') return listFaults(language)
  return show === 'version' ? `${readVersion()}\n` : undefined
}

async function start(parsed: Arguments, language: Language, io: Io): Promise<Devbox | number> {
  try {
    return await createDevbox(parsed.options)
  } catch (error) {
    const { message, code, path = '' } = error as NodeJS.ErrnoException
    if (error instanceof TypeError) return complain(io, language, TROUBLE.misuse(message), 2)
    if (code === 'AUTHORITY_UNUSABLE') return complain(io, language, TROUBLE.noAuthority(path), 1)
    const port = String(parsed.options.port)
    const sentence = code === 'EADDRINUSE' ? TROUBLE.inUse(port) : TROUBLE.notAllowed(message)
    return complain(io, language, sentence, 1)
  }
}

async function attend(box: Devbox, parsed: Arguments, language: Language, io: Io): Promise<number> {
  const banner = describeBox(box, `${box.appOrigin}/`, language)
  const { authority } = box
  if (authority?.created) io.err(`${describeTrust(authority.file, io.platform, language)}\n`)
  io.err(describeNames([box.origin, box.appOrigin], io.platform, language))
  const unresolved = await findUnresolved(localNames(box.environment))
  if (unresolved.length > 0) io.err(`${describeUnresolved(unresolved)[language]}\n`)
  if (parsed.command.length > 0) {
    io.out(banner)
    return startCommand(
      parsed.command,
      { ...mergeAppEnvironment(io.env, box), PORT: String(parsed.appPort) },
      language,
      io,
    )
  }
  if (parsed.printEnvironment) {
    io.err(banner)
    io.out(exportLines({ ...box.environment, ...box.appEnvironment, PORT: String(parsed.appPort) }))
  } else {
    io.out(`${banner}  ${LABELS.hint[language]}\n\n`)
  }
  await untilStopped(io.signals)
  return 0
}

async function startCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  language: Language,
  io: Io,
): Promise<number> {
  try {
    return await runCommand(command, env, io.signals)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const status = code === 'ENOENT' ? 127 : 126
    return complain(io, language, TROUBLE.notStarted(message), status)
  }
}

function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
