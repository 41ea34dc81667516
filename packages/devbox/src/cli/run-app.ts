/** The course of `catflap-devbox run`: arguments, manifest, box, app, until it is enough. */
import type { Devbox } from '../devbox.ts'
import { describeNames } from '../https/names.ts'
import { describeTrust } from '../https/trust.ts'
import type { Language } from '../language/language.ts'
import { readLocale, type Sentence } from '../language/sentences.ts'
import { type PreparedApp, prepareApp, type RunningApp } from '../run/app.ts'
import { RunError } from '../run/run-error.ts'
import { untilStopped } from './child.ts'
import { complain, type Io } from './io.ts'
import { completeCommandLine, parseRunArguments, type RunArguments } from './run-arguments.ts'
import { openBox } from './run-box.ts'
import { ROOT_WORDS, RUN_HELP, runMessage } from './run-words.ts'
import { describeBox } from './text.ts'
import { TROUBLE } from './words.ts'

/** Runs `catflap-devbox run`. @returns the exit code: 2 for a bad option, 1 for any other failure. */
export async function runApp(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseRunArguments(argv)
  const locale = readLocale(io.env)
  if ('problem' in parsed) return complain(io, locale, TROUBLE.misuse(parsed.problem), 2)
  const language = parsed.language ?? locale
  if (parsed.help) {
    io.out(RUN_HELP[language])
    return 0
  }
  const stopping = new AbortController()
  const stopped = untilStopped(io.signals).then(() => stopping.abort())
  try {
    const app = await prepare(parsed, language, stopping.signal, io)
    let running: RunningApp | undefined
    const box = await openBox(app, parsed, async () => {
      if (running === undefined) return
      await running.restart().catch((error: unknown) => {
        complain(io, language, describe(error, parsed), 1)
        throw error
      })
      box.setApp(running.ingressApp)
    })
    try {
      tellTrust(box, language, io)
      running = await app.start(box)
      box.setApp(running.ingressApp)
      io.out(banner(box, running, language))
      await stopped
      await running.close()
      return 0
    } finally {
      await box.close()
    }
  } catch (error) {
    if (stopping.signal.aborted && !(error instanceof RunError)) return 0
    const status = complain(
      io,
      language,
      describe(error, parsed),
      error instanceof TypeError ? 2 : 1,
    )
    const options = error instanceof RunError ? error.options : []
    if (options.length > 0) io.err(`\n  ${completeCommandLine(argv, options)}\n`)
    return status
  }
}

function tellTrust({ authority, origin, appOrigin }: Devbox, language: Language, io: Io): void {
  if (authority?.created) io.err(`${describeTrust(authority.file, io.platform, language)}\n`)
  io.err(describeNames([origin, appOrigin], io.platform, language))
}

function prepare(
  parsed: RunArguments,
  language: Language,
  signal: AbortSignal,
  io: Io,
): Promise<PreparedApp> {
  return prepareApp({
    ...parsed,
    env: io.env,
    signal,
    tell: (line) => io.err(`${line}\n`),
    find: (finding) => io.err(`${finding[language]}\n`),
    remark: (sentence) => io.err(`${runMessage(sentence)[language]}\n`),
  })
}

function banner(box: Devbox, { rootKind }: RunningApp, language: Language): string {
  return `${describeBox(box, `${box.appOrigin}/`, language)}  ${ROOT_WORDS[rootKind][language]}\n\n`
}

function describe(error: unknown, { port }: RunArguments): Sentence {
  if (error instanceof RunError) return runMessage(error.text)
  const { message, code, path = '' } = error as NodeJS.ErrnoException
  if (error instanceof TypeError) return TROUBLE.misuse(message)
  if (code === 'AUTHORITY_UNUSABLE') return TROUBLE.noAuthority(path)
  return code === 'EADDRINUSE' ? TROUBLE.inUse(String(port)) : TROUBLE.notAllowed(message)
}
