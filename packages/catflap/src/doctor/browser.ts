/**
 * Checks of what passes between the app and browsers: the cookie, and what a proxy adds.
 */
import {
  DEVICE_HEADER,
  LOGIN_TIME_HEADER,
  ROLE_HEADER,
  SOURCE_HEADER,
  USER_HEADER,
} from 'catflap-lazycat/facts'
import type { Settings } from '../configuration/options.ts'
import { serializeCookie } from '../protocol/cookie.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { type Finding, ok, same } from './finding.ts'

/** The session cookie as browsers will get it. */
export function checkCookie({ secure, cookies, session }: Settings): Finding {
  const seen = same(serializeCookie(cookies.session, '…', session.absoluteLifetime))
  return secure
    ? ok('cookie', seen)
    : ok('cookie', seen, {
        en: 'On plain http, which is accepted on this very machine only, browsers take neither Secure nor the __Host- prefix; the port in the name keeps apps of one host apart.',
        zh: '明文 http 只允许用于本机；此时浏览器不接受 Secure 和 __Host- 前缀；名称中的端口号让同一主机上的多个应用互不影响。',
      })
}

const PROXY_HEADERS: readonly string[] = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-by',
  ...[USER_HEADER, ROLE_HEADER, DEVICE_HEADER, SOURCE_HEADER, LOGIN_TIME_HEADER].map(({ value }) =>
    value.toLowerCase(),
  ),
]

/** Which headers of a proxy are there; their values are nobody's business. */
export function checkProxyHeaders(header: HeaderReader | undefined): Finding {
  const note = {
    en: `They decide nothing: addresses come from the settings, and ${USER_HEADER.value} can end the use of a session but signs nobody in.`,
    zh: `它们不起决定作用：地址只取自设置；${USER_HEADER.value} 只能使会话不适用，不能让任何人登录。`,
  }
  if (header === undefined) {
    return ok('proxy-headers', { en: 'no request to look at', zh: '没有可查看的请求' }, note)
  }
  const present = PROXY_HEADERS.filter((name) => header(name))
  const seen = present.length === 0 ? { en: 'none', zh: '无' } : same(present.join(', '))
  return ok('proxy-headers', seen, note)
}
