/**
 * Options and variables about sessions that are more than single values: where they live, and what the
 * word of LazyCat's ingress is worth.
 */
import { existsSync } from 'node:fs'
import {
  CLIENT_SOURCE,
  DATA_DIRECTORY,
  SOURCE_HEADER,
  VARIABLE,
  VARIABLE_PREFIX,
} from 'catflap-lazycat/facts'
import { shown } from '../errors.ts'
import type { StoreAddress } from '../store/open-store.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import { type Environment, readSetting, readUsed, unusable, VARIABLES } from './environment.ts'
import type { LoginOptions } from './login-options.ts'

/** @param problems - grows where the address is of no kind that there is */
export function readStoreAddress(
  environment: Environment,
  problems: ConfigurationProblem[],
): StoreAddress {
  const { value = '' } = readUsed(environment, 'store', problems) ?? {}
  if (value === 'memory:') return { kind: 'memory' }
  if (/^rediss?:\/\//.test(value) && URL.canParse(value)) return { kind: 'redis', url: value }
  const directory = readUsed(environment, 'dataDirectory', problems)?.value ?? defaultDirectory()
  if (value === '') return { kind: 'lmdb', directory }
  problems.push({
    kind: 'invalid',
    variable: VARIABLES.store[0],
    // The value may hold a password, so it is not repeated.
    seen: 'an address of another kind',
    fix: {
      en: 'Must be memory:, redis://… or rediss://…; leave it out for the data directory.',
      zh: '必须是 memory:、redis://… 或 rediss://…；不设置则使用数据目录。',
    },
  })
  return { kind: 'memory' }
}

/** On a box the one directory that outlives the container, elsewhere one beside the app. */
const defaultDirectory = (): string =>
  existsSync(DATA_DIRECTORY.value) ? `${DATA_DIRECTORY.value}/catflap` : '.catflap'

/** Whose word counts, and for which box. */
export interface IngressSettings {
  /** The values of `X-HC-SOURCE` that are taken. */
  readonly sources: readonly string[]
  readonly boxDomain: string
}

type SessionOptions = NonNullable<LoginOptions['session']>

const PATH = 'session.acceptIngressUser'
/** One value of the header as the ingress sends it; a list or a pattern is none. */
const SOURCE = /^[\w.:-]{1,128}$/

/**
 * Whether a session follows the ingress's user, and whether that user is taken without one.
 *
 * @param origin - of the app: the ingress is in front of its domain and of no other
 * @param problems - grows by whatever is found wrong
 */
export function readIngress(
  environment: Environment,
  { acceptIngressUser: accept, followIngressUser: follow }: SessionOptions,
  origin: string,
  problems: ConfigurationProblem[],
): {
  readonly followIngressUser: boolean
  readonly acceptIngressUser: IngressSettings | undefined
} {
  const isBoxes = readSetting(environment, 'issuer')?.variable.startsWith(VARIABLE_PREFIX.value)
  const preset = follow ?? isBoxes ?? false
  if (accept === undefined || accept === false) {
    return { followIngressUser: preset, acceptIngressUser: undefined }
  }
  const sources = readSources(accept)
  if (sources === undefined) {
    const en = `Must be true, false, or { sources } with one or more values of ${SOURCE_HEADER.value}, each written out: ${EXAMPLES}.`
    const zh = `必须是 true、false，或者 { sources }，其中逐个写出要接受的 ${SOURCE_HEADER.value} 值：${EXAMPLES}。`
    problems.push({ kind: 'invalid', variable: PATH, seen: shown(accept), fix: { en, zh } })
  }
  if (follow === false) problems.push(NOT_FOLLOWED)
  const [appDomain, boxDomain] = [VARIABLE.appDomain.name, VARIABLE.boxDomain.name].map((name) => {
    const seen = unusable(environment[name])
    if (seen !== undefined) problems.push(absent(name, seen))
    return seen === undefined ? environment[name]?.trim() : undefined
  })
  const host = hostOf(origin)
  if (appDomain !== undefined && host !== '' && appDomain.toLowerCase() !== host) {
    problems.push(elsewhere(appDomain, host))
  }
  return {
    followIngressUser: true,
    acceptIngressUser: { sources: sources ?? [], boxDomain: boxDomain ?? '' },
  }
}

const EXAMPLES = "'client', 'app:self', 'app:dev.example.agent'"

function readSources(accept: unknown): readonly string[] | undefined {
  if (accept === true) return [CLIENT_SOURCE.value]
  const { sources } = (accept ?? {}) as { readonly sources?: unknown }
  if (!Array.isArray(sources) || sources.length === 0) return undefined
  const isSource = (one: unknown): boolean => typeof one === 'string' && SOURCE.test(one)
  return sources.every(isSource) ? [...sources] : undefined
}

const NOT_FOLLOWED: ConfigurationProblem = {
  kind: 'invalid',
  variable: 'session.followIngressUser',
  seen: 'false',
  fix: {
    en: `Leave it out: with ${PATH} a session of another person than the ingress names must never apply.`,
    zh: `请删除：使用 ${PATH} 时，lzc-ingress 指明的用户与会话不是同一人，该会话绝不能有效。`,
  },
}

const absent = (variable: string, seen: string): ConfigurationProblem => ({
  kind: 'missing',
  variable,
  seen,
  fix: {
    en: `A box puts it into every container; without a box nothing vouches for the headers of its ingress, and anybody can send them. Leave ${PATH} out, or run the app on a box or with catflap-devbox.`,
    zh: `微服会把它放进每个容器；没有微服，就没有谁为 lzc-ingress 的请求头担保，任何人都能发送。请删除 ${PATH}，或者在微服上、用 catflap-devbox 运行应用。`,
  },
})

const elsewhere = (appDomain: string, host: string): ConfigurationProblem => ({
  kind: 'invalid',
  variable: PATH,
  seen: shown(`the redirect URI is on ${host}, the ingress in front of ${appDomain}`),
  fix: {
    en: 'Only at its own domain on the box the ingress is in front of an app: leave the redirect URI to the variables, or leave the option out.',
    zh: '只有在微服给应用的域名上，前面才有 lzc-ingress：请不要另设回调地址，或者删除这个选项。',
  },
})

const hostOf = (origin: string): string => (origin === '' ? '' : new URL(origin).host)
