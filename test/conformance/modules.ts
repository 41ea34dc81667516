/**
 * The modules of the OpenID Foundation's relying-party plans that apply here: what its provider does, and how
 * it must end. docs/conformance.md is made of it and of what a run has seen.
 */
import { BACK_CHANNEL, RP_LOGOUT } from './logout-modules.ts'
import { but, type Module, right, type Text, without } from './module.ts'

export interface Plan {
  readonly title: Text
  readonly modules: readonly Module[]
}

const strangerKeys = (keys: readonly object[]): readonly object[] => [
  { kty: 'RSA', kid: 'another', use: 'sig', e: 'AQAB', n: `${'w'.repeat(341)}8` },
  ...keys,
]

const sigNone: Module = {
  name: '-idtoken-sig-none',
  wrong: { manner: 'none' },
  ends: 'ID_TOKEN_ALG_REFUSED (alg)',
  what: { en: 'signs the ID Token with `none`', zh: 'ID Token 的算法是 `none`' },
}

const BASIC: readonly Module[] = [
  { name: '', ends: 'signed in', what: right },
  {
    name: '-invalid-iss',
    wrong: { idToken: but({ iss: 'https://another.example' }) },
    ends: 'ID_TOKEN_ISSUER_MISMATCH (iss)',
    what: { en: 'writes another `iss` into the ID Token', zh: 'ID Token 的 `iss` 是另一个' },
  },
  {
    name: '-missing-sub',
    wrong: { idToken: without('sub') },
    ends: 'ID_TOKEN_INVALID (sub)',
    what: { en: 'leaves `sub` out', zh: '缺少 `sub`' },
  },
  {
    name: '-invalid-aud',
    wrong: { idToken: but({ aud: 'another client' }) },
    ends: 'ID_TOKEN_AUDIENCE_MISMATCH (aud)',
    what: { en: 'means another client by `aud`', zh: '`aud` 指向另一个客户端' },
  },
  {
    name: '-missing-iat',
    wrong: { idToken: without('iat') },
    ends: 'ID_TOKEN_INVALID (iat)',
    what: { en: 'leaves `iat` out', zh: '缺少 `iat`' },
  },
  {
    name: '-kid-absent-single-jwks',
    wrong: { manner: 'without kid' },
    ends: 'signed in',
    what: { en: 'names no key, and publishes one', zh: '不写 `kid`，只公布一个公钥' },
  },
  {
    name: '-kid-absent-multiple-jwks',
    wrong: { manner: 'without kid', keys: strangerKeys },
    ends: 'signed in',
    what: { en: 'names no key, and publishes several', zh: '不写 `kid`，公布多个公钥' },
  },
  {
    name: '-idtoken-sig-rs256',
    ends: 'signed in',
    what: { en: 'signs with RS256', zh: '用 RS256 签名' },
  },
  sigNone,
  {
    name: '-invalid-sig-rs256',
    wrong: { manner: 'altered' },
    ends: 'ID_TOKEN_SIGNATURE_INVALID (signature)',
    what: { en: 'alters the signature', zh: '改动签名' },
  },
  {
    name: '-userinfo-invalid-sub',
    wrong: { userInfo: but({ sub: 'bob' }) },
    ends: 'USERINFO_SUB_MISMATCH (sub)',
    what: { en: 'speaks of another person in UserInfo', zh: 'UserInfo 说的是另一个人' },
  },
  {
    name: '-nonce-invalid',
    wrong: { idToken: but({ nonce: 'another' }) },
    ends: 'NONCE_MISMATCH (nonce)',
    what: { en: 'gives back another `nonce`', zh: '返回另一个 `nonce`' },
  },
  {
    name: '-scope-userinfo-claims',
    ends: 'signed in',
    what: {
      en: 'gives name and address by the scopes `profile` and `email`',
      zh: '按 `profile` 和 `email` 返回姓名与邮箱',
    },
  },
  {
    name: '-client-secret-basic',
    ends: 'signed in',
    what: { en: 'takes the client secret by Basic alone', zh: '只接受 Basic 方式的客户端密钥' },
  },
]

