/** What the caller of `createDevbox` may choose, checked once. */
import type { KeyObject } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { TOKEN_LIFETIME } from 'catflap-lazycat/facts'
import { appProblems, isBoxName } from './box/app-rules.ts'
import type { Settings } from './box/settings.ts'
import { USERS } from './box/users.ts'
import { FAULTS } from './faults/catalogue.ts'

/** Options of `createDevbox`: its settings, each of which may be left out. */
export type DevboxOptions = Partial<Settings>

/** Client id, and package id, of an app that does not say. */
export const DEFAULT_CLIENT_ID = 'dev.catflap.app'

/** Hosts that are this computer, as a URL or an option may name them. */
export const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost', '[::1]']

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
    dex: options.dex ?? '2.45',
    postLogoutRedirectUri: options.postLogoutRedirectUri,
    backChannelLogoutUri: options.backChannelLogoutUri,
    otherClients: options.otherClients ?? [],
    refreshTokens: options.refreshTokens ?? false,
    reuseInterval: options.reuseInterval ?? 0,
    refreshTokenLifetime: options.refreshTokenLifetime ?? 0,
    accessTokenLifetime: options.accessTokenLifetime ?? TOKEN_LIFETIME.value,
    autoApprove: options.autoApprove,
    faults: options.faults ?? [],
    keys: options.keys ?? [],
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
      : `redirectUri must be https, or http on 127.0.0.1, [::1] or localhost, without fragment: "${redirectUri}"`,
  ({ clientId }) => (isVisible(clientId) ? undefined : 'clientId must be visible ASCII'),
  ({ dex }) =>
    dex === '2.45' || dex === 'next' ? undefined : `dex must be 2.45 or next, not "${dex}"`,
  ({ postLogoutRedirectUri, backChannelLogoutUri }) =>
    [postLogoutRedirectUri, backChannelLogoutUri].every(
      (uri) => uri === undefined || isRedirectUri(uri),
    )
      ? undefined
      : 'postLogoutRedirectUri and backChannelLogoutUri must be like redirectUri',
  ({ clientId, otherClients }) => {
    const ids = [clientId, ...otherClients.map(({ id }) => id)]
    const good = otherClients.every(
      ({ id, secret, redirectUri }) => [id, secret].every(isVisible) && isRedirectUri(redirectUri),
    )
    return good && new Set(ids).size === ids.length
      ? undefined
      : 'otherClients need ids of their own and a secret each, in visible ASCII, and a redirect URI like redirectUri'
  },
  ({ accessTokenLifetime: seconds }) =>
    isSeconds(seconds) && seconds > 0
      ? undefined
      : 'accessTokenLifetime must be a positive whole number of seconds',
  ({ reuseInterval: seconds }) =>
    isSeconds(seconds) ? undefined : 'reuseInterval must be a whole number of seconds',
  ({ refreshTokenLifetime: seconds }) =>
    isSeconds(seconds) ? undefined : 'refreshTokenLifetime must be a whole number of seconds',
  ({ keys }) =>
    keys.every(isSigningKey) ? undefined : 'keys must be private RSA keys of 2048 bits or more',
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

const isSigningKey = ({ type, asymmetricKeyType: kind, asymmetricKeyDetails }: KeyObject) =>
  type === 'private' && kind === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048

function isVisible(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text)
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))
}
