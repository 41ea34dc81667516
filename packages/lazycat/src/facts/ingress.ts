/** The ingress in front of every app: its cookie, its headers, its domains. */
import type { Fact } from './source.ts'

const HEADERS = 'lzc-developer-doc: http-request-headers'

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
  source: 'lzc-developer-doc: advanced-domain; Public Suffix List, private section',
}

/** What the names of containers end with. */
export const CONTAINER_SUFFIX: Fact = {
  value: 'lzcapp',
  about: {
    en: 'Ends the names of containers: <service>.<package>.lzcapp.',
    zh: '容器域名的结尾：<服务>.<包名>.lzcapp。',
  },
  confidence: 'documented',
  source: 'lzc-developer-doc: advanced-domain',
}
