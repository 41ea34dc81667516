/**
 * Every fact about the LazyCat platform that code here relies on, with where it comes from and how
 * sure it is. A fact that turns out wrong is mended here and nowhere else.
 *
 * Facts only: what is done with them is elsewhere.
 */
export * from './facts/lpk.ts'
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

const HEADERS = 'lzc-developer-doc: http-request-headers'

/** A request header that lzc-ingress sets when it passes a request on to an app. */
export interface IngressHeader extends Source {
  readonly name: string
  readonly about: Text
  readonly example: string
}

/** Headers that the ingress sets for a signed-in user, in the order of the documentation. */
export const INGRESS_USER_HEADERS: readonly IngressHeader[] = [
  {
    name: 'X-HC-User-ID',
    about: { en: 'The user’s name on the box.', zh: '用户在微服上的名称。' },
    example: 'alice',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-User-Role',
    about: {
      en: '`ADMIN` for administrators, else `NORMAL`.',
      zh: '管理员为 `ADMIN`，否则为 `NORMAL`。',
    },
    example: 'ADMIN',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-Device-ID',
    about: { en: 'The device from which the request comes.', zh: '发出请求的设备。' },
    example: '6f1c2ab8d0e34f57',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-Device-PeerID',
    about: { en: 'The device in the box’s network.', zh: '该设备在微服网络中的标识。' },
    example: '12D3KooW0123456789abcdef',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-Device-Version',
    about: { en: 'The version of the client on that device.', zh: '该设备上客户端的版本。' },
    example: '1.5.2',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-Login-Time',
    about: {
      en: 'When the user signed in, seconds since the epoch.',
      zh: '用户登录的时间，Unix 秒。',
    },
    example: '1751700000',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-SOURCE',
    about: {
      en: 'What asked: `client`, `app:self`, `app:<package>` or `system`.',
      zh: '请求来源：`client`、`app:self`、`app:<包名>` 或 `system`。',
    },
    example: 'client',
    confidence: 'documented',
    source: HEADERS,
  },
  {
    name: 'X-HC-User-Ticket',
    about: {
      en: 'A ticket for interfaces of the platform (lzcos 1.5.2 and later).',
      zh: '调用平台接口的票据（lzcos 1.5.2 起）。',
    },
    example: 'b7d0c1e2f3a4b5c6',
    confidence: 'documented',
    source: HEADERS,
  },
]

/** One thing about the ingress, as it is used in code. */
export interface IngressFact<Value> extends Source {
  readonly value: Value
  readonly about: Text
}

/** How lzc-ingress treats requests to an app. */
export const INGRESS: {
  readonly cookie: IngressFact<string>
  readonly cookieForApp: IngressFact<boolean>
  readonly cookieDomain: IngressFact<'box'>
  readonly tokenHeaders: IngressFact<readonly string[]>
  readonly signInPath: IngressFact<string>
  readonly forwardedBy: IngressFact<string>
  readonly forwardedFamily: IngressFact<boolean>
  readonly host: IngressFact<'app' | 'backend'>
  readonly publicPathExclusion: IngressFact<string>
  readonly prefixEnd: IngressFact<'segment'>
  readonly notOwner: IngressFact<number>
} = {
  cookie: {
    value: 'HC-Auth-Token',
    about: {
      en: 'The cookie by which the ingress knows a browser’s user.',
      zh: 'ingress 用来识别浏览器用户的 Cookie。',
    },
    confidence: 'documented',
    source: HEADERS,
  },
  cookieForApp: {
    value: false,
    about: {
      en: 'Whether an app gets to see that cookie.',
      zh: '应用能否看到该 Cookie。',
    },
    confidence: 'inferred',
    source: 'the documentation names headers as the one way in which an app learns of the user',
  },
  cookieDomain: {
    value: 'box',
    about: {
      en: 'It is sent to the box and to all apps on it.',
      zh: '它会发送给微服及其上的所有应用。',
    },
    confidence: 'inferred',
    source: 'one sign-in serves all app domains',
  },
  tokenHeaders: {
    value: ['Lzc-Api-Auth-Token', 'Lzc-Auth-Token'],
    about: {
      en: 'Headers by which scripts and clients sign in; taken off before the app.',
      zh: '脚本和客户端用来认证的请求头；到达应用前会被移除。',
    },
    confidence: 'documented',
    source: 'lzc-developer-doc: advanced-public-api',
  },
  signInPath: {
    value: '/sys/login',
    about: {
      en: 'Where a request without a user is sent, with status 307 and the address in `redirect`.',
      zh: '没有用户的请求以 307 转到此处，原地址放在 `redirect` 中。',
    },
    confidence: 'observed',
    source: 'notes of an app’s author on requests without sign-in',
  },
  forwardedBy: {
    value: 'lzc-ingress',
    about: { en: 'The value of X-Forwarded-By.', zh: 'X-Forwarded-By 的值。' },
    confidence: 'documented',
    source: HEADERS,
  },
  forwardedFamily: {
    value: false,
    about: {
      en: 'Whether other X-Forwarded-* headers of a browser reach the app.',
      zh: '浏览器发来的其他 X-Forwarded-* 请求头是否到达应用。',
    },
    confidence: 'inferred',
    source: 'the documentation lists X-Forwarded-Proto and X-Forwarded-By only',
  },
  host: {
    value: 'app',
    about: {
      en: 'The Host that an app sees: its domain. Some versions send the service name for plain routes, so build no address from it.',
      zh: '应用看到的 Host：应用域名。有些版本对普通路由发送服务名，因此不要用它拼地址。',
    },
    confidence: 'inferred',
    source: 'the option use_backend_host asks for the other one; reports differ',
  },
  publicPathExclusion: {
    value: '!',
    about: {
      en: 'Begins an entry of public_path that closes a path again; it wins.',
      zh: 'public_path 中以它开头的条目会重新关闭该路径，且优先。',
    },
    confidence: 'documented',
    source: 'lzc-developer-doc: advanced-public-api',
  },
  prefixEnd: {
    value: 'segment',
    about: {
      en: 'A prefix covers whole segments: `/api` covers `/api/x`, not `/apix`.',
      zh: '前缀按完整路径段匹配：`/api` 包含 `/api/x`，不包含 `/apix`。',
    },
    confidence: 'inferred',
    source: 'the stricter reading; the documentation does not say',
  },
  notOwner: {
    value: 403,
    about: {
      en: 'What another user gets from an instance that belongs to one user.',
      zh: '其他用户访问某个用户专属实例时得到的状态码。',
    },
    confidence: 'inferred',
    source: 'each user has an instance of their own; nothing is published about the others',
  },
}
