/**
 * Reads single settings out of options and environment, and collects what is wrong with them.
 *
 * Values that cannot be used come back as empty stand-ins: the caller throws when there was any
 * problem, so nobody sees them.
 */
import { shown } from '../errors.ts'
import { ALGORITHMS, type SigningAlgorithm } from '../protocol/algorithms.ts'
import {
  AUTHENTICATION_METHODS,
  type AuthenticationMethod,
  type ClientKey,
} from '../protocol/client-authentication.ts'
import { isCookieName } from '../protocol/cookie.ts'
import { parseReturnTo } from '../protocol/return-to.ts'
import { acceptableEndpoint, acceptableUrl, isInternal } from '../protocol/url.ts'
import { parseClientKey, readKeyFile } from './client-key.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import {
  type Environment,
  type Found,
  missingProblem,
  readUsed,
  type Setting,
  unusable,
  VARIABLES,
} from './environment.ts'

/** A checked URL: the exact text, since providers compare it as text, and its parts. */
export interface CheckedUrl {
  readonly text: string
  readonly origin: string
  readonly protocol: string
  /** Empty for the scheme's own. */
  readonly port: string
  readonly pathname: string
}

/** What the names of our cookies begin with unless an option says otherwise. */
const COOKIE_NAME = 'catflap'
/** The least length, in characters, of a secret that seals login transactions. */
const SECRET_LENGTH = 16

/** The settings that are addresses of the provider's endpoints. */
export type EndpointSetting =
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userInfoEndpoint'
  | 'jwksUri'

/** One reader per setting's kind; see the parameters of `LoginOptions`. */
export interface OptionReader {
  /** `preset` is used when neither option nor environment has the setting. */
  text(setting: Setting, option: string | undefined, preset?: string): string
  /** `preset` is used when neither option nor environment has the setting. */
  url(setting: Setting, option: string | undefined, preset?: Found): CheckedUrl | undefined
  /**
   * @param issuer - one on https has endpoints on https alone
   * @param internalIssuer - but for those at this address that only this app calls
   */
  endpoint(
    setting: EndpointSetting,
    issuer: string,
    internalIssuer: string | undefined,
  ): string | undefined
  timeout(option: number | undefined): number
  /** @param timeout - seconds, of one request */
  deadline(option: number | undefined, timeout: number): number
  /** `undefined` when nobody says. */
  algorithms(
    option: readonly SigningAlgorithm[] | undefined,
  ): readonly SigningAlgorithm[] | undefined
  /** `undefined` when nobody says. */
  authentication(option: AuthenticationMethod | undefined): AuthenticationMethod | undefined
  /** From PEM or JWK text; `undefined` when nobody gives one. */
  clientKey(option: string | undefined): ClientKey | undefined
  seconds(path: string, option: number | undefined, preset: number): number
  cookieName(option: string | undefined): string
  secrets(option: readonly string[] | undefined): readonly string[]
  flag(path: string, option: boolean | undefined): boolean
  path(path: string, option: string | undefined, preset: string): string
  /** A path without a slash at its end, which the root has none of. */
  base(path: string, option: string | undefined, preset: string): string
  scopes(option: readonly string[] | undefined): readonly string[] | undefined
}

/**
 * Makes a reader of one environment.
 *
 * @param problems - grows by whatever is found wrong
 */
