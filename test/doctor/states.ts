/** The states in which the doctor is tried, and the checks that may name the cause of each. */

export type State =
  | 'healthy'
  | 'wrong-secret'
  | 'unknown-client'
  | 'unregistered-redirect-uri'
  | 'refused-scope'
  | 'misspelt-issuer'
  | 'provider-away'
  | 'unused-algorithm'
  | 'wrong-clock'

/** A check with its outcome: `:problem`, `:warning` or `:cannot-tell`. */
export type Found = readonly string[]

/** What was found in each state. */
export type FoundAt = Readonly<Record<State, Found>>

/** What is broken, in words, and which checks may call it a problem. */
export interface Broken {
  readonly en: string
  readonly zh: string
  readonly causes: readonly string[]
  /** Some providers take no offence, so that nothing need be said. */
  readonly tolerable?: true
}

export const STATES: Readonly<Record<State, Broken>> = {
  healthy: { en: 'healthy', zh: '一切正常', causes: [] },
  'wrong-secret': {
    en: 'wrong client secret',
    zh: '客户端密钥错误',
    causes: ['client-credentials'],
  },
  'unknown-client': {
    en: 'unknown client id',
    zh: '客户端 ID 未登记',
    causes: ['client-credentials', 'authorization-request'],
  },
  'unregistered-redirect-uri': {
    en: 'redirect URI not registered',
    zh: '回调地址未登记',
    causes: ['authorization-request'],
  },
  'refused-scope': {
    en: 'a scope that the client may not ask for',
    zh: '请求了该客户端不可请求的 scope',
    causes: ['scopes', 'authorization-request'],
    tolerable: true,
  },
  'misspelt-issuer': {
    en: 'issuer with a slash too many or too few',
    zh: '签发者多或少一个斜杠',
    causes: ['issuer', 'discovery'],
  },
  'provider-away': {
    en: 'provider out of reach',
    zh: '身份提供方无法访问',
    causes: ['discovery', 'jwks', 'client-credentials'],
  },
  'unused-algorithm': {
    en: 'only an algorithm that it does not use is allowed',
    zh: '只允许它不使用的签名算法',
    causes: ['signing-keys'],
  },
  'wrong-clock': {
    en: 'clock of the app ten minutes ahead',
    zh: '应用的时钟快十分钟',
    causes: ['clock'],
  },
}