const CONFIG: readonly Module[] = [
  { name: '-discovery-openid-config', ends: 'signed in', what: right },
  {
    name: '-discovery-jwks-uri-keys',
    ends: 'signed in',
    what: { en: 'publishes its keys at `jwks_uri`', zh: '在 `jwks_uri` 公布公钥' },
  },
  {
    name: '-discovery-issuer-mismatch',
    wrong: { document: but({ issuer: 'https://another.example' }) },
    ends: 'ISSUER_MISMATCH (issuer)',
    what: {
      en: 'names another issuer in its discovery document',
      zh: '发现文档中的 issuer 是另一个',
    },
  },
  sigNone,
  {
    name: '-signing-key-rotation-just-before-signing',
    plays: 'two logins',
    wrong: { rotate: 'before signing' },
    ends: 'signed in',
    what: { en: 'makes a new key right before it signs', zh: '签名前一刻更换密钥' },
  },
  {
    name: '-signing-key-rotation',
    plays: 'two logins',
    wrong: { rotate: 'between logins' },
    ends: 'signed in',
    what: { en: 'makes a new key between two logins', zh: '两次登录之间更换密钥' },
  },
]

const REFRESH: readonly Module[] = [
  { name: '-refresh-token', plays: 'renewal', ends: 'renewed', what: right },
  {
    name: '-refresh-token-invalid-issuer',
    plays: 'renewal',
    wrong: { renewed: but({ iss: 'https://another.example' }) },
    ends: 'ID_TOKEN_ISSUER_MISMATCH (iss)',
    what: {
      en: 'writes another `iss` into the renewed ID Token',
      zh: '续签的 ID Token 的 `iss` 是另一个',
    },
  },
  {
    name: '-refresh-token-invalid-sub',
    plays: 'renewal',
    wrong: { renewed: but({ sub: 'bob' }) },
    ends: 'ID_TOKEN_SUB_MISMATCH (sub)',
    what: {
      en: 'writes another `sub` into the renewed ID Token',
      zh: '续签的 ID Token 的 `sub` 是另一个',
    },
  },
]

const THIRD_PARTY: readonly Module[] = [
  {
    name: '-3rd-party-init-login',
    plays: 'begun elsewhere',
    ends: 'signed in',
    what: {
      en: 'has another site begin the login, with an address of that site to end at',
      zh: '由另一个网站发起登录，并指定那个网站的地址为终点',
    },
  },
]

/** Of the comprehensive plan what no other has, as far as it applies. */
const MORE: readonly Module[] = [
  {
    name: '-missing-aud',
    wrong: { idToken: without('aud') },
    ends: 'ID_TOKEN_AUDIENCE_MISMATCH (aud)',
    what: { en: 'leaves `aud` out', zh: '缺少 `aud`' },
  },
  {
    name: '-invalid-sig-hs256',
    wrong: { manner: 'HS256' },
    ends: 'ID_TOKEN_ALG_REFUSED (alg)',
    what: { en: 'signs with the client secret', zh: '用客户端密钥签名' },
  },
  {
    name: '-invalid-sig-es256',
    wrong: { manner: 'ES256' },
    ends: 'ID_TOKEN_ALG_REFUSED (alg)',
    what: { en: 'signs with an algorithm that it does not name', zh: '用元数据未列出的算法签名' },
  },
  {
    name: '-userinfo-bearer-header',
    ends: 'signed in',
    what: { en: 'wants the access token in the header', zh: '要求在请求头中携带 access token' },
  },
  {
    name: '-userinfo-signed',
    wrong: { signedUserInfo: true },
    ends: 'signed in',
    what: { en: 'signs UserInfo', zh: '对 UserInfo 签名' },
  },
  {
    name: '-aggregated-claims',
    wrong: {
      userInfo: but({ _claim_names: { eyes: 'a' }, _claim_sources: { a: { JWT: 'e30.e30.' } } }),
    },
    ends: 'signed in',
    what: { en: 'adds claims of another source', zh: '附加了其他来源的声明' },
  },
]

export const PLANS: readonly Plan[] = [
  { title: { en: 'Basic', zh: '基本（Basic）' }, modules: BASIC },
  { title: { en: 'Config', zh: '配置（Config）' }, modules: CONFIG },
  { title: { en: 'RP-Initiated Logout', zh: '由应用发起的退出' }, modules: RP_LOGOUT },
  { title: { en: 'Back-Channel Logout', zh: '后端通道退出' }, modules: BACK_CHANNEL },
  { title: { en: 'Refresh tokens', zh: '刷新令牌' }, modules: REFRESH },
  { title: { en: 'Third-party initiated login', zh: '第三方发起的登录' }, modules: THIRD_PARTY },
  { title: { en: 'Comprehensive, beyond these', zh: 'Comprehensive 中的其余模块' }, modules: MORE },
]