export function createOptionReader(
  environment: Environment,
  problems: ConfigurationProblem[],
): OptionReader {
  /** What the environment says, where no option does. */
  const read = (setting: Setting, option?: unknown): Found | undefined =>
    option === undefined ? readUsed(environment, setting, problems) : undefined
  const invalid = (variable: string, seen: string, en: string, zh: string): undefined =>
    void problems.push({ kind: 'invalid', variable, seen, fix: { en, zh } })

  /** An option that is given counts, even when it cannot be used: then it is a problem. */
  const find = (setting: Setting, option: unknown): Found | undefined => {
    if (option === undefined) return read(setting)
    const variable = OPTIONS[setting] ?? setting
    if (typeof option === 'string' && unusable(option) === undefined) {
      return { variable, value: option }
    }
    const seen = typeof option === 'string' ? (unusable(option) ?? '') : typeof option
    const en = 'Must be text that is not empty, or left out.'
    return invalid(variable, seen, en, '必须是非空文本，或者不写。') ?? { variable, value: '' }
  }

  const missing = (setting: Setting): undefined =>
    void problems.push(missingProblem(environment, setting))

  const checkUrl = (variable: string, value: string): CheckedUrl | undefined => {
    const url = acceptableUrl(value)
    if (url !== undefined) return { text: value, ...pick(url) }
    const seen = value.includes('@') ? 'an address with "@"' : shown(value)
    return invalid(
      variable,
      seen,
      'Must be an https address without credentials or #; http is accepted for loopback only.',
      '必须是不含用户名密码和 # 的 https 地址；只有本机回环地址可以用 http。',
    )
  }

  return {
    text(setting, option, preset) {
      const found = find(setting, option)
      if (found === undefined && preset !== undefined) return preset
      return (found ?? missing(setting))?.value ?? ''
    },
    url(setting, option, preset) {
      const found = find(setting, option) ?? preset
      if (found === undefined) return missing(setting)
      return found.value === '' ? undefined : checkUrl(found.variable, found.value)
    },
    endpoint(setting, issuer, internalIssuer) {
      const found = read(setting)
      const called = setting !== 'authorizationEndpoint'
      if (found && called && isInternal(found.value, internalIssuer)) return found.value
      const url = found && checkUrl(found.variable, found.value)
      if (found === undefined || url === undefined) return undefined
      if (issuer === '' || acceptableEndpoint(url.text, issuer)) return url.text
      const en =
        'Must be on https, like the issuer: plain http would carry the client secret, here too.'
      return invalid(
        found.variable,
        shown(url.text),
        en,
        '必须与 issuer 一样使用 https：否则客户端密钥会以明文传输，本机也不例外。',
      )
    },
    timeout(option) {
      const found = read('timeout', option)
      const seconds = option ?? (found === undefined ? 10 : Number(found.value) / 1000)
      if (seconds > 0 && seconds <= 600) return seconds
      const variable = option === undefined ? VARIABLES.timeout[0] : 'provider.timeout'
      const en = 'Must be more than 0 and at most 600 seconds (the variable is in milliseconds).'
      const zh = '必须大于 0、不超过 600 秒（环境变量以毫秒为单位）。'
      return invalid(variable, shown(option ?? found?.value), en, zh) ?? 10
    },
    deadline(option, timeout) {
      const preset = Math.max(15, timeout)
      if (option === undefined || (option > 0 && option <= 600)) return option ?? preset
      const en = 'Must be more than 0 and at most 600 seconds.'
      return (
        invalid('provider.deadline', shown(option), en, '必须大于 0、不超过 600 秒。') ?? preset
      )
    },
    algorithms(option) {
      const found = read('algorithms', option)
      const names = option ?? found?.value.split(/[ ,]+/).filter((name) => name !== '')
      if (names === undefined) return undefined
      const wrong = names.filter((name) => !ALGORITHMS.some((known) => known === name))
      if (wrong.length === 0 && names.length > 0) return [...names] as readonly SigningAlgorithm[]
      const variable = option === undefined ? VARIABLES.algorithms[0] : 'provider.algorithms'
      const allowed = ALGORITHMS.join(', ')
      const en = `Name at least one of ${allowed}; "none" and HMAC are never accepted.`
      const zh = `至少写一个：${allowed}；绝不接受 none 和 HMAC。`
      return invalid(variable, shown(wrong), en, zh)
    },
    authentication(option) {
      const name = option ?? read('authentication', option)?.value
      const known = AUTHENTICATION_METHODS.find((method) => method === name)
      if (name === undefined || known !== undefined) return known
      const variable = option === undefined ? VARIABLES.authentication[0] : 'client.authentication'
      const names = AUTHENTICATION_METHODS.join(', ')
      const en = `Must be one of ${names}; leave it out to try what the provider offers.`
      const zh = `必须是 ${names} 之一；不设置则依次尝试身份提供方支持的方式。`
      return invalid(variable, shown(name), en, zh)
    },
    clientKey(option) {
      const file = read('clientKeyFile', option)
      if (option === undefined && file === undefined) return undefined
      const given = file === undefined ? { text: option ?? '' } : readKeyFile(file.value)
      const key = 'text' in given ? parseClientKey(given.text) : undefined
      if (key !== undefined) return key
      // What stands in it is not repeated.
      const seen = 'text' in given ? 'no such key' : `${shown(file?.value)} (${given.code})`
      const en =
        'Must be a private key, PEM without a passphrase or JWK: RSA of 2048 bits or more, P-256, P-384, P-521 or Ed25519.'
      const zh =
        '必须是私钥，PEM（无口令）或 JWK：2048 位以上的 RSA、P-256、P-384、P-521 或 Ed25519。'
      return invalid(file?.variable ?? 'client.privateKey', seen, en, zh)
    },
    seconds(path, option, preset) {
      if (option === undefined || (Number.isInteger(option) && option > 0)) return option ?? preset
      const en = 'Must be a whole number of seconds, 1 or more.'
      return invalid(path, shown(option), en, '必须是不小于 1 的整数秒。') ?? preset
    },
    cookieName(option) {
      if (option === undefined) return COOKIE_NAME
      if (typeof option === 'string' && isCookieName(option)) return option
      const en =
        'Must be letters, digits and other characters of a token, at most 64, without a leading "__" ' +
        'and without "-login-", or "-login", "-completed", "-logout", "-silent" or "-" and a number at the end: such names are given by the library.'
      const zh =
        '必须是字母、数字等 token 字符，最多 64 个；不能以 "__" 开头，不能含 "-login-"，也不能以 "-login"、' +
        '"-completed"、"-logout"、"-silent" 或 "-" 加数字结尾：这些名称由本库使用。'
      return invalid('session.cookieName', shown(option), en, zh) ?? COOKIE_NAME
    },
    secrets(option) {
      const configured = read('secret', option)?.value.split(/[\s,]+/) ?? []
      const list = [...new Set(option ?? configured.filter((secret) => secret !== ''))]
      if (list.some((secret) => secret.length < SECRET_LENGTH)) {
        const variable = option === undefined ? VARIABLES.secret[0] : 'session.secrets'
        const en = `Each secret needs ${SECRET_LENGTH} characters or more, chosen at random.`
        const zh = `每个密钥至少 ${SECRET_LENGTH} 个字符，并且随机生成。`
        invalid(variable, 'a secret that is too short', en, zh)
      }
      return list
    },
    scopes(option) {
      const list = [...(option ?? read('scopes', option)?.value.split(/\s+/) ?? [])]
      const wrong = list.filter((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
      if (wrong.length > 0) {
        const variable = option === undefined ? VARIABLES.scopes[0] : 'client.scopes'
        const en = 'Each scope is one word without quotes and backslashes.'
        invalid(variable, shown(wrong), en, '每个 scope 是一个词，不含引号和反斜杠。')
      }
      return list.length === 0 ? undefined : list
    },
    flag(path, option) {
      if (option === undefined || typeof option === 'boolean') return option ?? false
      return (
        invalid(path, shown(option), 'Must be true or false.', '必须是 true 或 false。') ?? false
      )
    },
    base(path, option, preset) {
      // What the redirect URI says is a guess: one that cannot be used is none.
      if (option === undefined) return isBase(preset) ? preset : ''
      if (isBase(option)) return option
      const en = "Must be a path without / at its end, such as /app, or '' for the root."
      return (
        invalid(path, shown(option), en, "必须是结尾没有 / 的路径，例如 /app；根路径写 ''。") ?? ''
      )
    },
    path(path, option, preset) {
      if (option === undefined || isPlainPath(option)) return option ?? preset
      const en = 'Must be a path of this app, such as /login, without ? and #.'
      return (
        invalid(path, shown(option), en, '必须是本应用的路径，例如 /login，不含 ? 和 #。') ?? preset
      )
    },
  }
}

/** A path that a request's target equals letter by letter: no dot segments, nothing encoded. */
const isPlainPath = (path: string): boolean =>
  /^[\w\-./~]*$/.test(path) && parseReturnTo(path) === path

const isBase = (path: string): boolean => path === '' || (isPlainPath(path) && !path.endsWith('/'))

/** Where the settings are that have an option of their own. */
const OPTIONS: Readonly<Partial<Record<Setting, string>>> = {
  issuer: 'provider.issuer',
  clientId: 'client.id',
  clientSecret: 'client.secret',
  redirectUri: 'client.redirectUri',
  groupsClaim: 'provider.groupsClaim',
}

const pick = ({ origin, protocol, port, pathname }: URL) => ({ origin, protocol, port, pathname })
