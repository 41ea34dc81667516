/** Command line to a plain value, or to the one thing wrong with it. */
import { parseArgs } from 'node:util'
import { TOKEN_LIFETIME } from 'catflap-lazycat/facts'
import { isFaultName } from '../faults/switch.ts'
import type { Language } from '../language/language.ts'
import { DEFAULT_CLIENT_ID, type DevboxOptions, LOOPBACK } from '../options.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly show: 'help' | 'version' | 'faults' | 'nothing'
  readonly options: DevboxOptions
  /** Where the app listens: what `PORT` says to it, and what its redirect URI has. */
  readonly appPort: number
  readonly printEnvironment: boolean
  /** What to start once the box is up; empty for nothing. */
  readonly command: readonly string[]
  /** Chosen by `--lang`. */
  readonly language: Language | undefined
}

/** A command line that cannot be followed. */
export interface Misuse {
  readonly problem: string
}

const OPTIONS = {
  port: { type: 'string', default: '5006' },
  host: { type: 'string' },
  'app-port': { type: 'string' },
  'redirect-path': { type: 'string', default: '/callback' },
  'redirect-uri': { type: 'string' },
  'client-id': { type: 'string' },
  ingress: { type: 'boolean', default: false },
  https: { type: 'boolean', default: false },
  'public-path': { type: 'string', multiple: true },
  dex: { type: 'string', default: '2.45' },
  'refresh-tokens': { type: 'boolean', default: false },
  'reuse-interval': { type: 'string', default: '0' },
  'access-token-lifetime': { type: 'string', default: String(TOKEN_LIFETIME.value) },
  'refresh-token-lifetime': { type: 'string', default: '0' },
  fault: { type: 'string', multiple: true },
  'auto-approve': { type: 'string' },
  'print-env': { type: 'boolean', default: false },
  'list-faults': { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const

/**
 * Reads the command line; what follows `--` is the command to start.
 *
 * @param env - the caller's environment, whose `PORT` is the app's where no option names another
 */
export function parseArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Arguments | Misuse {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const command = argv.slice(end + 1)
  try {
    const { values } = parseArgs({ args: argv.slice(0, end), options: OPTIONS })
    const { lang } = values
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      throw new TypeError(`--lang must be zh or en, not "${lang}"`)
    }
    if (values['print-env'] && command.length > 0) {
      throw new TypeError('--print-env does not go with a command')
    }
    const unknown = (values.fault ?? []).filter((name) => !isFaultName(name))
    if (unknown.length > 0) {
      throw new TypeError(`unknown fault "${unknown.join('", "')}"; --list-faults names them all`)
    }
    const appPort = parseAppPort(values, env.PORT?.trim() || undefined)
    return {
      show: wanted(values),
      options: toOptions(values, appPort),
      appPort,
      printEnvironment: values['print-env'],
      command,
      language: lang,
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { problem: error.message }
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function wanted(values: Values): Arguments['show'] {
  if (values.help) return 'help'
  if (values.version) return 'version'
  return values['list-faults'] ? 'faults' : 'nothing'
}

/**
 * The one port of the app. Of `--app-port` and `PORT` either will do, and of two that differ neither; where
 * there is none, a redirect URI on this computer tells it. Only `--app-port` may differ from such a redirect
 * URI: then something else stands in front of the app.
 */
function parseAppPort(values: Values, variable: string | undefined): number {
  const option = values['app-port']
  const redirectPort = portOf(values['redirect-uri'])
  const given = option === undefined ? undefined : parseOwnPort('--app-port', option)
  const inherited = variable === undefined ? undefined : parseOwnPort('PORT', variable)
  if (given !== undefined && inherited !== undefined && given !== inherited) {
    throw new TypeError(`--app-port is ${given} and PORT is ${inherited}; the app has one port`)
  }
  if (given !== undefined) return given
  if (inherited !== undefined && redirectPort !== undefined && inherited !== redirectPort) {
    throw new TypeError(
      `PORT is ${inherited} and --redirect-uri leads to port ${redirectPort}; ` +
        `if something there passes requests on to the app, say --app-port ${inherited} too`,
    )
  }
  return inherited ?? redirectPort ?? 5005
}

/** The port of a redirect URI on this computer, over plain http as an app itself speaks it. */
function portOf(uri: string | undefined): number | undefined {
  if (uri === undefined || !URL.canParse(uri)) return undefined
  const { protocol, hostname, port } = new URL(uri)
  if (protocol !== 'http:' || !LOOPBACK.includes(hostname)) return undefined
  return port === '' ? 80 : Number(port)
}

/** A port that somebody can be sent to. */
function parseOwnPort(name: string, text: string): number {
  const port = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new TypeError(`${name} must be a port from 1 to 65535, not "${text}"`)
}

function toOptions(values: Values, appPort: number): DevboxOptions {
  const path = values['redirect-path']
  if (!/^\/[\x21-\x7e]*$/.test(path)) {
    throw new TypeError(`--redirect-path must begin with "/", not "${path}"`)
  }
  const { host } = values
  const clientId = values['client-id']
  const autoApprove = values['auto-approve']
  return {
    port: parsePort('port', values.port),
    ...registration(values, appPort, path),
    dex: parseDex(values.dex),
    refreshTokens: values['refresh-tokens'],
    reuseInterval: parseWhole('reuse-interval', values['reuse-interval']),
    accessTokenLifetime: parseWhole('access-token-lifetime', values['access-token-lifetime']),
    refreshTokenLifetime: parseWhole('refresh-token-lifetime', values['refresh-token-lifetime']),
    faults: (values.fault ?? []).filter(isFaultName),
    ...(host !== undefined && { host }),
    ...(clientId !== undefined && { clientId }),
    ...(autoApprove !== undefined && { autoApprove }),
  }
}

/** With an ingress the app is registered under its domain, else where it listens. */
function registration(values: Values, appPort: number, path: string): DevboxOptions {
  const publicPaths = values['public-path'] ?? []
  const redirectUri = values['redirect-uri']
  if (!values.ingress && !values.https) {
    if (publicPaths.length > 0) throw new TypeError('--public-path needs --ingress or --https')
    return { redirectUri: redirectUri ?? `http://127.0.0.1:${appPort}${path}` }
  }
  if (redirectUri !== undefined) {
    throw new TypeError('--redirect-uri does not go with --ingress or --https')
  }
  const target = { kind: 'http', origin: `http://127.0.0.1:${appPort}`, path: '' } as const
  const packageId = values['client-id'] ?? DEFAULT_CLIENT_ID
  return {
    https: values.https,
    redirectPath: path,
    app: {
      packageId,
      name: packageId,
      subdomain: 'app',
      multiInstance: false,
      owner: undefined,
      publicPaths,
      routes: [{ prefix: '/', target, trimPrefix: true, useBackendHost: false }],
    },
  }
}

/** A port number from the command line. @throws TypeError */
export function parsePort(name: string, text: string): number {
  const port = parseWhole(name, text)
  if (port > 65_535) throw new TypeError(`--${name} must be at most 65535, not ${text}`)
  return port
}

function parseDex(text: string): '2.45' | 'next' {
  if (text === '2.45' || text === 'next') return text
  throw new TypeError(`--dex must be 2.45 or next, not "${text}"`)
}

function parseWhole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new TypeError(`--${name} must be a whole number, not "${text}"`)
  }
  return Number(text)
}
