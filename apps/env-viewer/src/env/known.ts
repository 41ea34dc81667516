/**
 * What is known of variables by their names: the platform's facts, and what this app itself reads.
 */
import {
  type Confidence,
  DATA_DIRECTORY,
  PLATFORM_VARIABLES,
  type Text,
  VARIABLE,
  type Variable,
} from 'catflap-lazycat/facts'

/** The groups of variables, in the order of the page. */
export const GROUPS = ['run', 'deploy', 'oidc', 'catflap', 'other'] as const
/** A group of variables. */
export type Group = (typeof GROUPS)[number]

/** A variable that is known by its name. */
export interface KnownVariable {
  readonly name: string
  readonly group: Group
  readonly about: Text
  readonly example: string
  /** When the platform provides it; `undefined` when somebody else sets it. */
  readonly when?: Variable['when']
  readonly confidence?: Confidence
  readonly source?: Text
  readonly mayBeEmpty?: true
}

const PLATFORM = PLATFORM_VARIABLES.map((variable): KnownVariable => {
  return { ...variable, group: variable.when === 'deploy' ? 'deploy' : 'run' }
})

const own = (
  group: Group,
  name: string,
  example: string,
  en: string,
  zh: string,
): KnownVariable => ({ name, group, example, about: { en, zh } })

const ISSUER = 'https://provider.example'

