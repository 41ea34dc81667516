/** The ingress in front of every app: its cookie, its headers, its domains. */
import { type Fact, page, said } from './source.ts'

const HEADERS = page('http-request-headers')

/** The cookie by which the ingress knows people. */
export const INGRESS_COOKIE: Fact = {
  value: 'HC-Auth-Token',
  about: { en: 'Cookie of the box’s sign-in.', zh: '微服登录的 Cookie。' },
  confidence: 'documented',
  source: HEADERS,
}

/** What the ingress's own headers begin with, in lower case. */
export const INGRESS_HEADER_PREFIX: Fact = {
  value: 'x-hc-',
  about: { en: 'How the headers of the ingress begin.', zh: 'ingress 所加请求头的开头。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header that names the user who is asking. */
export const USER_HEADER: Fact = {
  value: 'X-HC-User-ID',
  about: { en: 'The user who is asking.', zh: '发出请求的用户。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header that tells administrators from others. */
export const ROLE_HEADER: Fact = {
  value: 'X-HC-User-Role',
  about: { en: 'ADMIN or NORMAL.', zh: 'ADMIN 或 NORMAL。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header that names the device. */
export const DEVICE_HEADER: Fact = {
  value: 'X-HC-Device-ID',
  about: { en: 'The device that is asking.', zh: '发出请求的设备。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header that says what kind of client is asking. */
export const SOURCE_HEADER: Fact = {
  value: 'X-HC-SOURCE',
  about: {
    en: 'client, app:self, app:<package> or system.',
    zh: 'client、app:self、app:<包名> 或 system。',
  },
  confidence: 'documented',
  source: HEADERS,
}

/** The source of a request that a person's own client or browser makes. */
export const CLIENT_SOURCE: Fact = {
  value: 'client',
  about: { en: 'A real visit of a person.', zh: '用户真实访问。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The source of a request that an app makes to itself in a person's name. */
export const SELF_SOURCE: Fact = {
  value: 'app:self',
  about: {
    en: 'The app itself, in a person’s name (lzcos 1.5.2 and later).',
    zh: '应用代表用户访问自己（lzcos 1.5.2 起）。',
  },
  confidence: 'documented',
  source: page('advanced-app-interconnect'),
}

/** How the source begins of a request that another app makes in a person's name; its package id follows. */
export const APP_SOURCE_PREFIX: Fact = {
  value: 'app:',
  about: {
    en: 'Another app, in a person’s name; its package id follows (lzcos 1.5.2 and later).',
    zh: '其他应用代表用户访问，后接其包名（lzcos 1.5.2 起）。',
  },
  confidence: 'documented',
  source: page('advanced-app-interconnect'),
}

/** The header that says when the person signed in to the box. */
export const LOGIN_TIME_HEADER: Fact = {
  value: 'X-HC-Login-Time',
  about: {
    en: 'When the person signed in to the box, in seconds since the epoch.',
    zh: '登录微服的时刻（Unix 秒）。',
  },
  confidence: 'documented',
  source: HEADERS,
}

/** What the domains of all boxes end with; on the Public Suffix List, so a box is a site. */
export const DOMAIN_SUFFIX: Fact = {
  value: 'heiyu.space',
  about: {
    en: 'Ends the domain of every box; a public suffix, so all apps of one box are same-site.',
    zh: '所有微服域名的结尾；是公共后缀，所以同一台微服上的应用互为同站。',
  },
  confidence: 'documented',
  source: said(
    'lzc-developer-doc: advanced-domain; Public Suffix List, private section',
    '懒猫开发者文档：advanced-domain；Public Suffix List 私有部分',
  ),
}

/** What the names of containers end with. */
export const CONTAINER_SUFFIX: Fact = {
  value: 'lzcapp',
  about: {
    en: 'Ends the names of containers: <service>.<package>.lzcapp.',
    zh: '容器域名的结尾：<服务>.<包名>.lzcapp。',
  },
  confidence: 'documented',
  source: page('advanced-domain'),
}

/** What the names end with at which apps reach each other. */
export const LINK_SUFFIX: Fact = {
  value: 'lzcx',
  about: {
    en: 'Ends the names at which apps reach each other: app.<package>.lzcx, http alone (lzcos 1.5.2 and later).',
    zh: '应用间访问所用域名的结尾：app.<包名>.lzcx，仅限 http（lzcos 1.5.2 起）。',
  },
  confidence: 'documented',
  source: page('advanced-app-interconnect'),
}

/** The header by which scripts sign in. */
export const API_TOKEN_HEADER: Fact = {
  value: 'Lzc-Api-Auth-Token',
  about: {
    en: 'An API token, a UUID made by `hc api_auth_token gen` in the box’s shell; it is good for everything that its user may do (lzcos 1.4.3 and later).',
    zh: 'API 令牌：在微服的 shell 中用 `hc api_auth_token gen` 生成的 UUID，权限等同于其用户（lzcos 1.4.3 起）。',
  },
  confidence: 'documented',
  source: page('advanced-api-auth-token'),
}

/** The header that names the device in the box's network. */
export const PEER_HEADER: Fact = {
  value: 'X-HC-Device-PeerID',
  about: { en: 'The device in the box’s network.', zh: '该设备在微服网络中的标识。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header that names the version of the client. */
export const VERSION_HEADER: Fact = {
  value: 'X-HC-Device-Version',
  about: { en: 'The version of the client on that device.', zh: '该设备上客户端的版本。' },
  confidence: 'documented',
  source: HEADERS,
}

/** The header with a ticket for interfaces of the platform. */
export const TICKET_HEADER: Fact = {
  value: 'X-HC-User-Ticket',
  about: {
    en: 'A ticket for interfaces of the platform (lzcos 1.5.2 and later).',
    zh: '调用平台接口的票据（lzcos 1.5.2 起）。',
  },
  confidence: 'documented',
  source: HEADERS,
}

/** The headers that the ingress sets for a signed-in user, in the order of the documentation. */
export const INGRESS_USER_HEADERS: readonly Fact[] = [
  USER_HEADER,
  ROLE_HEADER,
  DEVICE_HEADER,
  PEER_HEADER,
  VERSION_HEADER,
  LOGIN_TIME_HEADER,
  SOURCE_HEADER,
  TICKET_HEADER,
]

/** The header with the host that was asked for, when the ingress has rewritten it. */
export const ORIGINAL_HOST_HEADER: Fact = {
  value: 'X-HC-ORIGINAL-HOST',
  about: {
    en: 'The host that was asked for; only there when the ingress has rewritten it (app to app, lzcos 1.5.2 and later).',
    zh: '原来请求的主机；只有 lzc-ingress 改写了主机时才有（应用间调用，lzcos 1.5.2 起）。',
  },
  confidence: 'documented',
  source: page('advanced-app-interconnect'),
}

/** What a request with an API token lacks. */
export const TOKEN_REQUEST_LACKS: Fact<readonly string[]> = {
  value: [DEVICE_HEADER.value, PEER_HEADER.value],
  about: {
    en: 'Headers that a request with an API token does not have; its X-HC-Login-Time is the token’s birthday.',
    zh: '用 API 令牌的请求没有的请求头；其中 X-HC-Login-Time 是令牌的创建时间。',
  },
  confidence: 'documented',
  source: page('advanced-api-auth-token'),
}

/** What the request of one app to another lacks. */
export const DELEGATED_REQUEST_LACKS: Fact<readonly string[]> = {
  value: [
    DEVICE_HEADER.value,
    PEER_HEADER.value,
    VERSION_HEADER.value,
    LOGIN_TIME_HEADER.value,
    TICKET_HEADER.value,
  ],
  about: {
    en: 'Headers that a request of another app, in a person’s name, does not have; the ticket of a past visit was refused after a restart of the box.',
    zh: '其他应用代表用户发来的请求没有的请求头；保存下来的票据在微服重启后会被拒绝。',
  },
  confidence: 'documented',
  source: page('advanced-app-interconnect'),
}
