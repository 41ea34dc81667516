/** Faults of the ID Token's claims (OpenID Connect Core 1.0, section 3.1.3.7) and of its shape. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import { without } from './answers.ts'
import type { Fault, Faults } from './fault.ts'
import type { IdTokenClaimFault } from './names.ts'

const HOUR = 3600

export const ID_TOKEN_CLAIM_FAULTS: Faults<IdTokenClaimFault> = {
  'invalid-iss': change('names another issuer.', 'iss 是另一个提供方。', {
    iss: `https://other.invalid${PROVIDER_PATH.value}`,
  }),
  'missing-iss': omission('iss'),
  'invalid-aud': change('is meant for another client.', 'aud 是另一个客户端。', {
    aud: 'dev.other.app',
  }),
  'missing-aud': omission('aud'),
  'multiple-aud': derived(
    'has two audiences and azp names the client; a client accepts it.',
    '有两个 aud，azp 是本客户端；客户端可接受。',
    ({ aud, ...rest }) => ({ ...rest, aud: [aud, 'dev.other.app'], azp: aud }),
  ),
  'multiple-aud-without-azp': derived(
    'has two audiences but no azp.',
    '有两个 aud，却没有 azp。',
    ({ aud, ...rest }) => ({ ...rest, aud: [aud, 'dev.other.app'] }),
  ),
  'invalid-azp': change('has an azp that names another client.', 'azp 是另一个客户端。', {
    azp: 'dev.other.app',
  }),
  'invalid-sub': change('is about another person.', 'sub 是另一个人。', { sub: 'somebody-else' }),
  'missing-sub': omission('sub'),
  expired: derived('expired an hour ago.', '一小时前已过期。', ({ iat, ...rest }) => ({
    ...rest,
    iat: Number(iat) - 2 * HOUR,
    exp: Number(iat) - HOUR,
  })),
  'missing-exp': omission('exp'),
  'string-exp': derived('has its exp as text.', 'exp 是字符串。', (claims) => ({
    ...claims,
    exp: String(claims.exp),
  })),
  'issued-in-future': derived('was issued an hour from now.', 'iat 在一小时之后。', (claims) => ({
    ...claims,
    iat: Number(claims.iat) + HOUR,
    exp: Number(claims.exp) + HOUR,
  })),
  'missing-iat': omission('iat'),
  'invalid-nonce': change('has another nonce than the request.', 'nonce 与请求不符。', {
    nonce: 'not-the-nonce-you-sent',
  }),
  'missing-nonce': omission('nonce'),
  'invalid-at-hash': change('has an at_hash of another access token.', 'at_hash 与访问令牌不符。', {
    at_hash: 'AAAAAAAAAAAAAAAAAAAAAA',
  }),
  'missing-at-hash': {
    ...omission('at_hash'),
    en: 'The ID Token has no at_hash; a client accepts it.',
    zh: 'ID Token：没有 at_hash；客户端应接受。',
  },
  'malformed-id-token': {
    en: 'The ID Token has two parts, not three.',
    zh: 'ID Token：只有两段而不是三段。',
    token: (idToken) => idToken.slice(0, idToken.lastIndexOf('.')),
  },
  'missing-id-token': {
    en: 'The token response has no id_token.',
    zh: '令牌响应没有 id_token。',
    members: { token: without('id_token') },
  },
  'oversized-id-token': change('carries a claim of 100 KB.', '带有一个 100 KB 的声明。', {
    padding: 'x'.repeat(100 * 1024),
  }),
  'groups-missing': {
    en: 'Neither token says which groups the user is in, though the scope was granted.',
    zh: '虽已授予 groups，两个令牌都没有 groups 声明。',
    userClaims: without('groups'),
  },
  'groups-not-array': {
    en: 'The groups claim of both tokens is text, not a list.',
    zh: '两个令牌的 groups 声明是字符串而不是列表。',
    userClaims: (claims) =>
      'groups' in claims ? { ...claims, groups: String(claims.groups) } : claims,
  },
}

type Claims = Readonly<Record<string, unknown>>

function derived(en: string, zh: string, alter: (claims: Claims) => Claims): Fault {
  return {
    en: `The ID Token ${en}`,
    zh: `ID Token：${zh}`,
    draft: (draft) => ({ ...draft, claims: alter(draft.claims) }),
  }
}

function change(en: string, zh: string, members: Claims): Fault {
  return derived(en, zh, (claims) => ({ ...claims, ...members }))
}

function omission(name: string): Fault {
  return derived(`has no ${name}.`, `没有 ${name}。`, without(name))
}
