/** Faults of the discovery document. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import * as answers from './answers.ts'
import type { Faults } from './fault.ts'
import type { DiscoveryFault } from './names.ts'

export const DISCOVERY_FAULTS: Faults<DiscoveryFault> = {
  'discovery-500': {
    en: 'Discovery fails with status 500.',
    zh: '发现文档返回 500。',
    instead: { discovery: answers.failure(500) },
  },
  'discovery-hang': {
    en: 'Discovery never answers.',
    zh: '发现文档永不应答。',
    instead: { discovery: answers.hang },
  },
  'discovery-html': {
    en: 'Discovery answers 200 with a page.',
    zh: '发现文档返回 200 和一个网页。',
    instead: { discovery: answers.html },
  },
  'discovery-redirect': {
    en: 'Discovery redirects (302) to a path where it would succeed.',
    zh: '发现文档以 302 重定向到一个会成功的路径。',
    instead: { discovery: answers.elsewhere(302, `${PROVIDER_PATH.value}/discovery-elsewhere`) },
  },
  'discovery-oversized': {
    en: 'The discovery document is good but 2 MiB long.',
    zh: '发现文档正确，但长达 2 MiB。',
    members: { discovery: answers.oversized },
  },
  'discovery-reset': {
    en: 'Discovery cuts the connection.',
    zh: '发现文档直接断开连接。',
    instead: { discovery: answers.reset },
  },
  'discovery-issuer-mismatch': {
    en: 'The discovery document names another issuer.',
    zh: '发现文档中的 issuer 是另一个。',
    members: {
      discovery: (value) => ({ ...value, issuer: `https://other.invalid${PROVIDER_PATH.value}` }),
    },
  },
  'discovery-missing-endpoints': {
    en: 'The discovery document lacks its authorization, token and keys addresses.',
    zh: '发现文档缺少授权、令牌和公钥地址。',
    members: {
      discovery: answers.without('authorization_endpoint', 'token_endpoint', 'jwks_uri'),
    },
  },
  'discovery-http-endpoint': {
    en: 'The discovery document has a token endpoint on plain http, not on loopback.',
    zh: '发现文档的令牌端点是非本机的明文 http。',
    members: {
      discovery: (value) => ({
        ...value,
        token_endpoint: `http://example.invalid${PROVIDER_PATH.value}/token`,
      }),
    },
  },
  'discovery-invalid-json': {
    en: 'The discovery document ends in the middle of its JSON.',
    zh: '发现文档的 JSON 不完整。',
    reply: {
      discovery: (reply) => ({ ...reply, body: reply.body.slice(0, reply.body.length >> 1) }),
    },
  },
}
