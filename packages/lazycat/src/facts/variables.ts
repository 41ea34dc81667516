/** The environment variables of the platform. */
import { type Fact, page, type Source, said, type Text } from './source.ts'

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
  /** An empty value means something of its own; else it means that the variable is missing. */
  readonly mayBeEmpty?: true
}

/** How code calls a variable; the names themselves stand in {@link VARIABLE} alone. */
export type VariableKey =
  | 'clientId'
  | 'clientSecret'
  | 'issuer'
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userInfoEndpoint'
  | 'appDomain'
  | 'appId'
  | 'deployUid'
  | 'deployId'
  | 'boxDomain'
  | 'boxName'
  | 'serviceName'
  | 'gatewayAddress'

const ENVS = page('advanced-envs')
const OIDC = page('advanced-oidc')

/** The variables of the platform, in the order in which people meet them. */
export const VARIABLE: Readonly<Record<VariableKey, Variable>> = {
  clientId: {
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
  clientSecret: {
    name: 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET',
    when: 'deploy',
    about: {
      en: 'The client secret. It changes at each start of the container, so never store it; on boxes it was seen to change at each installation or upgrade only.',
      zh: '客户端密钥。文档说每次容器启动都会变化，因此不要保存；实测只在安装或升级时变化。',
    },
    example: 'a3deb9086885cbbc7',
    secret: true,
    confidence: 'documented',
    source: OIDC,
  },
  issuer: {
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
  authorizationEndpoint: {
    name: 'LAZYCAT_AUTH_OIDC_AUTH_URI',
    when: 'deploy',
    about: { en: 'The authorization endpoint.', zh: '授权端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/auth',
    confidence: 'documented',
    source: OIDC,
  },
  tokenEndpoint: {
    name: 'LAZYCAT_AUTH_OIDC_TOKEN_URI',
    when: 'deploy',
    about: { en: 'The token endpoint.', zh: '令牌端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/token',
    confidence: 'documented',
    source: OIDC,
  },
  userInfoEndpoint: {
    name: 'LAZYCAT_AUTH_OIDC_USERINFO_URI',
    when: 'deploy',
    about: { en: 'The UserInfo endpoint.', zh: 'UserInfo 端点。' },
    example: 'https://mybox.heiyu.space/sys/oauth/userinfo',
    confidence: 'documented',
    source: OIDC,
  },
  appDomain: {
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
  appId: {
    name: 'LAZYCAT_APP_ID',
    when: 'both',
    about: { en: 'The package id of this app.', zh: '本应用的包名。' },
    example: 'xu.deploy.env',
    confidence: 'documented',
    source: ENVS,
  },
  deployUid: {
    name: 'LAZYCAT_APP_DEPLOY_UID',
    when: 'both',
    about: {
      en: 'The user that this instance belongs to; empty when all users share one.',
      zh: '本实例所属的用户；所有用户共用一个实例时为空。',
    },
    example: 'alice',
    mayBeEmpty: true,
    confidence: 'documented',
    source: ENVS,
  },
  deployId: {
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
  boxDomain: {
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
  boxName: {
    name: 'LAZYCAT_BOX_NAME',
    when: 'both',
    about: { en: 'The name of the box.', zh: '微服的名称。' },
    example: 'mybox',
    confidence: 'documented',
    source: ENVS,
  },
  serviceName: {
    name: 'LAZYCAT_APP_SERVICE_NAME',
    when: 'run',
    about: {
      en: 'The name of this container’s service in the manifest.',
      zh: 'manifest 中本容器的服务名。',
    },
    example: 'app',
    confidence: 'documented',
    source: ENVS,
  },
  gatewayAddress: {
    name: 'LZCAPP_API_GATEWAY_ADDRESS',
    when: 'run',
    about: {
      en: 'Where the platform’s interfaces for this app listen.',
      zh: '平台为本应用提供接口的地址。',
    },
    example: 'app.xu.deploy.env.lzcapp:81',
    confidence: 'observed',
    source: said(
      'environment of a running app, published by its author',
      '作者公开的运行中应用的环境变量',
    ),
  },
}

/** All of {@link VARIABLE}, in their order. */
export const PLATFORM_VARIABLES: readonly Variable[] = Object.values(VARIABLE)

/** What the names of the platform's own variables begin with. */
export const VARIABLE_PREFIX: Fact = {
  value: 'LAZYCAT_',
  about: { en: 'How the variables of the platform begin.', zh: '平台变量名的开头。' },
  confidence: 'documented',
  source: ENVS,
}

/** What the names of the variables of the login begin with. */
export const LOGIN_VARIABLE_PREFIX: Fact = {
  value: 'LAZYCAT_AUTH_OIDC_',
  about: { en: 'How the variables of the login begin.', zh: '登录相关变量名的开头。' },
  confidence: 'documented',
  source: OIDC,
}

/** Names that systems before 1.2 gave, with what today's manifests write instead. */
export const OLD_VARIABLES: Readonly<Record<string, Variable & { readonly instead: string }>> = {
  LAZYCAT_APP_ORIGIN: {
    name: 'LAZYCAT_APP_ORIGIN',
    when: 'deploy',
    about: {
      en: 'The domain of this app as systems before 1.2 named it, without https://; nothing says that it was taken away.',
      zh: '1.2 之前的系统给出的本应用域名，不含 https://；没有资料说它已被取消。',
    },
    example: 'env.mybox.heiyu.space',
    instead: '${LAZYCAT_APP_DOMAIN}',
    confidence: 'documented',
    source: page('changelogs/v1.2.0'),
  },
}

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
