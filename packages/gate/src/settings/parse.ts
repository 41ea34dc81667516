/** Settings out of what a person has given, or everything that is wrong with it. */
import { PROXIES } from '../ask/proxies.ts'
import { FIELDS, PRESETS, type Preset, SIGNED_HEADER } from '../identity/headers.ts'
import { parseRules } from '../rules/parse.ts'
import { shown } from '../rules/problem.ts'
import { readIdentity } from './identity.ts'
import {
  address,
  flag,
  headerNames,
  headerOr,
  type Kind,
  networks,
  number,
  oneOf,
  origins,
  place,
  separator,
} from './kinds.ts'
import type { Problem } from './problem.ts'
import type { GateSettings, ParsedSettings } from './settings.ts'
import { type Given, gather, optionOf, type Sources, variableOf } from './sources.ts'

const anything: Kind<unknown> = (value) => ({ value })

/** Every setting by its path, with what it may be. */
const SETTINGS = {
  upstream: address,
  listen: place,
  'auth.listen': place,
  'auth.proxy': oneOf(...PROXIES),
  'auth.trustedProxies': networks,
  operations: place,
  trustedProxies: networks,
  'identity.preset': oneOf(...(Object.keys(PRESETS) as Preset[])),
  'identity.headers': headerNames(FIELDS),
  'identity.groupsSeparator': separator,
  'identity.signed': headerOr(SIGNED_HEADER),
  'identity.accessToken': flag,
  default: anything,
  rules: anything,
  'websockets.origins': origins,
  'websockets.perSession': number(1, 100_000),
  'timeouts.connect': number(0.1, 600, false),
  'timeouts.head': number(0.1, 86_400, false),
  workers: number(1, 256),
  host: oneOf('visitor', 'upstream'),
  authorization: oneOf('remove', 'pass'),
  accessLog: flag,
} as const satisfies Readonly<Record<string, Kind<unknown>>>

type Path = keyof typeof SETTINGS
type ValueOf<P extends Path> = (typeof SETTINGS)[P] extends Kind<infer T> ? T : never

const PATHS = Object.keys(SETTINGS) as Path[]

/** The options of the command that are settings. */
export const SETTING_OPTIONS: readonly string[] = PATHS.map(optionOf)

/** Reads all settings. */
export function parseSettings(sources: Sources): ParsedSettings {
  const problems: Problem[] = []
  const given = gather(sources, PATHS, problems)
  const read = <P extends Path>(path: P): ValueOf<P> | undefined => {
    const found = given.get(path)
    return found === undefined ? undefined : (check(path, found, problems) as ValueOf<P>)
  }
  const rules = parseRules(given.get('rules')?.value, given.get('default')?.value)
  if (rules.problems !== undefined) problems.push(...rules.problems)
  const upstream = read('upstream')
  const listen = read('auth.listen')
  const proxy = read('auth.proxy')
  if (proxy === undefined && given.has('auth.listen')) problems.push(missing('auth.proxy', PROXY))
  if (!given.has('upstream') && !given.has('auth.listen')) problems.push(missing('upstream', APP))
  const authorization = read('authorization') ?? 'remove'
  const settings: Omit<GateSettings, 'rules'> = {
    upstream,
    listen: read('listen') ?? { host: '127.0.0.1', port: 4180 },
    auth: listen && proxy && { listen, proxy, trustedProxies: read('auth.trustedProxies') ?? [] },
    operations: read('operations'),
    trustedProxies: read('trustedProxies') ?? [],
    identity: readIdentity(
      {
        preset: read('identity.preset'),
        headers: read('identity.headers'),
        groupsSeparator: read('identity.groupsSeparator'),
        signed: read('identity.signed'),
        accessToken: read('identity.accessToken'),
      },
      { hasUpstream: given.has('upstream'), authorization },
      problems,
    ),
    websockets: {
      origins: read('websockets.origins') ?? [],
      perSession: read('websockets.perSession') ?? 64,
    },
    timeouts: {
      connect: (read('timeouts.connect') ?? 5) * 1000,
      head: (read('timeouts.head') ?? 60) * 1000,
    },
    workers: read('workers') ?? 1,
    host: read('host') ?? 'visitor',
    authorization,
    accessLog: read('accessLog') ?? true,
  }
  if (problems.length > 0 || rules.rules === undefined) return { problems, rules: rules.rules }
  return { settings: Object.freeze({ ...settings, rules: rules.rules }) }
}

function check(path: Path, { at, value }: Given, problems: Problem[]): unknown {
  const read = SETTINGS[path](value)
  if ('value' in read) return read.value
  const seen = shown(value)
  const { code = 'SETTING_INVALID', fix } = read
  // Somebody may have put a password where an address belongs.
  const hides = seen.includes('@') && path !== 'rules'
  problems.push({ code, at, seen: hides ? 'a value with "@"' : seen, fix })
  return undefined
}

const missing = (path: Path, fix: Problem['fix']): Problem => ({
  code: 'SETTING_MISSING',
  at: path,
  seen: `neither ${path}, --${optionOf(path)} nor ${variableOf(path)}`,
  fix,
})

const APP = {
  en: 'Name the app: --upstream http://127.0.0.1:8000. Or, where a proxy passes requests on itself, set auth.listen and auth.proxy.',
  zh: '请指定应用：--upstream http://127.0.0.1:8000。如果由代理自己转发请求，请设置 auth.listen 和 auth.proxy。',
}
const PROXY = {
  en: `Say which proxy asks: one of ${PROXIES.join(', ')}.`,
  zh: `请说明由哪种代理询问：${PROXIES.join('、')} 之一。`,
}
