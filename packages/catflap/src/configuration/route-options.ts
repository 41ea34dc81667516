/**
 * Where the login lives: its paths as a browser sees them, below one base path, and as they reach
 * the app.
 */
import { readLoginParameters } from './authorization-options.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import type { OptionReader } from './option-reader.ts'

/** The option `routes` of `createLogin`. Every path is the whole one that the browser sees. */
export interface RouteOptions {
  /**
   * The path below which the other defaults lie, such as `/app`, or `''` for the root. Default: what
   * stands before `/callback` in the redirect URI, else the root.
   */
  readonly base?: string
  /** Whether the proxy in front takes `base` off each path, so that `/app/login` comes as `/login`. */
  readonly baseStripped?: boolean
  /** Path that starts a login; default `<base>/login`. */
  readonly login?: string
  /** Path that ends a session; default `<base>/logout`. */
  readonly logout?: string
  /**
   * Path at which the provider ends sessions (Back-Channel Logout); default
   * `<base>/backchannel-logout`.
   */
  readonly backChannelLogout?: string
  /** Where a login leads that names no other path; default `<base>/`. */
  readonly afterLogin?: string
  /**
   * Parameters that a link to the login may hand on to the provider. Default: `prompt`, `login_hint`,
   * `acr_values`, `max_age`, `ui_locales`, `kc_idp_hint`. Of these `acr_values` and `max_age` always may, for
   * `Login.challenge`, and `prompt` with `session.silentLogin`.
   */
  readonly loginParameters?: readonly string[]
}

/** The names of {@link RouteOptions}. */
export const ROUTE_OPTIONS: readonly (keyof RouteOptions)[] = [
  'base',
  'baseStripped',
  'login',
  'logout',
  'backChannelLogout',
  'afterLogin',
  'loginParameters',
]

/** The checked paths, as a browser sees them. */
export interface RouteSettings {
  readonly login: string
  readonly callback: string
  readonly logout: string
  readonly backChannelLogout: string
  readonly afterLogin: string
  readonly loginParameters: readonly string[]
  /** What a proxy takes off each path before it reaches the app; mostly nothing. */
  readonly stripped: string
}

/** What every path of ours is by default, below the base. */
const CALLBACK = '/callback'

/**
 * Reads the paths.
 *
 * @param callback - path of the redirect URI; empty when that cannot be used
 * @param problems - grows by whatever is found wrong
 */
export function readRoutes(
  read: OptionReader,
  options: RouteOptions,
  callback: string,
  problems: ConfigurationProblem[],
): RouteSettings {
  const base = read.base('routes.base', options.base, prefixOf(callback))
  const path = (name: 'login' | 'logout' | 'backChannelLogout' | 'afterLogin', preset: string) =>
    read.path(`routes.${name}`, options[name], base + preset)
  const routes = {
    login: path('login', '/login'),
    callback,
    logout: path('logout', '/logout'),
    backChannelLogout: path('backChannelLogout', '/backchannel-logout'),
    afterLogin: path('afterLogin', '/'),
    loginParameters: readLoginParameters(options.loginParameters, problems),
    stripped: read.flag('routes.baseStripped', options.baseStripped) ? base : '',
  }
  const own = [routes.login, callback, routes.logout, routes.backChannelLogout]
  problems.push(...sharedPaths(own))
  if (options.baseStripped === true) problems.push(...outside(base, own))
  return routes
}

/** What stands before our own last segment; of any other redirect URI nobody knows what is the app's. */
const prefixOf = (callback: string): string =>
  callback.endsWith(CALLBACK) ? callback.slice(0, -CALLBACK.length) : ''

/** One path can answer one thing only. */
function sharedPaths(paths: readonly string[]): readonly ConfigurationProblem[] {
  const shared = paths.filter((path, i) => path !== '' && paths.indexOf(path) !== i)
  return shared.map((path) => ({
    kind: 'invalid',
    variable: 'routes',
    seen: `${path}, twice`,
    fix: {
      en: 'Login, logout, back-channel logout and redirect URI need different paths.',
      zh: '登录、退出、后端通道退出和回调地址必须使用不同的路径。',
    },
  }))
}

/** Behind a proxy that takes the base off, what does not lie below it never arrives. */
function outside(base: string, paths: readonly string[]): readonly ConfigurationProblem[] {
  if (base === '') {
    const fix = {
      en: 'There is nothing to strip: set routes.base to the prefix that the proxy takes off, such as /app.',
      zh: '没有可去掉的前缀：请把 routes.base 设为代理去掉的前缀，例如 /app。',
    }
    return [{ kind: 'invalid', variable: 'routes.baseStripped', seen: 'no base', fix }]
  }
  const lost = paths.filter((path) => path !== '' && !path.startsWith(`${base}/`))
  return lost.map((path) => ({
    kind: 'invalid',
    variable: 'routes',
    seen: path,
    fix: {
      en: `Must lie below ${base}/, since the proxy sends the app nothing else (routes.baseStripped).`,
      zh: `必须位于 ${base}/ 之下，因为代理不会把其他路径转给本应用（routes.baseStripped）。`,
    },
  }))
}
