/**
 * The error codes in Chinese. `docs/errors.zh-CN.md` is made from this table.
 */
import type { ErrorTexts } from './error-texts.ts'

export const zh: ErrorTexts = {
  ACCESS_TOKEN_EXPIRED: {
    title: '访问令牌已过期',
    cause: '身份提供方没有发放刷新令牌，访问令牌无法续签。会话本身仍然有效。',
    fix: '重新登录即可得到新的访问令牌。',
  },
  AT_HASH_MISMATCH: {
    title: '访问令牌与 ID Token 不匹配',
    cause: '同一次应答中的两个令牌对不上：身份提供方弄混了，或有人替换了其中一个。',
    fix: '重新登录。若仍出现，请重启身份提供方，并检查它与本应用之间的代理。',
  },
  AUTHENTICATION_REQUIRED: {
    title: '尚未登录',
    cause: '此地址需要登录，而请求没有有效的会话。',
    fix: '请在浏览器窗口中打开登录地址；脚本请求无法完成登录。',
  },
  AUTHORIZATION_DENIED: {
    title: '登录被拒绝',
    cause: '有人在身份提供方页面拒绝了授权。',
    fix: '重新登录并同意授权，或询问管理员你是否可以使用本应用。',
  },
  AUTHORIZATION_REFUSED: {
    title: '身份提供方拒绝了登录请求',
    cause: '身份提供方不接受授权请求，常见原因是 scope 或回调地址不对。',
    fix: '核对 scope 与回调地址是否和身份提供方登记的一致。',
  },
  AUTHORIZATION_UNAVAILABLE: {
    title: '身份提供方暂时无法登录',
    cause: '它报告了自身的故障。',
    fix: '过一分钟再试；仍不行就检查身份提供方。',
  },
  BODY_TOO_LARGE: {
    title: '请求太大',
    cause: '请求体超过了该地址接受的长度。',
    fix: '只发送该地址需要的内容。',
  },
  BODY_UNREADABLE: {
    title: '无法读取请求体',
    cause: '本应用中的其他部分（例如请求体解析器）抢先读走了它，或者连接中断。',
    fix: '请把登录放在所有请求体解析器之前。',
  },
  CLIENT_REFUSED: {
    title: '身份提供方不接受本应用的凭据',
    cause: 'client id 或 client secret 不对。在懒猫微服上，安装、升级或重启应用时 secret 会变化。',
    fix: '重启应用，让它读到当前的 secret。其他环境请核对 client id 与 secret。',
  },
  CODE_REFUSED: {
    title: '授权码已失效',
    cause: '它已被使用、已过期，或身份提供方在此期间重启过。',
    fix: '请重新登录。',
  },
  CROSS_ORIGIN_REFUSED: {
    title: '请求来自其他站点',
    cause: '只有本应用自己的页面可以这样做。同一台微服上的其他应用也算其他站点。',
    fix: '请打开本应用，使用它自己的按钮。',
  },
  FORBIDDEN: {
    title: '你的账号无权查看',
    cause: '你已登录，但所在的用户组不包含所需的组。',
    fix: '请微服管理员把你加入该组，然后重新登录。',
  },
  ID_TOKEN_ALG_REFUSED: {
    title: 'ID Token 的签名算法不被接受',
    cause: '它的算法不在配置之内。none 和 HMAC 绝不接受。',
    fix: '如果身份提供方确实使用其他算法，请写入 provider.algorithms。',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    title: 'ID Token 是发给其他应用的',
    cause: '它的 aud 不包含本应用的 client id：client id 写错，或令牌本属于别的应用。',
    fix: '核对 client id 与身份提供方登记的是否一致。',
  },
  ID_TOKEN_AZP_MISMATCH: {
    title: 'ID Token 是其他应用请求的',
    cause: '它的 azp 是别的客户端，或有多个 aud 却没有 azp。',
    fix: '检查身份提供方：一个令牌应只发给一个应用。',
  },
  ID_TOKEN_EXPIRED: {
    title: 'ID Token 已经过期',
    cause: '通常是身份提供方与本应用的时钟不一致，详情中有相差的秒数。',
    fix: '用 NTP 校准两边的时钟，然后重新登录。',
  },
  ID_TOKEN_FROM_FUTURE: {
    title: 'ID Token 的签发时间在未来',
    cause: '身份提供方与本应用的时钟不一致，详情中有相差的秒数。',
    fix: '用 NTP 校准两边的时钟，然后重新登录。',
  },
  ID_TOKEN_INVALID: {
    title: 'ID Token 格式不正确',
    cause: '它不是 JWT，或缺少必需的声明，或声明类型不对。',
    fix: '检查身份提供方；详情写明是哪一部分。',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    title: 'ID Token 来自另一个签发者',
    cause: '它的 iss 与配置的 issuer 不同，多一个斜杠或主机名不同都算。',
    fix: '把 issuer 改成与身份提供方自称的完全一致；详情中列出两者。',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    title: '找不到 ID Token 的签名公钥',
    cause: '签名所用的密钥没有在身份提供方公布的密钥中。',
    fix: '过几秒重新登录。若仍出现，请确认密钥地址属于该身份提供方。',
  },
  ID_TOKEN_MISSING: {
    title: '身份提供方没有返回 ID Token',
    cause: '它像普通 OAuth 2.0 服务器一样应答，没有说明是谁登录。',
    fix: '确认 scope 中有 openid，且对方是 OpenID Provider。',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    title: 'ID Token 的签名无效',
    cause: '令牌被篡改，或不是该身份提供方签发的。',
    fix: '请勿忽略。检查本应用与身份提供方之间的代理，以及配置的密钥地址。',
  },
  ID_TOKEN_SUB_MISMATCH: {
    title: '续签得到的 ID Token 属于另一个人',
    cause: '续签时身份提供方返回了别人的身份。',
    fix: '请勿忽略。重新登录，并检查身份提供方。',
  },
  INTERNAL: {
    title: '应用内部出错',
    cause: '这是程序缺陷，不是你的操作造成的。',
    fix: '请重试。若仍出现，请附上代码和时间进行反馈。',
  },
  ISSUER_MISMATCH: {
    title: '身份提供方自称的名字与配置不同',
    cause: '发现文档中的 issuer 与配置的不一致。',
    fix: '把 issuer 改成与身份提供方所写的完全一致；详情中列出两者。',
  },
  JWKS_INVALID: {
    title: '无法读取身份提供方的密钥',
    cause: '密钥地址返回的不是 JWK Set。',
    fix: '在浏览器中打开密钥地址：应显示含有 "keys" 的 JSON。',
  },
  JWKS_UNAVAILABLE: {
    title: '无法获取身份提供方的密钥',
    cause: '没有密钥就无法校验 ID Token，因此不能登录。',
    fix: '过一分钟再试；仍不行就检查本应用能否访问密钥地址。',
  },
  LOGIN_LOOP: {
    title: '登录陷入循环',
    cause: '连续多次登录都成功，却又马上重新登录：浏览器没有保留会话。',
    fix: '允许本站使用 Cookie，并用应用自己的 https 地址打开，然后重新登录。',
  },
  LOGIN_TRANSACTION_EXPIRED: {
    title: '登录耗时过长',
    cause: '已超过十分钟，或应用在此期间重启过。',
    fix: '请重新登录。',
  },
  LOGIN_TRANSACTION_MISSING: {
    title: '此浏览器没有正在进行的登录',
    cause: '该地址来自书签、历史记录或另一个浏览器，或者 Cookie 被阻止。',
    fix: '请重新登录。若仍出现，请允许 Cookie，并用应用自己的地址打开。',
  },
  LOGIN_TRANSACTION_SPENT: {
    title: '这次登录已经用过',
    cause: '身份提供方的同一个应答又到达了一次。',
    fix: '请重新登录。',
  },
  LOGOUT_TOKEN_INVALID: {
    title: '无法接受这个 Logout Token',
    cause:
      '它不是由身份提供方签名、属于其他应用、已过期、已用过，或者根本不是 Logout Token。没有会话因它结束。',
    fix: '服务器日志写明了是哪个字段。如果确实是你的身份提供方发来的，请核对 issuer、client id 和时钟。',
  },
  METADATA_INVALID: {
    title: '身份提供方的发现文档不可用',
    cause: '它不是 JSON，或缺少某个地址，或地址不是 https。',
    fix: '在浏览器中打开 issuer 的 /.well-known/openid-configuration；详情写明是哪一项。',
  },
  METADATA_UNAVAILABLE: {
    title: '无法连接身份提供方',
    cause: '没能获取它的发现文档。',
    fix: '过一分钟再试；仍不行就检查本应用能否访问 issuer 地址。',
  },
  METHOD_NOT_ALLOWED: {
    title: '请求方法不对',
    cause: '该地址不支持这种 HTTP 方法。',
    fix: '请使用 Allow 响应头中列出的方法。',
  },
  NONCE_MISMATCH: {
    title: 'ID Token 属于另一次登录',
    cause: '它的 nonce 与本次登录发出的不同，可能是重放。',
    fix: '请重新登录。若仍出现，说明身份提供方不回传 nonce，无法使用。',
  },
  NOT_FOUND: {
    title: '这里什么都没有',
    cause: '该地址不存在。',
    fix: '请回到首页。',
  },
  PARAMETER_CONFLICT: {
    title: '身份提供方的应答自相矛盾',
    cause: '其中既有 code 又有 error。',
    fix: '请重新登录；仍出现则检查身份提供方或前面的代理。',
  },
  PARAMETER_MISSING: {
    title: '身份提供方的应答不完整',
    cause: '地址是手动打开的，或参数在途中丢失。',
    fix: '请从首页重新登录。',
  },
  PARAMETER_OVERSIZED: {
    title: '身份提供方的应答过大',
    cause: '某个参数的长度超出正常范围。',
    fix: '请从首页重新登录。',
  },
  PARAMETER_REPEATED: {
    title: '身份提供方的应答有重复参数',
    cause: '同一个参数出现多次，含义不明，规范禁止。',
    fix: '请从首页重新登录。',
  },
  REFRESH_TOKEN_MISSING: {
    title: '没有可用于续签的刷新令牌',
    cause: '身份提供方没有发放刷新令牌（懒猫微服目前就不发放）。会话和访问令牌都保持原样。',
    fix: '想在到期前得到新令牌，请重新登录。',
  },
  RENEWAL_REFUSED: {
    title: '身份提供方结束了这次登录',
    cause: '它不再接受刷新令牌：已过期、已撤销，或身份提供方重启过。',
    fix: '请重新登录。',
  },
  RESPONSE_ISSUER_MISMATCH: {
    title: '应答来自另一个身份提供方',
    cause: '应答中的 iss 不是配置的 issuer，或提供方承诺发送却缺失。',
    fix: '请重新登录。若仍出现，把 issuer 改成与身份提供方自称的完全一致。',
  },
  REVOCATION_REFUSED: {
    title: '身份提供方没有吊销令牌',
    cause: '退出时它的吊销端点拒绝了请求，通常是因为客户端凭据。这里的会话仍已结束。',
    fix: '请与身份提供方核对 client id、密钥以及客户端认证方式。',
  },
  REVOCATION_UNAVAILABLE: {
    title: '无法吊销令牌',
    cause: '吊销端点没有按时应答，或报告了故障。这里的会话已经结束，但令牌在到期前仍然有效。',
    fix: '检查本应用能否访问吊销端点。',
  },
  SESSION_ENDED: {
    title: '会话已结束',
    cause: '请求进行期间，会话在这里或别处被退出。',
    fix: '请重新登录。',
  },
  STATE_MISMATCH: {
    title: '应答属于另一次登录',
    cause: '它的 state 不属于此浏览器中正在进行的登录：可能是旧标签页，或有人想让你登录成别人。',
    fix: '请从首页重新登录。',
  },
  STORE_UNAVAILABLE: {
    title: '会话存储暂时不可用',
    cause: '现在无法判断你是否已登录。你的 Cookie 会原样保留。',
    fix: '过一分钟再试；仍不行就检查本应用的磁盘或数据库。',
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    title: '身份提供方没有交出令牌',
    cause: '令牌端点没有按时应答，或报告了故障。',
    fix: '过一分钟重新登录；仍不行就检查本应用能否访问令牌端点。',
  },
  TOKEN_REQUEST_REFUSED: {
    title: '身份提供方拒绝了令牌请求',
    cause: '它不接受本应用请求令牌的方式。',
    fix: '确认该客户端允许使用授权码流程，并核对回调地址。',
  },
  TOKEN_RESPONSE_INVALID: {
    title: '令牌端点的应答不可用',
    cause: '它不是 JSON、过大、是重定向，或缺少必需的内容。',
    fix: '检查令牌端点地址；常见的是代理页面或登录页面代替它作了应答。',
  },
  USERINFO_INVALID: {
    title: 'UserInfo 的应答不可用',
    cause: '它不是 JSON、过大、是重定向，或拒绝了访问令牌。',
    fix: '检查 UserInfo 端点地址；详情中有实际内容的说明。',
  },
  USERINFO_SUB_MISMATCH: {
    title: 'UserInfo 说的是另一个人',
    cause: '它的 sub 与 ID Token 中的不同。',
    fix: '请勿忽略。确认两个地址属于同一个身份提供方。',
  },
  USERINFO_UNAVAILABLE: {
    title: '无法获取 UserInfo',
    cause: 'UserInfo 端点没有按时应答，或报告了故障。',
    fix: '过一分钟重新登录；仍不行就检查本应用能否访问 UserInfo 端点。',
  },
}
