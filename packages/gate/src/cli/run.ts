/** What the command does: arguments in, text and an exit code out. */
import { readFileSync } from 'node:fs'
import type { Login } from 'catflap'
import { verificationOf } from '../assertion/signer.ts'
import { createIdentity } from '../identity/identity.ts'
import { createLog, tellEvent } from '../operations/log.ts'
import { createMetrics, type Metrics } from '../operations/metrics.ts'
import { createSockets } from '../operations/sockets.ts'
import { makeLogin, PREFIX } from '../settings/login.ts'
import { parseSettings } from '../settings/parse.ts'
import { describeProblems, type Problem } from '../settings/problem.ts'
import type { GateSettings, ParsedSettings } from '../settings/settings.ts'
import { CONFIG_VARIABLE, readVariable } from '../settings/sources.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { check } from './check.ts'
import { examine } from './doctor.ts'
import { type Serving, start } from './serve.ts'
import { HELP } from './words.ts'

/** What surrounds the command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Tells of `SIGTERM` and `SIGINT`: `process`. */
  readonly signals: Pick<NodeJS.EventEmitter, 'once'>
}

/**
 * Runs the command until it is told to end.
 *
 * @returns the exit code: 0; 2 for a command line or settings that cannot be followed; 1 where listening fails
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const { out, err, env } = around
  const asked = parseArguments(argv)
  if ('problem' in asked) {
    err(`catflap-gate: ${asked.problem}\n`)
    return 2
  }
  if (asked.show !== 'nothing') {
    out(asked.show === 'version' ? `${readVersion()}\n` : HELP[asked.language ?? languageOf(env)])
    return 0
  }
  if (asked.command === 'check') return runCheck(asked, around)
  const made = configure(asked, around)
  if ('problems' in made) {
    err(`${describeProblems(made.problems, asked.language)}\n`)
    return 2
  }
  if (asked.command === 'doctor') {
    const { login, settings } = made
    await login.close()
    const { names } = createIdentity(settings.identity)
    const { listen: auth, proxy } = settings.auth ?? {}
    const site = { origin: login.origin, auth, proxy, names }
    return examine(site, { ...asked, language: asked.language ?? languageOf(env) }, out)
  }
  if (asked.dryRun) {
    out(`${JSON.stringify(describe(made), null, 2)}\n`)
    await made.login.close()
    return 0
  }
  return start(made)
}

/** Everything that is wrong is told at once: with the gate's settings, and with those of its login. */
function configure(
  asked: Arguments,
  { env, out, signals }: Surroundings,
): Serving | { readonly problems: readonly Problem[] } {
  const read = readSettings(asked, env)
  const log = createLog((line) => out(`${line}\n`))
  const sockets = createSockets(read.settings?.websockets.perSession ?? 1)
  const metrics: Metrics = createMetrics(() => sockets.size)
  const tell = tellEvent(log)
  const made = makeLogin({
    environment: env,
    onEvent(event, error) {
      metrics.observeEvent(event)
      tell(event, error)
    },
  })
  const problems = [...(read.problems ?? []), ...(made.problems ?? [])]
  if (read.settings !== undefined && made.login !== undefined) {
    const { settings } = read
    return { settings, login: made.login, log, metrics, sockets, environment: env, signals }
  }
  void made.login?.close()
  return { problems }
}

/** Rules can be asked about without a login, and before there is an app. */
async function runCheck(asked: Arguments, { env, out, err }: Surroundings): Promise<number> {
  const {
    settings,
    rules = settings?.rules,
    problems = [],
  } = {
    rules: undefined,
    ...readSettings(asked, env),
  }
  const wrong = problems.filter(({ code }) => code !== 'SETTING_MISSING')
  if (wrong.length > 0 || rules === undefined) {
    err(`${describeProblems(wrong, asked.language)}\n`)
    return 2
  }
  const language = asked.language ?? languageOf(env)
  return check({ ...asked, language }, { rules, upstream: settings?.upstream }, out)
}

function readSettings(asked: Arguments, env: Surroundings['env']): ParsedSettings {
  const name = asked.config ?? readVariable(env, CONFIG_VARIABLE)
  const file = name === undefined || name === '' ? undefined : readFile(name)
  if (file !== undefined && 'code' in file) return { problems: [file], rules: undefined }
  return parseSettings({ file, options: asked.settings, environment: env })
}

/** What a person wants to see of settings before they are used; no secret. */
function describe({ settings, login }: { settings: GateSettings; login: Login }): object {
  const { rules, ...rest } = settings
  const { issuer, id, redirectUri, backChannelLogoutUri } = login.client
  return {
    ...rest,
    rules: rules.list.map(({ path, access, groups, methods }) => ({
      path,
      access,
      groups,
      methods,
    })),
    default: rules.otherwise.access,
    ...(rest.identity.signed !== undefined && { verify: verificationOf(login, PREFIX) }),
    login: { issuer, clientId: id, redirectUri, backChannelLogoutUri },
  }
}

function readFile(name: string): { readonly name: string; readonly text: string } | Problem {
  try {
    return { name, text: readFileSync(name, 'utf8') }
  } catch (error) {
    return {
      code: 'SETTINGS_UNREADABLE',
      at: name,
      seen: (error as NodeJS.ErrnoException).code ?? 'no file',
      fix: { en: 'Name a file that can be read.', zh: '请指定可以读取的文件。' },
    }
  }
}

const languageOf = ({ LC_ALL, LC_MESSAGES, LANG }: Surroundings['env']): 'en' | 'zh' =>
  (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh' : 'en'

function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
