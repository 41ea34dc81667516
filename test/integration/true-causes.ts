/**
 * What a page must say of each fault that ends a login, in both languages: the words from which
 * somebody who knows nothing of the fault learns what is really wrong. Beyond the title and the fix,
 * which follow from the code.
 */
import type { FaultName } from 'catflap-devbox'

/** Words that a page must hold, all of them. */
export type Words = readonly (string | RegExp)[]

/** The words in each language. */
export interface TrueCause {
  readonly en: Words
  readonly zh: Words
}

const both = (...words: Words): TrueCause => ({ en: words, zh: words })
const cause = (en: Words, zh: Words): TrueCause => ({ en, zh })

/** The bad answers that any endpoint can give; each names the endpoint's address. */
const failure = (path: string, status: number) =>
  cause([`${path}\n`, `status ${status}`], [`${path} 的应答`, `状态码 ${status}`])
const hang = (path: string) =>
  cause(
    [`${path} within 8 seconds`, 'no answer in time'],
    [`${path} 在 8 秒内应答`, '没有按时应答'],
  )
const drip = (path: string) =>
  cause(
    [`${path} within 8 seconds`, 'an answer that did not end in time'],
    [`${path} 在 8 秒内应答`, '应答迟迟没有结束'],
  )
const reset = (path: string) =>
  cause(
    [`${path} within 60 seconds`, 'the connection was cut'],
    [`${path} 在 60 秒内应答`, '连接被切断'],
  )
const html = (path: string) =>
  cause(
    [`application/json from http`, `${path}\n`, '\ntext/html\n', 'a login page'],
    [`application/json（来自 http`, `${path}）`, '\ntext/html\n', '登录页面'],
  )
const redirect = (status: number, path: string) =>
  cause(
    [`${path}\n`, new RegExp(`a redirect \\(${status}\\) to http://\\S+${path}-elsewhere`)],
    [`${path} 的应答`, new RegExp(`重定向（${status}）到 http://\\S+${path}-elsewhere`)],
  )
const oversized = (path: string) =>
  cause(
    ['at most 1048576 bytes', `${path}\n`, '\nmore\n', 'too large'],
    ['最多 1048576 字节', `${path}）`, '\n更多\n', '太大'],
  )
const bomb = (path: string) =>
  cause(['at most 1048576 bytes', `${path}\n`, 'once decompressed'], [`${path}）`, '解压后超出'])
const cutOff = cause(
  ['JSON that is broken or cut off', 'cuts the answer off'],
  ['损坏或不完整的 JSON', '截断'],
)

const DISCOVERY = '/sys/oauth/.well-known/openid-configuration'
const KEYS = '/sys/oauth/keys'
const TOKEN = '/sys/oauth/token'
const USERINFO = '/sys/oauth/userinfo'
const OTHER = 'https://other.invalid/sys/oauth'

const wrongAlgorithm = (alg: string) => both('\nalg\n', 'RS256', `\n${alg}\n`)
const badSignature = cause(
  ['1 fitting key, none verifies', 'signed by none of the keys', 'altered on its way'],
  ['有 1 个合适的公钥，但都验不过', '不是任何一个已公布的密钥', '被改动'],
)
const missing = (claim: string) =>
  cause([`\n${claim}\n`, '\nnothing\n'], [`\n${claim}\n`, '\n无\n'])
const repeated = (name: string) => cause([`\n${name}\n`, '2 times'], [`\n${name}\n`, '2 次'])

