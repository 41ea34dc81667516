/**
 * The names under which an environment holds the settings: ours, the generic ones, LazyCat's.
 *
 * Decides whether a value can be used at all and spots likely misspellings; what a value must look
 * like is for `options.ts`.
 */
import { MISSPELT_VARIABLES, VARIABLE, VARIABLE_PREFIX } from 'catflap-lazycat/facts'
import type { ConfigurationProblem } from './configuration-error.ts'

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that the environment can supply. */
export type Setting =
  | 'issuer'
  | 'internalIssuer'
  | 'caFile'
  | 'httpProxy'
  | 'httpsProxy'
  | 'noProxy'
  | 'clientId'
  | 'clientSecret'
  | 'authentication'
  | 'clientKeyFile'
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userInfoEndpoint'
  | 'jwksUri'
  | 'redirectUri'
  | 'scopes'
  | 'timeout'
  | 'algorithms'
  | 'groupsClaim'
  | 'secret'
  | 'store'
  | 'dataDirectory'
  | 'appDomain'

/** The names of each setting; the first that has a usable value wins. */
export const VARIABLES: Readonly<Record<Setting, readonly [string, ...string[]]>> = {
  issuer: ['OIDC_ISSUER', VARIABLE.issuer.name],
  internalIssuer: ['OIDC_INTERNAL_ISSUER'],
  caFile: ['OIDC_CA_FILE'],
  // In small letters first, as curl has it.
  httpProxy: ['http_proxy', 'HTTP_PROXY'],
  httpsProxy: ['https_proxy', 'HTTPS_PROXY'],
  noProxy: ['no_proxy', 'NO_PROXY'],
  clientId: ['OIDC_CLIENT_ID', VARIABLE.clientId.name],
  clientSecret: ['OIDC_CLIENT_SECRET', VARIABLE.clientSecret.name],
  authentication: ['OIDC_CLIENT_AUTH_METHOD'],
  clientKeyFile: ['OIDC_CLIENT_KEY_FILE'],
  authorizationEndpoint: ['OIDC_AUTH_URI', VARIABLE.authorizationEndpoint.name],
  tokenEndpoint: ['OIDC_TOKEN_URI', VARIABLE.tokenEndpoint.name],
  userInfoEndpoint: ['OIDC_USERINFO_URI', VARIABLE.userInfoEndpoint.name],
  jwksUri: ['OIDC_JWKS_URI'],
  redirectUri: ['OIDC_REDIRECT_URI'],
  scopes: ['OIDC_SCOPES'],
  timeout: ['OIDC_HTTP_TIMEOUT_MS'],
  algorithms: ['OIDC_ALGORITHMS'],
  groupsClaim: ['OIDC_GROUPS_CLAIM'],
  secret: ['CATFLAP_SECRET'],
  store: ['CATFLAP_STORE'],
  dataDirectory: ['CATFLAP_DATA_DIR'],
  appDomain: [VARIABLE.appDomain.name],
}

/** Names that look right and are never provided, with the name that is. */
const MISSPELLINGS: Readonly<Record<string, string>> = {
  ...MISSPELT_VARIABLES,
  OIDC_ISSUER_URI: 'OIDC_ISSUER',
  OIDC_ISSUER_URL: 'OIDC_ISSUER',
}

/** Why a raw value cannot be used. */
export type Unusable = 'not set' | 'empty' | '<no value>' | 'an unexpanded ${…}'

/** Says why a raw value cannot be used, or `undefined` when it can. */
export function unusable(value: string | undefined): Unusable | undefined {
  if (value === undefined) return 'not set'
  const text = value.trim()
  if (text === '') return 'empty'
  // What Go templates print for an unset value, and what stays of a mapping nobody expanded.
  if (text === '<no value>') return '<no value>'
  if (/^\$\{[^}]*\}$/.test(text)) return 'an unexpanded ${…}'
  return undefined
}

/** A value and the variable that it came from. */
export interface Found {
  readonly variable: string
  readonly value: string
}

/** The first usable value of a setting, trimmed; `undefined` when no name has one. */
export function readSetting(environment: Environment, setting: Setting): Found | undefined {
  for (const variable of VARIABLES[setting]) {
    const value = environment[variable]
    if (value !== undefined && unusable(value) === undefined) {
      return { variable, value: value.trim() }
    }
  }
  return undefined
}