const READ_HERE: readonly KnownVariable[] = [
  own(
    'oidc',
    'OIDC_ISSUER',
    ISSUER,
    'The issuer; wins over LazyCat’s.',
    '签发者；优先于懒猫的变量。',
  ),
  own(
    'oidc',
    'OIDC_CLIENT_ID',
    'my-app',
    'The client id; wins over LazyCat’s.',
    '客户端 ID；优先于懒猫的变量。',
  ),
  own(
    'oidc',
    'OIDC_CLIENT_SECRET',
    'a3deb9086885cbbc7',
    'The client secret; wins over LazyCat’s.',
    '客户端密钥；优先于懒猫的变量。',
  ),
  own(
    'oidc',
    'OIDC_AUTH_URI',
    `${ISSUER}/auth`,
    'The authorization endpoint, for a provider without discovery.',
    '授权端点，用于不支持发现（discovery）的身份提供方。',
  ),
  own(
    'oidc',
    'OIDC_TOKEN_URI',
    `${ISSUER}/token`,
    'The token endpoint, for a provider without discovery.',
    '令牌端点，用于不支持发现（discovery）的身份提供方。',
  ),
  own(
    'oidc',
    'OIDC_USERINFO_URI',
    `${ISSUER}/userinfo`,
    'The UserInfo endpoint, for a provider without discovery.',
    'UserInfo 端点，用于不支持发现（discovery）的身份提供方。',
  ),
  own(
    'oidc',
    'OIDC_JWKS_URI',
    `${ISSUER}/keys`,
    'Where the provider’s public keys are, for a provider without discovery.',
    '身份提供方公钥的地址，用于不支持发现（discovery）的身份提供方。',
  ),
  own(
    'oidc',
    'OIDC_REDIRECT_URI',
    `https://${VARIABLE.appDomain.example}/callback`,
    'Where the provider sends the browser back; exactly as registered there.',
    '身份提供方让浏览器返回的地址；必须与在那里登记的完全一致。',
  ),
  own(
    'oidc',
    'OIDC_SCOPES',
    'openid profile email groups',
    'The scopes to ask for, separated by spaces.',
    '要申请的 scope，以空格分隔。',
  ),
  own(
    'oidc',
    'OIDC_CLIENT_AUTH_METHOD',
    'client_secret_basic',
    'How the client proves who it is at the token endpoint.',
    '客户端在令牌端点证明身份的方式。',
  ),
  own(
    'oidc',
    'OIDC_CLIENT_KEY_FILE',
    '/run/secrets/client-key.pem',
    'The file with the private key of a client that signs instead of sending a secret.',
    '以签名代替密钥的客户端的私钥文件。',
  ),
  own(
    'oidc',
    'OIDC_ALGORITHMS',
    'RS256 ES256',
    'The algorithms that may sign an ID Token, separated by spaces.',
    '可用于签名 ID Token 的算法，以空格分隔。',
  ),
  own(
    'oidc',
    'OIDC_GROUPS_CLAIM',
    'realm_access.roles',
    'The claim that holds a person’s groups.',
    '存放用户组的声明。',
  ),
  own(
    'oidc',
    'OIDC_INTERNAL_ISSUER',
    'http://keycloak:8080/realms/home',
    'The issuer’s address on an internal network, for this app alone.',
    '签发者在内部网络中的地址，只供本应用使用。',
  ),
  own(
    'oidc',
    'OIDC_CA_FILE',
    '/run/secrets/ca.pem',
    'The CA certificates (PEM) that are trusted for the provider, instead of the usual ones.',
    '访问身份提供方时信任的 CA 证书文件（PEM），代替系统默认的证书。',
  ),
  ...['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].map((name) =>
    own(
      'oidc',
      name,
      'http://proxy.example:3128',
      `The proxy for requests to the provider over ${name.toLowerCase().split('_', 1)[0]}.`,
      `以 ${name.toLowerCase().split('_', 1)[0]} 访问身份提供方时使用的代理。`,
    ),
  ),
  ...['no_proxy', 'NO_PROXY'].map((name) =>
    own(
      'oidc',
      name,
      'localhost,.internal,10.0.0.0/8',
      'Hosts and networks that are reached without the proxy.',
      '不经过代理直接访问的主机和网络。',
    ),
  ),
  own(
    'oidc',
    'OIDC_HTTP_TIMEOUT_MS',
    '10000',
    'Milliseconds until a request to the provider is given up.',
    '放弃一次对身份提供方的请求之前等待的毫秒数。',
  ),
  own(
    'catflap',
    'CATFLAP_ADMIN_GROUP',
    'ADMIN',
    'The group whose members may see the environment.',
    '可以查看环境变量的用户组。',
  ),
  own(
    'catflap',
    'CATFLAP_STORE',
    'redis://127.0.0.1:6379',
    'Where sessions live; unset: LMDB in the data directory.',
    '会话存放在哪里；未设置时为数据目录中的 LMDB。',
  ),
  own(
    'catflap',
    'CATFLAP_DATA_DIR',
    `${DATA_DIRECTORY.value}/catflap`,
    'The data directory.',
    '数据目录。',
  ),
  own(
    'catflap',
    'CATFLAP_SECRET',
    '3f9c… (16 characters or more)',
    'Names and seals what the session store lists of people, and logins under way; a key is made when unset.',
    '用来命名并加密存储中的会话名单和进行中的登录；未设置时自动生成密钥。',
  ),
  own(
    'catflap',
    'CATFLAP_METRICS_TOKEN',
    '9c1e… (16 characters or more)',
    'Opens /metrics to a scraper that shows it; closed when unset.',
    '抓取程序出示它才能读取 /metrics；未设置时关闭。',
  ),
  own('catflap', 'HOST', '127.0.0.1', 'The address to listen on.', '监听地址。'),
  own('catflap', 'PORT', '5005', 'The port to listen on.', '监听端口。'),
]

/** Every variable that is known, in the order in which people meet them. */
export const KNOWN_VARIABLES: readonly KnownVariable[] = [...PLATFORM, ...READ_HERE]

const BY_NAME: ReadonlyMap<string, KnownVariable> = new Map(
  KNOWN_VARIABLES.map((variable) => [variable.name, variable]),
)

/** What is known of a variable, if anything is. */
export function knownVariable(name: string): KnownVariable | undefined {
  return BY_NAME.get(name)
}