/** By fault; a fault that signs in has no row. */
export const TRUE_CAUSES: Readonly<Partial<Record<FaultName, TrueCause>>> = {
  'invalid-sig-rs256': badSignature,
  'kid-known-wrong-key': badSignature,
  'jwks-broken-key': cause(
    ['1 fitting key, none is usable', 'key is broken'],
    ['有 1 个合适的公钥，但无法使用', '公钥已损坏'],
  ),
  'kid-unknown': cause(
    [/kid [0-9a-f]{40}, not among 1 published/],
    [/kid [0-9a-f]{40}，不在已公布的 1 个公钥中/],
  ),
  'jwks-empty': cause(['a JWK Set without a key'], ['没有任何公钥的 JWK Set']),
  'idtoken-sig-none': both('\nalg\n', 'RS256', '\n"none"\n'),
  'idtoken-sig-hs256': wrongAlgorithm('HS256'),
  'idtoken-sig-es256': wrongAlgorithm('ES256'),
  'idtoken-sig-ps256': wrongAlgorithm('PS256'),
  'idtoken-eddsa': wrongAlgorithm('EdDSA'),

  'invalid-iss': both('\niss\n', OTHER),
  'missing-iss': missing('iss'),
  'invalid-aud': both('\naud\n', 'dev.other.app', 'OIDC_CLIENT_ID'),
  'missing-aud': missing('aud'),
  'multiple-aud-without-azp': cause(['none, though aud is not single'], ['无，但 aud 不止一个']),
  'invalid-azp': both('\nazp\n', 'dev.other.app'),
  'invalid-sub': cause(
    ['another sub', 'in the ID Token or in UserInfo'],
    ['另一个 sub', '在 ID Token 或 UserInfo 中'],
  ),
  'missing-sub': missing('sub'),
  expired: cause(
    [
      /3\d{3} seconds behind this machine's clock; the provider's clock is [01] seconds/,
      'old token',
    ],
    [/比本机时钟慢 3\d{3} 秒；身份提供方的时钟比本机. [01] 秒/, '旧令牌'],
  ),
  'missing-exp': missing('exp'),
  'string-exp': cause(['\nexp\n', 'text in place of a number'], ['\nexp\n', '文本，而不是数字']),
  'issued-in-future': cause(
    [
      /3\d{3} seconds ahead of this machine's clock; the provider's clock is [01] seconds/,
      'wrong iat',
    ],
    [/比本机时钟快 3\d{3} 秒；身份提供方的时钟比本机. [01] 秒/, '写错了 iat'],
  ),
  'missing-iat': missing('iat'),
  'invalid-nonce': cause(['another value', 'an earlier login'], ['另一个值', '之前某次登录']),
  'missing-nonce': cause(['\nnone\n', 'does not put the nonce'], ['\n无\n', '没有把 nonce 写进']),
  'invalid-at-hash': cause(['\nat_hash\n', 'another value'], ['\nat_hash\n', '另一个值']),
  'malformed-id-token': cause(['three parts', '\n2\n'], ['三段', '\n2\n']),
  'missing-id-token': missing('id_token'),

  'invalid-state': cause(
    ['another state', 'changed the parameter state'],
    ['另一个 state', '改动了 state'],
  ),
  'missing-state': cause(['\nstate\n', '\nnone\n'], ['\nstate\n', '\n无\n']),
  'repeated-state': repeated('state'),
  'missing-code': cause(['\ncode\n', 'a code or an error', 'neither'], ['\ncode\n', '两者都没有']),
  'repeated-code': repeated('code'),
  'oversized-code': cause(['\ncode\n', '10240 characters'], ['\ncode\n', '10240 个字符']),
  'code-and-error': cause(
    ['\nboth\n', 'a code and an error'],
    ['两者都有', '同时返回了 code 和 error'],
  ),
  'invalid-response-iss': both('\niss\n', OTHER),
  'missing-response-iss': cause(
    ['\niss\n', '\nnothing\n', 'does not send it'],
    ['\niss\n', '\n无\n', '没有发送'],
  ),
  'error-access-denied': cause(
    ['access_denied', 'not to grant access'],
    ['access_denied', '没有同意授权'],
  ),
  'error-server-error': cause(['server_error', 'fault of its own'], ['server_error', '自身的故障']),
  'error-temporarily-unavailable': cause(
    ['temporarily_unavailable', 'just starting'],
    ['temporarily_unavailable', '正在启动'],
  ),
  'error-invalid-scope': both('\ninvalid_scope\n', 'OIDC_SCOPES'),

  'token-500': cause(
    [`${TOKEN}\n`, 'status 500 (server_error)', 'came several times at once'],
    [`${TOKEN} 的应答`, '状态码 500（server_error）', '同时送达了多份'],
  ),
  'token-503': failure(TOKEN, 503),
  'token-hang': hang(TOKEN),
  'token-drip': drip(TOKEN),
  'token-html': html(TOKEN),
  'token-html-json': cause(
    ['JSON labelled text/html', 'labels it wrongly'],
    ['标为 text/html 的 JSON', '标错了类型'],
  ),
  'token-redirect': redirect(307, TOKEN),
  'token-oversized': oversized(TOKEN),
  'token-gzip-bomb': bomb(TOKEN),
  'token-reset': reset(TOKEN),
  'token-truncated': cutOff,
  'token-type-mac': both('\ntoken_type\n', '\nBearer\n', '\nmac\n'),
  'missing-access-token': cause(['\naccess_token\n', '\nnone\n'], ['\naccess_token\n', '\n无\n']),
  'empty-access-token': cause(['\naccess_token\n', '\nempty\n'], ['\naccess_token\n', '\n空\n']),
  'invalid-expires-in': cause(['\nexpires_in\n', '\ntext\n'], ['\nexpires_in\n', '\n文本\n']),
  'token-not-object': cause(['other JSON'], ['其他 JSON']),

  'userinfo-500': failure(USERINFO, 500),
  'userinfo-403': cause(
    ['status 403', 'refuses the access token'],
    ['状态码 403', '拒绝了访问令牌'],
  ),
  'userinfo-hang': hang(USERINFO),
  'userinfo-drip': drip(USERINFO),
  'userinfo-html': cause(
    ['application/json from http', `${USERINFO}\n`, '\ntext/html\n', 'another page answers'],
    ['application/json（来自 http', `${USERINFO}）`, '\ntext/html\n', '别的页面'],
  ),
  'userinfo-redirect': redirect(302, USERINFO),
  'userinfo-oversized': oversized(USERINFO),
  'userinfo-gzip-bomb': bomb(USERINFO),
  'userinfo-reset': reset(USERINFO),
  'userinfo-invalid-sub': cause(['another sub', 'cache or a proxy'], ['另一个 sub', '缓存或代理']),
  'userinfo-missing-sub': cause(['\nnone\n', 'leaves sub out'], ['\n无\n', '漏掉了 sub']),

  'discovery-500': failure(DISCOVERY, 500),
  'discovery-hang': hang(DISCOVERY),
  'discovery-html': html(DISCOVERY),
  'discovery-redirect': cause(
    [/a redirect \(302\) to http:\S+\/sys\/oauth\/discovery-elsewhere/],
    [/重定向（302）到 http:\S+\/sys\/oauth\/discovery-elsewhere/],
  ),
  'discovery-oversized': oversized(DISCOVERY),
  'discovery-reset': reset(DISCOVERY),
  'discovery-issuer-mismatch': both('\nissuer\n', OTHER),
  'discovery-missing-endpoints': cause(
    ['authorization_endpoint, token_endpoint, jwks_uri', '\nnothing\n', 'lacks an endpoint'],
    ['authorization_endpoint, token_endpoint, jwks_uri', '\n无\n', '缺少某个端点'],
  ),
  'discovery-http-endpoint': cause(
    ['\ntoken_endpoint\n', 'an https address', 'http://example.invalid/sys/oauth/token'],
    ['\ntoken_endpoint\n', 'https 地址', 'http://example.invalid/sys/oauth/token'],
  ),
  'discovery-invalid-json': cutOff,

  'jwks-500': failure(KEYS, 500),
  'jwks-hang': hang(KEYS),
  'jwks-html': html(KEYS),
  'jwks-oversized': oversized(KEYS),
  'jwks-redirect': redirect(302, KEYS),

  'unregistered-redirect-uri': cause(
    ['Unregistered redirect_uri.', 'https://elsewhere.invalid/callback'],
    ['Unregistered redirect_uri.', 'https://elsewhere.invalid/callback'],
  ),
  'unknown-client': both('Invalid client_id'),
  'secret-rotated': cause(
    [
      'tokens for client ',
      'invalid_client',
      'client secret is an old one',
      'LAZYCAT_AUTH_OIDC_CLIENT_SECRET',
      'Restart the app',
    ],
    ['invalid_client', '客户端密钥是旧的', 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET', '重启应用'],
  ),
  'clock-ahead': cause(
    [
      /the provider's clock is (599|60[01]) seconds ahead of this machine's/,
      'clock is ahead',
      'NTP',
    ],
    [/身份提供方的时钟比本机快 (599|60[01]) 秒/, '时钟快了', 'NTP'],
  ),
  'clock-behind': cause(
    [
      /the provider's clock is (599|60[01]) seconds behind this machine's/,
      'clock is behind',
      'NTP',
    ],
    [/身份提供方的时钟比本机慢 (599|60[01]) 秒/, '时钟慢了', 'NTP'],
  ),
}
