/** How the ingress treats requests: what it takes off, whom it lets pass. */
import { API_TOKEN_HEADER, TICKET_HEADER, VERSION_HEADER } from './ingress.ts'
import { page, type Source, said, type Text } from './source.ts'

const HEADERS = page('http-request-headers')

/** One thing about the ingress, as it is used in code. */
export interface IngressFact<Value> extends Source {
  readonly value: Value
  readonly about: Text
}

/** How lzc-ingress treats requests to an app. */
export const INGRESS: {
  readonly cookieForApp: IngressFact<boolean>
  readonly cookieDomain: IngressFact<'box'>
  readonly tokenHeaders: IngressFact<readonly string[]>
  readonly tokenAlone: IngressFact<boolean>
  readonly tokenWithoutClient: IngressFact<readonly string[]>
  readonly linkRefused: IngressFact<number>
  readonly forwardedBy: IngressFact<string>
  readonly forwardedFamily: IngressFact<boolean>
  readonly host: IngressFact<'app' | 'backend'>
  readonly publicPathExclusion: IngressFact<string>
  readonly prefixEnd: IngressFact<'segment'>
  readonly notOwner: IngressFact<number>
} = {
  cookieForApp: {
    value: false,
    about: {
      en: 'Whether an app gets to see that cookie.',
      zh: '应用能否看到该 Cookie。',
    },
    confidence: 'inferred',
    source: said(
      'the documentation names headers as the one way in which an app learns of the user',
      '文档只把请求头列为应用得知用户的方式',
    ),
  },
  cookieDomain: {
    value: 'box',
    about: {
      en: 'It is sent to the box and to all apps on it.',
      zh: '它会发送给微服及其上的所有应用。',
    },
    confidence: 'inferred',
    source: said('one sign-in serves all app domains', '一次登录对所有应用域名有效'),
  },
  tokenHeaders: {
    value: [API_TOKEN_HEADER.value, 'Lzc-Auth-Token'],
    about: {
      en: 'Headers by which scripts and clients sign in; taken off before the app.',
      zh: '脚本和客户端用来认证的请求头；到达应用前会被移除。',
    },
    confidence: 'documented',
    source: page('advanced-public-api'),
  },
  tokenAlone: {
    value: true,
    about: {
      en: 'Whether an API token that is sent decides alone: beside an unknown one the cookie signs nobody in.',
      zh: '请求带有 API 令牌时是否只看令牌：令牌无效时，同一请求中的 Cookie 也不算登录。',
    },
    confidence: 'inferred',
    source: said(
      'the stricter reading; the documentation does not say',
      '取较严格的理解；文档没有说明',
    ),
  },
  tokenWithoutClient: {
    value: [VERSION_HEADER.value, TICKET_HEADER.value],
    about: {
      en: 'What else a request with an API token does not have.',
      zh: '用 API 令牌的请求还没有哪些请求头。',
    },
    confidence: 'inferred',
    source: said(
      'there is neither a client, which would have a version, nor a visit, of which a ticket comes',
      '既没有客户端（版本号），也没有真实访问（票据的来源）',
    ),
  },
  linkRefused: {
    value: 401,
    about: {
      en: 'What an app gets from another app without a ticket that is good, but on public paths.',
      zh: '应用间访问没有有效票据时得到的状态码（公开路径除外）。',
    },
    confidence: 'observed',
    source: said(
      'a published design of an app: without a visit, and with a stored ticket after a restart',
      '某应用公开的设计文档：没有用户访问时，以及重启后使用保存的票据时',
    ),
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
    source: said(
      'the documentation lists X-Forwarded-Proto and X-Forwarded-By only',
      '文档只列出 X-Forwarded-Proto 和 X-Forwarded-By',
    ),
  },
  host: {
    value: 'app',
    about: {
      en: 'The Host that an app sees: its domain. Some versions send the service name for plain routes, so build no address from it.',
      zh: '应用看到的 Host：应用域名。有些版本对普通路由发送服务名，因此不要用它拼地址。',
    },
    confidence: 'inferred',
    source: said(
      'the option use_backend_host asks for the other one; reports differ',
      'use_backend_host 选项要求的是另一种；各方说法不一',
    ),
  },
  publicPathExclusion: {
    value: '!',
    about: {
      en: 'Begins an entry of public_path that closes a path again; it wins.',
      zh: 'public_path 中以它开头的条目会重新关闭该路径，且优先。',
    },
    confidence: 'documented',
    source: page('advanced-public-api'),
  },
  prefixEnd: {
    value: 'segment',
    about: {
      en: 'A prefix covers whole segments: `/api` covers `/api/x`, not `/apix`.',
      zh: '前缀按完整路径段匹配：`/api` 包含 `/api/x`，不包含 `/apix`。',
    },
    confidence: 'inferred',
    source: said(
      'the stricter reading; the documentation does not say',
      '取较严格的理解；文档没有说明',
    ),
  },
  notOwner: {
    value: 403,
    about: {
      en: 'What another user gets from an instance that belongs to one user.',
      zh: '其他用户访问某个用户专属实例时得到的状态码。',
    },
    confidence: 'inferred',
    source: said(
      'each user has an instance of their own; nothing is published about the others',
      '每个用户有自己的实例；其他用户的情况没有公开资料',
    ),
  },
}
