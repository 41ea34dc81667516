/** Errors of the ID Token, in Chinese. */
import type { ErrorTexts, IdTokenCode } from './texts.ts'

export const idToken: ErrorTexts<IdTokenCode> = {
  AT_HASH_MISMATCH: {
    title: '访问令牌与 ID Token 不匹配',
    causes: [
      '令牌端点前面的缓存或代理把两次应答拼在了一起。',
      '身份提供方没有按标准计算 at_hash，或者弄混了两次应答。',
      '有人替换了其中一个令牌。',
    ],
    fix: '请重新登录。若仍出现，请去掉本应用与 LAZYCAT_AUTH_OIDC_TOKEN_URI 之间的代理，再重启身份提供方。',
  },
  ID_TOKEN_ALG_REFUSED: {
    title: 'ID Token 的签名算法不被接受',
    causes: [
      '身份提供方使用的签名算法不在其发现文档的 id_token_signing_alg_values_supported 之中；文档没有写明时，要求 RS256。',
      '设置了 OIDC_ALGORITHMS 或 provider.algorithms，其中没有身份提供方所用的算法。',
      '该客户端在那里登记的是 HS256，那样客户端密钥就成了签名密钥。',
      '有人伪造了令牌：把算法写成 "none" 或 HS256 是常见手法。',
    ],
    fix: '懒猫微服使用 RS256，请确认 LAZYCAT_AUTH_OIDC_ISSUER_URI 就是微服自己的。其他身份提供方请改用 RS256 签名，或把它的算法写入 OIDC_ALGORITHMS；none 和 HMAC 绝不接受。',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    title: 'ID Token 是发给其他应用的',
    causes: [
      'OIDC_CLIENT_ID 用别的应用的 client id 盖住了微服的值，常见于复制来的 .env 文件。',
      'manifest 把 LAZYCAT_AUTH_OIDC_CLIENT_ID 写成了固定文本；在微服上它就是应用包名。',
      '身份提供方发出了别的应用的令牌。',
    ],
    fix: '在微服上请删除 OIDC_CLIENT_ID，并在 manifest 中映射 LAZYCAT_AUTH_OIDC_CLIENT_ID。其他环境请核对 OIDC_CLIENT_ID 与身份提供方登记的是否一致。',
  },
  ID_TOKEN_AZP_MISMATCH: {
    title: 'ID Token 是其他应用请求的',
    causes: [
      '身份提供方被设置成一个令牌供多个应用使用（受信任的对等应用），而请求它的是另一个应用。',
      '令牌有多个 aud 却没有 azp，无法知道它是发给哪个应用的。',
      'OIDC_CLIENT_ID 是别的应用的 client id。',
    ],
    fix: '请让身份提供方为每个应用单独签发令牌，去掉其他 aud。在微服上请删除 OIDC_CLIENT_ID。',
  },
  ID_TOKEN_EXPIRED: {
    title: 'ID Token 已经过期',
    causes: [
      '身份提供方的时钟慢了，或本机的时钟快了；详情中有相差的秒数。',
      '如果详情显示两边时钟一致，那就是身份提供方或它前面的缓存发出了旧令牌。',
    ],
    fix: '请用 NTP 校准两边的时钟，然后重新登录；允许相差 60 秒。如果时钟一致，请去掉缓存。',
  },
  ID_TOKEN_FROM_FUTURE: {
    title: 'ID Token 的签发时间在未来',
    causes: [
      '身份提供方的时钟快了，或本机的时钟慢了；详情中有相差的秒数。',
      '如果详情显示两边时钟一致，那就是身份提供方写错了 iat；或者 nbf 晚于现在，令牌要到那时才生效。',
    ],
    fix: '请用 NTP 校准两边的时钟，然后重新登录；允许相差 60 秒。',
  },
  ID_TOKEN_INVALID: {
    title: 'ID Token 格式不正确',
    causes: [
      '缺少每个 ID Token 必需的声明，或声明的类型不对；详情写明是哪一个。',
      '令牌不是由三段组成的签名 JWT：身份提供方对它加了密，或者被代理截断。',
      'LAZYCAT_AUTH_OIDC_TOKEN_URI 或 OIDC_TOKEN_URI 指向的不是 OpenID Provider。',
    ],
    fix: '请让身份提供方返回签名的 ID Token，并包含详情中写明的部分。在微服上请删除 OIDC_TOKEN_URI。',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    title: 'ID Token 来自另一个签发者',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI 或 OIDC_TOKEN_URI 与 issuer 不属于同一个身份提供方。',
      '微服改过名，而本应用还在用旧的变量。',
      '身份提供方写的 iss 与它的发现文档不同，或者没有写。',
    ],
    fix: '在微服上请删除 OIDC_ISSUER 和 OIDC_TOKEN_URI，并重启应用。其他环境请把 OIDC_ISSUER 设为与身份提供方自称的完全一致；详情中列出两者。',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    title: '找不到 ID Token 的签名公钥',
    causes: [
      '身份提供方刚刚重启：懒猫微服会更换全部密钥。',
      'OIDC_JWKS_URI 写的是另一个身份提供方的公钥，或微服改名之前的地址。',
      '公钥前面的缓存还是旧的，或者身份提供方没有公布合适的公钥。',
      '有人伪造了令牌。',
    ],
    fix: '请过几秒重新登录，届时会重新获取公钥。若仍出现，请删除 OIDC_JWKS_URI，并运行 catflap doctor，它会检查公钥。',
  },
  ID_TOKEN_MISSING: {
    title: '身份提供方没有返回 ID Token',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI 或 OIDC_TOKEN_URI 指向普通的 OAuth 2.0 服务器，它不会说明是谁登录。',
      '身份提供方不允许该客户端使用 openid 这个 scope。',
    ],
    fix: '请使用 OpenID Provider：在微服上请删除 OIDC_TOKEN_URI。其他环境请允许该客户端使用 openid。',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    title: 'ID Token 的签名无效',
    causes: [
      '签名用的不是任何一个已公布的密钥：OIDC_JWKS_URI 属于另一个身份提供方，或者它前面的缓存是旧的。',
      '公布的公钥已损坏或太短；此时详情会写明无法使用。',
      '令牌在途中被改动，或者有人伪造了它。',
    ],
    fix: '请勿忽略：没有任何人因此登录。在微服上请删除 OIDC_JWKS_URI；再运行 catflap doctor，它会逐个检查公钥，并检查本应用与身份提供方之间的代理。',
  },
  ID_TOKEN_SUB_MISMATCH: {
    title: '续签得到的 ID Token 属于另一个人',
    causes: [
      '微服改过名：懒猫微服的 sub 含有微服域名，改名后每个人的都会变。',
      '续签时，身份提供方或令牌端点前面的缓存返回了别人的身份。',
    ],
    fix: '请重新登录，旧会话已经结束。如果微服没有改过名，请勿忽略，并检查身份提供方。',
  },
  NONCE_MISMATCH: {
    title: 'ID Token 属于另一次登录',
    causes: [
      '身份提供方没有把 nonce 写进 ID Token；此时详情会显示“无”。',
      '令牌端点前面的缓存返回了之前某次登录的令牌。',
      '有人在重放偷来的令牌。',
    ],
    fix: '请重新登录。若仍出现，请去掉本应用与令牌端点之间的代理；不回传 nonce 的身份提供方无法使用。',
  },
}