/** A value in quotes: a shell takes them away, many readers of files leave them in it. */
const QUOTED = /^(["'])(.*)\1$/s

/**
 * The same as {@link readSetting}, for a setting that counts: quotes around its value are a problem, since
 * an id or a secret with them is a wrong one that nobody would find.
 *
 * @param problems - grows by quotes around the value, which comes without them
 */
export function readUsed(
  environment: Environment,
  setting: Setting,
  problems: ConfigurationProblem[],
): Found | undefined {
  const found = readSetting(environment, setting)
  const [, , inner] = QUOTED.exec(found?.value ?? '') ?? []
  if (found === undefined || inner === undefined) return found
  problems.push({
    kind: 'invalid',
    variable: found.variable,
    // What stands in them may be a secret.
    seen: 'a value in quotes',
    fix: {
      en: 'Write it without quotes: a shell takes them away, docker’s --env-file and others leave them in the value.',
      zh: '请去掉两端的引号：shell 会去掉它们，而 docker 的 --env-file 等会把它们留在值里。',
    },
  })
  return { variable: found.variable, value: inner }
}

/** Every misspelt variable whose right spelling has no usable value. */
export function misspellings(environment: Environment): readonly ConfigurationProblem[] {
  return Object.entries(MISSPELLINGS)
    .filter(([wrong, right]) => environment[wrong] !== undefined && unusable(environment[right]))
    .map(([wrong, right]) => ({
      kind: 'misspelt',
      variable: wrong,
      seen: `${wrong} is set, ${right} is ${unusable(environment[right])}`,
      fix: {
        en: `Nothing provides or reads ${wrong}: rename it to ${right}.`,
        zh: `平台不提供、程序也不读取 ${wrong}：请改名为 ${right}。`,
      },
    }))
}

/**
 * Says what to write where, for a setting that no variable supplies: with LazyCat's name where
 * there are variables of a box, with the generic one elsewhere.
 */
export function missingProblem(environment: Environment, setting: Setting): ConfigurationProblem {
  const ofBox = setting === 'redirectUri' ? VARIABLES.appDomain[0] : VARIABLES[setting].at(-1)!
  const generic = VARIABLES[setting][0]
  const onBox = Object.keys(environment).some((name) => name.startsWith(VARIABLE_PREFIX.value))
  const variable = onBox ? ofBox : generic
  const line = `- ${ofBox}=$\{${ofBox}}`
  const box = {
    en:
      'On LazyCat: set application.oidc_redirect_path in lzc-manifest.yml and add to ' +
      `application.environment: ${line}.`,
    zh:
      '在懒猫微服上：在 lzc-manifest.yml 中设置 application.oidc_redirect_path，并在 ' +
      `application.environment 中加入：${line}。`,
  }
  const here = onBox ? undefined : ELSEWHERE[setting]
  return {
    kind: 'missing',
    variable,
    seen: unusable(environment[variable]) ?? 'not usable',
    fix: onBox
      ? { en: `${box.en} Elsewhere: set ${generic}.`, zh: `${box.zh}其他环境：设置 ${generic}。` }
      : {
          en: `Set ${generic}.${here?.en ?? ''} ${box.en}`,
          zh: `请设置 ${generic}。${here?.zh ?? ''}${box.zh}`,
        },
  }
}

/** What else helps where there is no box. */
const ELSEWHERE: Readonly<Partial<Record<Setting, { readonly en: string; readonly zh: string }>>> =
  {
    issuer: {
      en: ' To try it on this computer, with catflap-devbox installed, start the app by: npx catflap-devbox -- COMMAND, such as node server.js.',
      zh: '要在本机试用，请安装 catflap-devbox，并这样启动应用：npx catflap-devbox -- 启动命令，例如 node server.js。',
    },
    clientSecret: {
      en: ' A client with a private key: set OIDC_CLIENT_KEY_FILE instead; a public one: OIDC_CLIENT_AUTH_METHOD=none.',
      zh: '以私钥证明自己的客户端：改设 OIDC_CLIENT_KEY_FILE；公开客户端：设 OIDC_CLIENT_AUTH_METHOD=none。',
    },
  }
