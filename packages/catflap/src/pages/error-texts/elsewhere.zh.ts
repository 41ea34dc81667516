/** What is said at other providers than LazyCat's, in Chinese, of the codes whose texts speak of a box. */
import type { ElsewhereTexts } from './texts.ts'

export const elsewhere: ElsewhereTexts = {
  ACCESS_TOKEN_EXPIRED: {
    causes: [
      '身份提供方没有发放刷新令牌，访问令牌因此无法续签。许多身份提供方只有申请 offline_access 才发放，而默认只在已知需要时才申请；可以在 OIDC_SCOPES 中写明。',
    ],
  },
  AUTHENTICATION_REQUIRED: {
    causes: [
      0,
      '会话已经结束：退出了登录，或者到了有效期。',
      '会话存储丢了数据：CATFLAP_STORE 是 memory:，或者 CATFLAP_DATA_DIR 在重启后不会保留。',
      3,
    ],
    fix: '请在浏览器窗口中打开登录地址。如果每次重启都要重新登录，请把 CATFLAP_DATA_DIR 放在会保留的磁盘上。',
  },
  AUTHORIZATION_DENIED: {
    causes: [0, '身份提供方的规则不允许你的账号使用本应用。'],
  },
  AUTHORIZATION_REFUSED: {
    causes: [0, 1, 'unsupported_response_type：OIDC_AUTH_URI 指向了另一个身份提供方。'],
  },
  AUTHORIZATION_UNAVAILABLE: {
    causes: ['身份提供方正在启动。', 1],
    fix: '请过一分钟再试。若仍出现，请重启身份提供方。',
  },
  AT_HASH_MISMATCH: {
    fix: '请重新登录。若仍出现，请去掉本应用与令牌端点之间的代理。',
  },
  CLIENT_REFUSED: {
    causes: [
      '客户端密钥与身份提供方那里的不同，或已被更换；密钥也可能在那里过期了。',
      'OIDC_CLIENT_SECRET 复制得不完整、带有空格或换行，或者是别的应用的。',
      '身份提供方不认识这个 client id：OIDC_CLIENT_ID 是别的应用的。',
      3,
    ],
    fix: '请把 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET 与身份提供方那里登记的核对，并重启应用。然后运行 catflap doctor，它会试用 client id 和密钥。',
  },
  CODE_REFUSED: {
    causes: [1, '所用时间超过了身份提供方保留授权码的时间。', '身份提供方在此期间重启过。', 3],
  },
  CROSS_ORIGIN_REFUSED: {
    causes: [0, '表单来自别的应用的页面，或来自沙盒框架（sandbox）。', 2, 3],
  },
  FORBIDDEN: {
    causes: [
      '你已登录，但不在所需的用户组里。',
      '登录之后你的用户组变了。用户组在每次登录和续签时读取。',
      '身份提供方没有告知用户组，或者不在 OIDC_GROUPS_CLAIM 所写的声明里，或者 OIDC_SCOPES 中没有所需的 scope。',
      '应用要求的用户组在身份提供方并不存在；在 ENV 查看器中请看 CATFLAP_ADMIN_GROUP。',
    ],
    fix: '请身份提供方的管理员把你加入该用户组，然后退出并重新登录。',
  },
  ID_TOKEN_ALG_REFUSED: {
    fix: '请让身份提供方改用 RS256 签名，或把它的算法写入 OIDC_ALGORITHMS；none 和 HMAC 绝不接受。',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    causes: ['OIDC_CLIENT_ID 是别的应用的 client id，常见于复制来的 .env 文件。', 2],
    fix: '请核对 OIDC_CLIENT_ID 与身份提供方登记的是否一致。',
  },
  ID_TOKEN_AZP_MISMATCH: {
    fix: '请让身份提供方为每个应用单独签发令牌，去掉其他 aud，并核对 OIDC_CLIENT_ID 与那里登记的是否一致。',
  },
  ID_TOKEN_INVALID: {
    causes: [0, 1, 'OIDC_TOKEN_URI 指向的不是 OpenID Provider。'],
    fix: '请让身份提供方返回签名的 ID Token，并包含详情中写明的部分。',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    causes: ['OIDC_TOKEN_URI 与 issuer 不属于同一个身份提供方。', 2],
    fix: '请删除 OIDC_TOKEN_URI，并把 OIDC_ISSUER 设为与身份提供方自称的完全一致；详情中列出两者。',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    causes: ['身份提供方刚刚更换了密钥。', 'OIDC_JWKS_URI 写的是另一个身份提供方的公钥。', 2, 3],
  },
  ID_TOKEN_MISSING: {
    causes: ['OIDC_TOKEN_URI 指向普通的 OAuth 2.0 服务器，它不会说明是谁登录。', 1],
    fix: '请使用 OpenID Provider，并在那里允许该客户端使用 openid。',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    fix: '请勿忽略：没有任何人因此登录。请删除 OIDC_JWKS_URI；再运行 catflap doctor，它会逐个检查公钥，并检查本应用与身份提供方之间的代理。',
  },
  ID_TOKEN_SUB_MISMATCH: {
    causes: [1],
    fix: '请重新登录，旧会话已经结束。请勿忽略，并检查身份提供方。',
  },
  ISSUER_MISMATCH: {
    causes: [0, 2],
    fix: '请把 OIDC_ISSUER 设为“实际”一栏的文本，一字不差。',
  },
  JWKS_INVALID: {
    causes: ['OIDC_JWKS_URI 写错，应答的是别的页面。', 1, 2],
    fix: '请在浏览器中打开“期望”一栏的地址：应显示含有 "keys" 的 JSON。不设置 OIDC_JWKS_URI 时，地址取自发现文档。',
  },
  JWKS_UNAVAILABLE: {
    causes: [
      '身份提供方正在启动，或自身出了故障（状态码 500）。',
      '本机（或容器）无法到达身份提供方：没有域名服务器、有防火墙，或者必须经过代理。',
      2,
      3,
    ],
    fix: '请过一分钟再试。若仍出现，请在应用运行的地方运行 catflap doctor，它会指出网络问题。',
  },
  LOGIN_LOOP: {
    causes: [0, '打开本应用时用的不是 OIDC_REDIRECT_URI 的地址；Cookie 属于另一个地址。', 2, 3],
    fix: '请允许 Cookie，用 OIDC_REDIRECT_URI 的主机名打开本应用后重新登录。让所有实例共用同一个 CATFLAP_STORE 或 CATFLAP_DATA_DIR；同一主机上的各个应用要用不同的 session.cookieName。',
  },
  LOGIN_PATH_MISMATCH: {
    causes: [
      '前面的代理去掉了路径前缀：nginx 的 "proxy_pass http://…/;"、Caddy 的 handle_path 和 Traefik 的 StripPrefix 都会这样。',
      1,
      2,
      3,
    ],
  },
  LOGIN_TRANSACTION_EXPIRED: {
    causes: [
      0,
      '应用在此期间重启，会话存储也没有留下：CATFLAP_STORE 是 memory:，或者 CATFLAP_DATA_DIR 在重启后不会保留。',
      2,
    ],
    fix: '请重新登录。如果是密钥已不存在，请让所有实例使用相同的 CATFLAP_SECRET（新旧并列），并把 CATFLAP_DATA_DIR 放在会保留的磁盘上。',
  },
  LOGIN_TRANSACTION_MISSING: {
    causes: [
      '登录是从本应用的另一个地址开始的，例如另一个主机名或 http：Cookie 留在了那边，而身份提供方总是回到 OIDC_REDIRECT_URI。',
      1,
      2,
      3,
    ],
    fix: '请允许 Cookie，从 OIDC_REDIRECT_URI 的主机名重新登录。若仍出现，请将它与地址栏对照。',
  },
  METADATA_INVALID: {
    causes: ['OIDC_ISSUER 少了一段路径，应答的是别的页面。', 1, 2, 3],
    fix: '请在浏览器中打开 OIDC_ISSUER 加上 /.well-known/openid-configuration，与详情对照。',
  },
  METADATA_UNAVAILABLE: {
    causes: [
      '身份提供方正在启动，或自身出了故障（状态码 500）。',
      '本机（或容器）无法到达身份提供方：没有域名服务器、有防火墙，或者必须经过代理。',
      'OIDC_ISSUER 写的是别的主机或端口。',
      3,
    ],
  },
  METHOD_NOT_ALLOWED: {
    causes: [0, '健康检查或链接检查工具使用了 HEAD 或 OPTIONS。', 2],
  },
  NOT_FOUND: {
    causes: [0, '前面的代理截掉了路径的开头。', 'OIDC_REDIRECT_URI 指向了本应用没有的路径。'],
    fix: '请回到首页。如果应用自己的链接也到这里，请核对 OIDC_REDIRECT_URI、前面的代理与应用的路径。',
  },
  PARAMETER_MISSING: {
    causes: [
      '回调地址是手动打开的、来自书签，或由健康检查访问。',
      '代理或本应用的重定向丢掉了回调地址的查询参数。',
      2,
    ],
    fix: '请从首页重新登录。若仍出现，请确认本应用前面的一切都会传递回调地址的查询参数。',
  },
  PARAMETER_REPEATED: {
    fix: '请从首页重新登录。若仍出现，请查找是什么重复了回调地址的查询参数。',
  },
  REFRESH_TOKEN_MISSING: {
    causes: [
      '身份提供方没有为这次登录发放刷新令牌：许多身份提供方只有申请 offline_access 才发放（默认只在已知需要时才申请），并且只发给允许使用它的客户端。',
    ],
    fix: '想在到期前得到新令牌，请重新登录。请在身份提供方那里允许该客户端使用刷新令牌；如果需要相应的 scope，请在 OIDC_SCOPES 中写明所需的 scope，包括 offline_access。',
  },
  RENEWAL_REFUSED: {
    causes: [
      '刷新令牌已过期，身份提供方结束了你在那里的会话，或者管理员停用了账号、收回了授权。',
      2,
      '身份提供方重启过，没有保留刷新令牌。',
    ],
  },
  RESPONSE_ISSUER_MISMATCH: {
    fix: '请重新登录。若仍出现，请把 OIDC_ISSUER 设为与身份提供方自称的完全一致。',
  },
  STORE_UNAVAILABLE: {
    causes: ['磁盘已满，或者应用无权写入 CATFLAP_DATA_DIR。', 1, 2],
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    causes: [
      '身份提供方正在启动、过于繁忙，或自身出了故障（状态码 500 或 503）。',
      '应答时间超过了 OIDC_HTTP_TIMEOUT_MS，或者代理切断了连接，或者本机无法到达身份提供方。',
      'OIDC_TOKEN_URI 写的是别的主机或端口。',
    ],
  },
  TOKEN_REQUEST_REFUSED: {
    causes: [
      'invalid_request：回调地址与登录开始时的不同；请核对各实例的 OIDC_REDIRECT_URI。',
      1,
      2,
    ],
    fix: '请在身份提供方那里允许该客户端使用带 PKCE 的授权码流程，再运行 catflap doctor。',
  },
  TOKEN_RESPONSE_INVALID: {
    causes: ['OIDC_TOKEN_URI 写错，应答的是别的页面（text/html、状态码 404）。', 1, 2, 3],
    fix: '请把令牌端点与发现文档中的对照，catflap doctor 会做这件事。不设置 OIDC_TOKEN_URI 时，以发现文档为准。',
  },
  USERINFO_INVALID: {
    causes: ['OIDC_USERINFO_URI 写错，应答的是别的页面（text/html、状态码 404）。', 1, 2, 3],
    fix: '请把 UserInfo 端点与发现文档中的对照，catflap doctor 会做这件事。不设置 OIDC_USERINFO_URI 时，以发现文档为准。',
  },
  USERINFO_SUB_MISMATCH: {
    causes: ['OIDC_USERINFO_URI 与令牌不属于同一个身份提供方。', 1, 2],
    fix: '请勿忽略：没有任何人因此登录。请去掉缓存，并把两个地址与发现文档对照。',
  },
  USERINFO_UNAVAILABLE: {
    causes: [
      '身份提供方正在启动、过于繁忙，或自身出了故障（状态码 500）。',
      1,
      'OIDC_USERINFO_URI 写的是别的主机或端口。',
    ],
  },
}
