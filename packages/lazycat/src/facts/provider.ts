/** The box's OpenID Provider: its addresses, and what it says about people. */
import { type Fact, page, said } from './source.ts'

const OIDC = page('advanced-oidc')

/** Where the provider is at the box; the issuer is the box's origin and this. */
export const PROVIDER_PATH: Fact = {
  value: '/sys/oauth',
  about: {
    en: 'Path of the OpenID Provider at the box domain; with the origin it is the issuer.',
    zh: 'OpenID Provider 在微服域名下的路径；加上源就是签发者。',
  },
  confidence: 'documented',
  source: OIDC,
}

/** The key set, relative to the issuer; no variable names it. */
export const KEYS_PATH: Fact = {
  value: '/keys',
  about: {
    en: 'Path of the key set (JWKS) below the issuer; no variable names it.',
    zh: '公钥集（JWKS）在签发者之下的路径；没有变量给出它。',
  },
  confidence: 'documented',
  source: said(`${OIDC.en}, discovery document`, `${OIDC.zh}，发现文档`),
}

/** Where the ingress sends people to sign in to the box. */
export const SIGN_IN_PATH: Fact = {
  value: '/sys/login',
  about: { en: 'Where people sign in to the box.', zh: '登录微服的地址。' },
  confidence: 'documented',
  source: page('advanced-public-api'),
}

/** The provider's one connector: the box's own sign-in. */
export const CONNECTOR: Fact = {
  value: 'hportal',
  about: {
    en: 'Id of the provider’s one connector (Dex authproxy).',
    zh: '身份提供方唯一连接器（Dex authproxy）的 ID。',
  },
  confidence: 'observed',
  source: said('configuration of a box, published by its owner', '微服所有者公开的配置'),
}

/** The group of administrators in the claim `groups`. */
export const ADMIN_GROUP: Fact<'ADMIN'> = {
  value: 'ADMIN',
  about: { en: 'Group of the administrators.', zh: '管理员的组。' },
  confidence: 'documented',
  source: OIDC,
}

/** The group of everybody else. */
export const NORMAL_GROUP: Fact<'NORMAL'> = {
  value: 'NORMAL',
  about: { en: 'Group of everybody else.', zh: '其他用户的组。' },
  confidence: 'observed',
  source: said('design documents of published apps', '已发布应用的设计文档'),
}

/** Seconds between `iat` and `exp` of both tokens. */
export const TOKEN_LIFETIME: Fact<number> = {
  value: 86_400,
  about: { en: 'Lifetime of both tokens, in seconds.', zh: '两种令牌的有效期（秒）。' },
  confidence: 'observed',
  source: said('an ID Token of a box, published by its owner', '微服所有者公开的 ID Token'),
}

/** The one text behind e-mail, name and preferred user name. */
export const ACCOUNT_NAME: Fact = {
  value: '<uid>@<box domain>',
  about: {
    en: 'Form of email, name and preferred_username; it is no mailbox.',
    zh: 'email、name、preferred_username 的形式；并不是真实邮箱。',
  },
  confidence: 'observed',
  source: said('an ID Token of a box, published by its owner', '微服所有者公开的 ID Token'),
}

/** The account name of a user of a box, in the form of {@link ACCOUNT_NAME}. */
export function accountName(uid: string, boxDomain: string): string {
  return `${uid}@${boxDomain}`
}

/** The user that an account name of this box stands for; `undefined` for any other text. */
export function uidOf(account: string, boxDomain: string): string | undefined {
  const end = accountName('', boxDomain)
  return account.endsWith(end) && account !== end ? account.slice(0, -end.length) : undefined
}
