/** Faults of the token endpoint. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import * as answers from './answers.ts'
import type { Faults } from './fault.ts'
import type { TokenFault } from './names.ts'

export const TOKEN_FAULTS: Faults<TokenFault> = {
  'token-500': {
    en: 'The token endpoint fails with status 500; nothing is used up.',
    zh: '令牌端点返回 500；授权码未被消耗。',
    instead: { token: answers.failure(500) },
  },
  'token-503': {
    en: 'The token endpoint is unavailable, status 503; nothing is used up.',
    zh: '令牌端点不可用，返回 503；授权码未被消耗。',
    instead: { token: answers.failure(503) },
  },
  'token-hang': {
    en: 'The token endpoint never answers.',
    zh: '令牌端点永不应答。',
    instead: { token: answers.hang },
  },
  'token-drip': {
    en: 'The token endpoint sends one byte every 200 ms, without end.',
    zh: '令牌端点每 200 毫秒发一个字节，没有尽头。',
    instead: { token: answers.drip },
  },
  'token-html': {
    en: 'The token endpoint answers 200 with a page.',
    zh: '令牌端点返回 200 和一个网页。',
    instead: { token: answers.html },
  },
  'token-html-json': {
    en: 'The token response is right but labelled text/html.',
    zh: '令牌响应内容正确，但标为 text/html。',
    reply: {
      token: (reply) => ({ ...reply, headers: { ...reply.headers, 'content-type': 'text/html' } }),
    },
  },
  'token-redirect': {
    en: 'The token endpoint redirects (307) to a path where the request would succeed.',
    zh: '令牌端点以 307 重定向到一个会成功的路径。',
    instead: { token: answers.elsewhere(307, `${PROVIDER_PATH.value}/token-elsewhere`) },
  },
  'token-oversized': {
    en: 'The token response is good but 2 MiB long.',
    zh: '令牌响应正确，但长达 2 MiB。',
    members: { token: answers.oversized },
  },
  'token-gzip-bomb': {
    en: 'The token response is a small gzip file that inflates to 320 MiB.',
    zh: '令牌响应是一个解压后达 320 MiB 的 gzip。',
    instead: { token: answers.gzipBomb },
  },
  'token-reset': {
    en: 'The token endpoint cuts the connection; nothing is used up.',
    zh: '令牌端点直接断开连接；授权码未被消耗。',
    instead: { token: answers.reset },
  },
  'token-truncated': {
    en: 'Only the first half of the token response arrives; the code is used up.',
    zh: '令牌响应只到达前一半；授权码已被消耗。',
    reply: {
      token: (reply) => ({ ...reply, body: reply.body.slice(0, reply.body.length >> 1) }),
    },
  },
  'token-type-mac': {
    en: 'The token response has token_type "mac".',
    zh: '令牌响应的 token_type 为 "mac"。',
    members: { token: (value) => ({ ...value, token_type: 'mac' }) },
  },
  'missing-access-token': {
    en: 'The token response has no access_token.',
    zh: '令牌响应没有 access_token。',
    members: { token: answers.without('access_token') },
  },
  'empty-access-token': {
    en: 'The token response has an empty access_token.',
    zh: '令牌响应的 access_token 为空。',
    members: { token: (value) => ({ ...value, access_token: '' }) },
  },
  'missing-expires-in': {
    en: 'The token response has no expires_in; a client accepts it.',
    zh: '令牌响应没有 expires_in；客户端应接受。',
    members: { token: answers.without('expires_in') },
  },
  'invalid-expires-in': {
    en: 'The token response has expires_in "soon".',
    zh: '令牌响应的 expires_in 为 "soon"。',
    members: { token: (value) => ({ ...value, expires_in: 'soon' }) },
  },
  'token-not-object': {
    en: 'The token response is a JSON array.',
    zh: '令牌响应是 JSON 数组。',
    reply: { token: (reply) => ({ ...reply, body: `[${reply.body}]` }) },
  },
  'basic-not-decoded': {
    en: 'Basic credentials are compared without undoing their form encoding.',
    zh: '比较 Basic 凭据时不做百分号解码。',
    decodeBasic: (text) => text,
  },
}
