/** Faults of the JWKS: the provider's public keys. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import * as answers from './answers.ts'
import type { Faults } from './fault.ts'
import type { JwksFault } from './names.ts'

export const JWKS_FAULTS: Faults<JwksFault> = {
  'jwks-500': {
    en: 'The JWKS fails with status 500.',
    zh: 'JWKS 返回 500。',
    instead: { keys: answers.failure(500) },
  },
  'jwks-hang': {
    en: 'The JWKS never answers.',
    zh: 'JWKS 永不应答。',
    instead: { keys: answers.hang },
  },
  'jwks-html': {
    en: 'The JWKS answers 200 with a page.',
    zh: 'JWKS 返回 200 和一个网页。',
    instead: { keys: answers.html },
  },
  'jwks-oversized': {
    en: 'The JWKS is good but 2 MiB long.',
    zh: 'JWKS 正确，但长达 2 MiB。',
    members: { keys: answers.oversized },
  },
  'jwks-empty': {
    en: 'The JWKS has no key.',
    zh: 'JWKS 中没有公钥。',
    jwks: () => [],
  },
  'jwks-redirect': {
    en: 'The JWKS redirects (302) to a path where it would succeed.',
    zh: 'JWKS 以 302 重定向到一个会成功的路径。',
    instead: { keys: answers.elsewhere(302, `${PROVIDER_PATH.value}/keys-elsewhere`) },
  },
  'jwks-broken-key': {
    en: 'The key has the right kid but a modulus that is garbage.',
    zh: '公钥的 kid 正确，但模数是乱码。',
    jwks: (keys) => keys.map((key) => ({ ...key, n: 'bm90LWEtbW9kdWx1cw' })),
  },
  'jwks-with-hmac-key': {
    en: 'The JWKS begins with a symmetric key of the same kid; a client must not be misled.',
    zh: 'JWKS 以一个 kid 相同的对称密钥开头；客户端不应受误导。',
    jwks: (keys) => [
      { use: 'sig', kty: 'oct', kid: keys[0]?.kid, alg: 'HS256', k: 'bm90LWEtc2VjcmV0' },
      ...keys,
    ],
  },
}
