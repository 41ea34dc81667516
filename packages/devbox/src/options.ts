/** What the caller of `createDevbox` may choose, checked once. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { TOKEN_LIFETIME } from 'catflap-lazycat/facts'
import { appProblems, isBoxName } from './box/app-rules.ts'
import type { IngressApp } from './box/ingress-app.ts'
import { USERS } from './box/users.ts'
import { FAULTS } from './faults/catalogue.ts'
import type { FaultName } from './faults/names.ts'

/** Options of `createDevbox`; all durations are seconds. */
export interface DevboxOptions {
  /** Port to listen on; 0, the default, takes any free one. */
  readonly port?: number
  /** Loopback address to listen on: `127.0.0.1` (default), `::1` or `localhost`. */
  readonly host?: string
  /** The one registered redirect URI; http on a loopback host, or https. */
  readonly redirectUri?: string
  /** Also the package id of the app. */
  readonly clientId?: string
  /** Issue refresh tokens for `offline_access`. A box issues none, so the default is false. */
  readonly refreshTokens?: boolean
  /** How long a used refresh token still yields the same successor; default 0. */
  readonly reuseInterval?: number
  /** After this long a refresh token is expired; default 0, never. */
  readonly refreshTokenLifetime?: number
  /** Lifetime of access token and ID Token; default 86400. */
  readonly accessTokenLifetime?: number
  /** Name of the user who is signed in and approves without being asked. */
  readonly autoApprove?: string
  /** Faults active from the start. */
  readonly faults?: readonly FaultName[]
  /** The true time, seconds since the epoch. */
  readonly now?: () => number
  /**
   * Stand in front of this app as the ingress of a box does, at `<subdomain>.<boxName>.localhost`.
   * Then the app's package id is the client id, and `redirectPath` takes the place of `redirectUri`.
   */
  readonly app?: IngressApp
  /** Path of the app's redirect URI; without one the provider does not know the app. */
  readonly redirectPath?: string
  /** Speak TLS, with a certificate of the local authority; needs `app`. */
  readonly https?: boolean
  /** Name of the box, default `devbox`. */
  readonly boxName?: string
  /** Private folder of the local certificate authority; default `~/.catflap-devbox/ca`. */
  readonly authorityFolder?: string
  /** Starts the app again with the variables of that moment; a button of the control page. */
  readonly restartApp?: () => Promise<void>
}

/** Options with every default filled in. */
export type Settings = Readonly<Required<Omit<DevboxOptions, Unset>>> &
  Readonly<{ [Name in Unset]: DevboxOptions[Name] | undefined }>

/** Options whose absence means something. */
type Unset = 'autoApprove' | 'app' | 'redirectPath' | 'restartApp'

/** Client id, and package id, of an app that does not say. */
export const DEFAULT_CLIENT_ID = 'dev.catflap.app'

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost', '[::1]']

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError naming every option at fault.
 */
export function parseOptions(options: DevboxOptions): Settings {
  const settings: Settings = {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    redirectUri: options.redirectUri ?? 'http://127.0.0.1:5005/callback',
    clientId: options.clientId ?? DEFAULT_CLIENT_ID,
    refreshTokens: options.refreshTokens ?? false,
    reuseInterval: options.reuseInterval ?? 0,
    refreshTokenLifetime: options.refreshTokenLifetime ?? 0,
    accessTokenLifetime: options.accessTokenLifetime ?? TOKEN_LIFETIME.value,
    autoApprove: options.autoApprove,
    faults: options.faults ?? [],
    now: options.now ?? (() => Date.now() / 1000),
    app: options.app,
    redirectPath: options.redirectPath,
    https: options.https ?? false,
    boxName: options.boxName ?? 'devbox',
    authorityFolder: options.authorityFolder ?? join(homedir(), '.catflap-devbox', 'ca'),
    restartApp: options.restartApp,
  }
  const problems = [
    ...PROBLEMS.flatMap((rule) => rule(settings) ?? []),
    ...ingressProblems(options, settings),
  ]
  if (problems.length > 0) throw new TypeError(`Devbox options: ${problems.join('; ')}`)
  return settings
}

/** Every rule about options, in the order in which problems are reported. */
const PROBLEMS: readonly ((settings: Settings) => string | undefined)[] = [
  ({ host }) =>
    LOOPBACK.includes(host) && host !== '[::1]'
      ? undefined
      : `host must be a loopback address (127.0.0.1, ::1 or localhost), not "${host}"`,
  ({ port }) =>
    Number.isInteger(port) && port >= 0 && port <= 65_535
      ? undefined
      : `port must be a whole number from 0 to 65535, not ${port}`,
  ({ redirectUri }) =>
    isRedirectUri(redirectUri)
      ? undefined
      : `redirectUri must be https, or http on a loopback host, without fragment: "${redirectUri}"`,
  ({ clientId }) =>
    /^[\x21-\x7e]{1,255}$/.test(clientId) ? undefined : 'clientId must be visible ASCII',
  ({ accessTokenLifetime: seconds }) =>
    isSeconds(seconds) && seconds > 0
      ? undefined
      : 'accessTokenLifetime must be a positive whole number of seconds',
  ({ reuseInterval: seconds }) =>
    isSeconds(seconds) ? undefined : 'reuseInterval must be a whole number of seconds',
  ({ refreshTokenLifetime: seconds }) =>
    isSeconds(seconds) ? undefined : 'refreshTokenLifetime must be a whole number of seconds',
  ({ autoApprove: name }) =>
    name === undefined || USERS.some((user) => user.name === name)
      ? undefined
      : `autoApprove must be one of ${USERS.map((user) => user.name).join(', ')}, not "${name}"`,
  ({ faults }) => {
    const unknown = faults.filter((name) => !Object.hasOwn(FAULTS, name))
    return unknown.length === 0 ? undefined : `unknown fault ${unknown.join(', ')}`
  },
]

/** What is wrong about the ingress. */
function ingressProblems(options: DevboxOptions, settings: Settings): string[] {
  const { app, redirectPath, https, boxName } = settings
  const problems: string[] = []
  if (!isBoxName(boxName)) {
    problems.push(`boxName must be lower-case letters, digits and "-", not "${boxName}"`)
  }
  if (app === undefined) {
    if (https) problems.push('https needs an app')
    if (redirectPath !== undefined) problems.push('redirectPath needs an app')
    return problems
  }
  if (options.redirectUri !== undefined) problems.push('redirectUri does not go with an app')
  if (redirectPath !== undefined && !/^\/[\x21-\x7e]*$/.test(redirectPath)) {
    problems.push(`redirectPath must begin with "/", not "${redirectPath}"`)
  }
  return [...problems, ...appProblems(app)]
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))
}
