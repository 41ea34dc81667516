/**
 * What the doctor reports: one finding for each check, in both languages, and never a secret.
 */
import { LoginError } from '../errors.ts'
import { factText } from '../pages/facts.ts'
import type { Language } from '../pages/language.ts'

/** `warning`: a login works, or it cannot be told. `problem`: somebody will fail to sign in. */
export type Outcome = 'ok' | 'warning' | 'problem'

/** A sentence, or a value, in each language. */
export type Text = Readonly<Record<Language, string>>

/** The stable id of a check. */
export type CheckName =
  | 'node-version'
  | 'configuration'
  | 'remaining-checks'
  | 'spelling'
  | 'tls-verification'
  | 'connection'
  | 'discovery'
  | 'issuer'
  | 'endpoints'
  | 'clock'
  | 'jwks'
  | 'signing-keys'
  | 'redirect-uri'
  | 'manifest'
  | 'public-path'
  | 'client-credentials'
  | 'authorization-request'
  | 'pkce'
  | 'scopes'
  | 'refresh-tokens'
  | 'cookie'
  | 'proxy-headers'
  | 'ingress-user'
  | 'store'
  | 'store-kind'
  | 'store-key'
  | 'data-directory'
  | 'store-damage'

/** Every check in the order of the report, by its stable id, with what it looks at. */
export const CHECKS: Readonly<Record<CheckName, Text>> = {
  'node-version': { en: 'Node version', zh: 'Node 版本' },
  configuration: { en: 'Settings', zh: '设置' },
  'remaining-checks': { en: 'All other checks', zh: '其余检查' },
  spelling: { en: 'Names of variables', zh: '变量名' },
  'tls-verification': { en: 'Verification of certificates', zh: '证书校验' },
  connection: { en: 'Way to the provider', zh: '到身份提供方的连接' },
  discovery: { en: 'Discovery document', zh: '发现文档' },
  issuer: { en: 'Issuer', zh: '签发者（issuer）' },
  endpoints: { en: 'Endpoints in the environment', zh: '环境变量中的端点' },
  clock: { en: 'Clock', zh: '时钟' },
  jwks: { en: 'Key set (JWKS)', zh: '公钥集（JWKS）' },
  'signing-keys': { en: 'Signing keys', zh: '签名公钥' },
  'redirect-uri': { en: 'Redirect URI to register', zh: '要登记的回调地址' },
  manifest: { en: 'Path in the manifest', zh: 'manifest 中的路径' },
  'public-path': { en: 'Public paths', zh: '公开路径' },
  'client-credentials': { en: 'Client id and secret', zh: '客户端 ID 与密钥' },
  'authorization-request': { en: 'Authorization request', zh: '授权请求' },
  pkce: { en: 'PKCE', zh: 'PKCE' },
  scopes: { en: 'Scopes', zh: 'scope' },
  'refresh-tokens': { en: 'Refresh tokens', zh: '刷新令牌' },
  cookie: { en: 'Session cookie', zh: '会话 cookie' },
  'proxy-headers': { en: 'Headers of a proxy', zh: '代理的请求头' },
  'ingress-user': { en: 'The ingress’s word for who is asking', zh: 'lzc-ingress 指明的用户' },
  store: { en: 'Session store', zh: '会话存储' },
  'store-kind': { en: 'Kind of store', zh: '存储类型' },
  'store-key': { en: 'Key of the store', zh: '存储的密钥' },
  'data-directory': { en: 'Data directory', zh: '数据目录' },
  'store-damage': { en: 'Damaged databases', zh: '损坏的数据库' },
}

/** What one check found. */
export interface Finding {
  readonly check: CheckName
  readonly outcome: Outcome
  readonly title: Text
  readonly expected: Text | undefined
  readonly seen: Text
  /** What to do about it; `undefined` when all is well. */
  readonly fix: Text | undefined
  /** What is worth knowing in any case. */
  readonly note: Text | undefined
}

/** What is wrong, or may be. */
export interface Complaint {
  readonly expected?: Text | undefined
  readonly seen: Text
  readonly fix: Text
  readonly note?: Text | undefined
}

/** All is well. */
export function ok(check: CheckName, seen: Text, note?: Text): Finding {
  const title = CHECKS[check]
  return { check, outcome: 'ok', title, expected: undefined, seen, fix: undefined, note }
}

/** A login works, or it cannot be told. */
export function warning(check: CheckName, complaint: Complaint): Finding {
  return complain(check, 'warning', complaint)
}

/** Somebody will fail to sign in. */
export function problem(check: CheckName, complaint: Complaint): Finding {
  return complain(check, 'problem', complaint)
}

/** A check that another one's failure made impossible. */
export function notChecked(check: CheckName, first: CheckName): Finding {
  return warning(check, {
    seen: { en: 'not checked', zh: '未检查' },
    fix: {
      en: `First solve what stands at "${CHECKS[first].en}".`,
      zh: `请先解决“${CHECKS[first].zh}”一项。`,
    },
  })
}

/** A value that reads the same in every language: an address, a name, a code. */
export function same(value: string): Text {
  return { en: value, zh: value }
}

/** What the library's error expected and saw, in both languages. */
export function facts({
  expected,
  seen,
}: {
  expected?: string | undefined
  seen?: string | undefined
}): {
  readonly expected: Text | undefined
  readonly seen: Text
} {
  return { expected: expected === undefined ? undefined : fact(expected), seen: fact(seen ?? '') }
}

/** An expected or seen value of the library, in both languages. */
export function fact(value: string): Text {
  return { en: value, zh: factText(value, 'zh') }
}

/** The error as the library's own, when it is one. */
export function loginError(error: unknown): LoginError {
  if (error instanceof LoginError) return error
  const name = error instanceof Error ? error.name : typeof error
  return new LoginError('INTERNAL', 'doctor: unexpected', { seen: name })
}

function complain(check: CheckName, outcome: Outcome, complaint: Complaint): Finding {
  const { expected, seen, fix, note } = complaint
  return { check, outcome, title: CHECKS[check], expected, seen, fix, note }
}
