/**
 * Every fact about the LazyCat platform that code here relies on, with where it comes from and how
 * sure it is. A fact that turns out wrong is mended here and nowhere else.
 *
 * Facts only: what is done with them is elsewhere.
 */
export * from './facts/running.ts'

/** A text in each language. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/**
 * `documented`: in LazyCat's developer documentation. `source`: read in the source of Dex. `observed`:
 * seen on a real box by somebody who published it. `inferred`: follows from the others, not proven.
 */
export type Confidence = 'documented' | 'source' | 'observed' | 'inferred'

/** Where a fact comes from. */
export interface Source {
  readonly confidence: Confidence
  /** A page, a repository or a publication, as a person would search for it. */
  readonly source: string
}

/** An environment variable of the platform. */
export interface Variable extends Source {
  readonly name: string
  /**
   * `deploy`: only substituted as `${NAME}` while the manifest is read, so a manifest must map it.
   * `run`: in every container by itself. `both`: either way.
   */
  readonly when: 'deploy' | 'run' | 'both'
  readonly about: Text
  /** For a box named `mybox` and a user `alice`. */
  readonly example: string
  readonly secret?: true
}

const ENVS = 'lzc-developer-doc: advanced-envs'
const OIDC = 'lzc-developer-doc: advanced-oidc'

/** The variables of the platform, in the order in which people meet them. */
export const PLATFORM_VARIABLES: readonly Variable[] = [
  {
    name: 'LAZYCAT_AUTH_OIDC_CLIENT_ID',
    when: 'deploy',
    about: {
      en: 'The client id of this app at the box, which is its package id.',
      zh: '本应用在微服上的客户端 ID，即应用包名。',
    },
    example: 'xu.deploy.env',
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET',
    when: 'deploy',
    about: {
      en: 'The client secret. It changes with each installation, so never store it.',
      zh: '客户端密钥。每次安装都会变化，不要保存。',
    },
    example: 'a3deb9086885cbbc7',
    secret: true,
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_AUTH_OIDC_ISSUER_URI',
    when: 'deploy',
    about: {
      en: 'The issuer: identifier of the box’s OpenID Provider, without a slash at its end.',
      zh: '签发者：微服 OpenID Provider 的标识，末尾没有斜杠。',
    },
    example: 'https://mybox.heiyu.space/sys/oauth',
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_AUTH_OIDC_AUTH_URI',
    when: 'deploy',
    about: { en: 'The authorization endpoint.', zh: '授权端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/auth',
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_AUTH_OIDC_TOKEN_URI',
    when: 'deploy',
    about: { en: 'The token endpoint.', zh: '令牌端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/token',
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_AUTH_OIDC_USERINFO_URI',
    when: 'deploy',
    about: { en: 'The UserInfo endpoint.', zh: 'UserInfo 端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/userinfo',
    confidence: 'documented',
    source: OIDC,
  },
  {
    name: 'LAZYCAT_APP_DOMAIN',
    when: 'both',
    about: {
      en: 'The domain of this app. It may change after a restart, so never store it.',
      zh: '本应用的域名。重启后可能变化，不要保存。',
    },
    example: 'env.mybox.heiyu.space',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_APP_ID',
    when: 'both',
    about: { en: 'The package id of this app.', zh: '本应用的包名。' },
    example: 'xu.deploy.env',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_APP_DEPLOY_UID',
    when: 'both',
    about: {
      en: 'The user that this instance belongs to; empty when all users share one.',
      zh: '本实例所属的用户；所有用户共用一个实例时为空。',
    },
    example: 'alice',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_APP_DEPLOY_ID',
    when: 'deploy',
    about: {
      en: 'The id of this instance (lzcos 1.3.8 and later).',
      zh: '本实例的 ID（lzcos 1.3.8 起）。',
    },
    example: 'xu.deploy.env',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_BOX_DOMAIN',
    when: 'both',
    about: {
      en: 'The domain of the box. It changes when the box is renamed.',
      zh: '微服的域名。微服改名后会变化。',
    },
    example: 'mybox.heiyu.space',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_BOX_NAME',
    when: 'both',
    about: { en: 'The name of the box.', zh: '微服的名称。' },
    example: 'mybox',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LAZYCAT_APP_SERVICE_NAME',
    when: 'run',
    about: {
      en: 'The name of this container’s service in the manifest.',
      zh: '清单中本容器的服务名。',
    },
    example: 'app',
    confidence: 'documented',
    source: ENVS,
  },
  {
    name: 'LZCAPP_API_GATEWAY_ADDRESS',
    when: 'run',
    about: {
      en: 'Where the platform’s interfaces for this app listen.',
      zh: '平台为本应用提供接口的地址。',
    },
    example: 'app.xu.deploy.env.lzcapp:81',
    confidence: 'observed',
    source: 'environment of a running app, published by its author',
  },
]

/** Names that people write and that no platform provides, with the name that is. */
export const MISSPELT_VARIABLES: Readonly<Record<string, string>> = {
  LAZYCAT_AUTH_OIDC_ISSUER: 'LAZYCAT_AUTH_OIDC_ISSUER_URI',
  LAZYCAT_AUTH_OIDC_ISSUER_URL: 'LAZYCAT_AUTH_OIDC_ISSUER_URI',
  LAZYCAT_AUTH_OIDC_AUTH_URL: 'LAZYCAT_AUTH_OIDC_AUTH_URI',
  LAZYCAT_AUTH_OIDC_TOKEN_URL: 'LAZYCAT_AUTH_OIDC_TOKEN_URI',
  LAZYCAT_AUTH_OIDC_USERINFO_URL: 'LAZYCAT_AUTH_OIDC_USERINFO_URI',
  LAZYCAT_BOXDOMAIN: 'LAZYCAT_BOX_DOMAIN',
  LAZYCAT_APPDOMAIN: 'LAZYCAT_APP_DOMAIN',
}
