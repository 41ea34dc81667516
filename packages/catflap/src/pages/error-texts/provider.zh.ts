/** Errors of the provider's answers and of the way to it, in Chinese. */
import type { ErrorTexts, ProviderCode } from './texts.ts'

export const provider: ErrorTexts<ProviderCode> = {
  AUTHORIZATION_DENIED: {
    title: '登录被拒绝',
    causes: [
      '有人在这个浏览器里没有同意授权。',
      '身份提供方的规则不允许你的账号使用本应用。（在懒猫微服上取消授权时，微服会显示它自己的页面。）',
    ],
    fix: '请重新登录并同意授权，或询问管理员你是否可以使用本应用。',
  },
  AUTHORIZATION_REFUSED: {
    title: '身份提供方拒绝了登录请求',
    causes: [
      'invalid_scope：该客户端无权申请所发送的某个 scope，详情中列出了它们。身份提供方声明支持某个 scope，并不等于每个客户端都可以申请。',
      'unauthorized_client 或 invalid_request：该客户端登记的不是授权码流程。',
      'unsupported_response_type：LAZYCAT_AUTH_OIDC_AUTH_URI 或 OIDC_AUTH_URI 指向了另一个身份提供方。',
    ],
    fix: '请看身份提供方的说明。若是 invalid_scope，请把 OIDC_SCOPES 设为该客户端可以申请的 scope，例如 OIDC_SCOPES="openid profile email"，或在身份提供方那里允许该客户端使用这些 scope。',
  },
  AUTHORIZATION_UNAVAILABLE: {
    title: '身份提供方暂时无法登录',
    causes: ['微服或其身份提供方正在启动。', '身份提供方报告了自身的故障，它的日志里有原因。'],
    fix: '请过一分钟再试。若仍出现，请重启微服或身份提供方。',
  },
  CLIENT_REFUSED: {
    title: '身份提供方不接受本应用的凭据',
    causes: [
      '客户端密钥是旧的：安装或升级应用时懒猫微服会生成新密钥，重启时也可能更换，而本进程还在用之前的那个。',
      '密钥是手工复制到文件或 manifest 里的，或者 OIDC_CLIENT_SECRET 盖住了当前的密钥。',
      '身份提供方不认识这个 client id：OIDC_CLIENT_ID 是别的应用的，或者身份提供方重启后丢失了手工登记的客户端。',
      '身份提供方要求这个客户端用另一种方式（OIDC_CLIENT_AUTH_METHOD）证明身份，或者登记的不是 OIDC_CLIENT_KEY_FILE 这把密钥。',
    ],
    fix: '请重启应用，让它重新读取 LAZYCAT_AUTH_OIDC_CLIENT_SECRET；在 manifest 中要写成 ${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}，不要写密钥的副本。然后运行 catflap doctor，它会试用 client id 和密钥。',
  },
  CODE_REFUSED: {
    title: '授权码已失效',
    causes: [
      '身份提供方在此期间重启过；懒猫微服只把授权码保存在内存里。',
      '授权码已经用过：页面被刷新，或者被本应用的另一个实例用掉。',
      '过了半小时才同意授权。',
      '授权码属于另一个客户端：各处的 OIDC_CLIENT_ID 不一致。',
    ],
    fix: '请重新登录。若仍出现，请确认回调地址只由一个应用应答，并且只用一个 OIDC_CLIENT_ID。',
  },
  ISSUER_MISMATCH: {
    title: '身份提供方自称的名字与配置不同',
    causes: [
      'OIDC_ISSUER 的写法与身份提供方不同：末尾多了斜杠、https 写成 http，或主机名不同。',
      '微服改过名，而本应用还在用旧的 LAZYCAT_AUTH_OIDC_ISSUER_URI。',
      '在这个地址应答的是另一个身份提供方。',
    ],
    fix: '在微服上请删除 OIDC_ISSUER，在 manifest 中映射 LAZYCAT_AUTH_OIDC_ISSUER_URI，并重启应用。其他环境请把 OIDC_ISSUER 设为“实际”一栏的文本，一字不差。',
  },
  JWKS_INVALID: {
    title: '无法读取身份提供方的公钥',
    causes: [
      'OIDC_JWKS_URI 写错，应答的是别的页面；懒猫微服的公钥在 https://<LAZYCAT_BOX_DOMAIN>/sys/oauth/keys。',
      '代理页面、登录页面或重定向代替公钥作了应答。',
      '代理截断或改动了应答，或者应答太大。',
    ],
    fix: '请在浏览器中打开“期望”一栏的地址：应显示含有 "keys" 的 JSON。在微服上请删除 OIDC_JWKS_URI。',
  },
  JWKS_UNAVAILABLE: {
    title: '无法获取身份提供方的公钥',
    causes: [
      '微服或其身份提供方正在启动，或自身出了故障（状态码 500）。',
      '容器无法到达微服：没有域名服务器、没有 IPv6，或者根本不在微服上运行。',
      'OIDC_JWKS_URI 写的是别的主机或端口。',
      '该地址的证书不受信任（自己的 CA 请用 OIDC_CA_FILE）或已过期，或者 HTTPS_PROXY 指定的代理拒绝；详情中会写明。',
    ],
    fix: '请过一分钟再试。若仍出现，请在应用运行的地方运行 catflap doctor，它会指出网络问题；在微服上请删除 OIDC_JWKS_URI。',
  },
  METADATA_INVALID: {
    title: '身份提供方的发现文档不可用',
    causes: [
      'LAZYCAT_AUTH_OIDC_ISSUER_URI 或 OIDC_ISSUER 少了一段路径，应答的是别的页面；懒猫微服的 issuer 以 /sys/oauth 结尾。',
      '代理页面、登录页面或重定向代替发现文档作了应答。',
      '发现文档缺少某个端点，或端点不是 https：代理之后的身份提供方必须知道自己的 https 地址。',
      '代理截断或改动了应答，或者应答太大。',
    ],
    fix: '请在浏览器中打开 issuer 加上 /.well-known/openid-configuration，与详情对照。在微服上请删除 OIDC_ISSUER，并在 manifest 中映射 LAZYCAT_AUTH_OIDC_ISSUER_URI。',
  },
  METADATA_UNAVAILABLE: {
    title: '无法连接身份提供方',
    causes: [
      '微服或其身份提供方正在启动，或自身出了故障（状态码 500）。',
      '容器无法到达微服：没有域名服务器、没有 IPv6，或者根本不在微服上运行。',
      'LAZYCAT_AUTH_OIDC_ISSUER_URI 或 OIDC_ISSUER 写的是别的主机或端口，例如微服改名之前的域名。',
      '该地址的证书不受信任（自己的 CA 请用 OIDC_CA_FILE）或已过期，或者 HTTPS_PROXY 指定的代理拒绝；详情中会写明。',
    ],
    fix: '请过一分钟再试。若仍出现，请在应用运行的地方运行 catflap doctor，它会指出网络问题和解决办法。',
  },
  PARAMETER_CONFLICT: {
    title: '身份提供方的应答自相矛盾',
    causes: [
      '身份提供方同时返回了 code 和 error，请看它的日志。',
      '代理或浏览器扩展添加了参数，或者链接是手工拼出来的。',
    ],
    fix: '请从首页重新登录。若仍出现，请检查身份提供方以及本应用前面的代理。',
  },
  PARAMETER_MISSING: {
    title: '身份提供方的应答不完整',
    causes: [
      '回调地址是手动打开的、来自书签，或由健康检查访问；请看 manifest 中的 health_check。',
      '代理或本应用的重定向丢掉了 oidc_redirect_path 后面的查询参数。',
      '身份提供方没有返回 state 或 code，而每个 OpenID Provider 都必须返回。',
    ],
    fix: '请从首页重新登录。若仍出现，请确认本应用前面的一切都会传递 oidc_redirect_path 的查询参数。',
  },
  PARAMETER_OVERSIZED: {
    title: '身份提供方的应答过大',
    causes: [
      '链接是手工拼出来的，或出自攻击者。',
      '身份提供方生成的某个参数（例如 code）比已知可用的任何提供方都长。',
    ],
    fix: '请从首页重新登录。若仍出现，说明无法使用这个身份提供方。',
  },
  PARAMETER_REPEATED: {
    title: '身份提供方的应答有重复参数',
    causes: [
      '代理或本应用的重定向把查询参数又附加了一遍。',
      '身份提供方把一个参数发送了两次，或者链接是手工拼出来的；含义不明，规范禁止。',
    ],
    fix: '请从首页重新登录。若仍出现，请查找是什么重复了 oidc_redirect_path 的查询参数。',
  },
  RESPONSE_ISSUER_MISMATCH: {
    title: '应答来自另一个身份提供方',
    causes: [
      'OIDC_ISSUER 与身份提供方自称的不同。',
      '身份提供方承诺发送 iss 参数（authorization_response_iss_parameter_supported），却没有发送，或被代理去掉。',
      '应答确实来自另一个身份提供方：有人故意混淆两次登录。',
    ],
    fix: '请重新登录。若仍出现，请把 OIDC_ISSUER 设为与身份提供方自称的完全一致；在微服上请删除它。',
  },
  REVOCATION_REFUSED: {
    title: '身份提供方没有吊销令牌',
    causes: [
      '本应用启动之后，客户端密钥变了。',
      '吊销端点要求的客户端认证方式与令牌端点不同。',
      '代理页面或重定向代替它作了应答。',
    ],
    fix: '这里的会话仍已结束。请重启应用，让它读到当前的密钥，并运行 catflap doctor。',
  },
  REVOCATION_UNAVAILABLE: {
    title: '无法吊销令牌',
    causes: ['身份提供方正在启动，或自身出了故障。', '容器无法到达身份提供方所写的吊销端点。'],
    fix: '这里的会话已经结束，但令牌在到期前仍然有效。请检查本应用能否访问“期望”一栏的地址。',
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    title: '身份提供方没有交出令牌',
    causes: [
      '微服或其身份提供方正在启动、过于繁忙，或自身出了故障（状态码 500 或 503）。',
      '微服的身份提供方 Dex 在授权码已过期、属于另一个客户端，或同一授权码同时送达了多份（例如本应用有两个实例）时，也会以状态码 500 回答 server_error。',
      '应答时间超过了 OIDC_HTTP_TIMEOUT_MS，或者代理切断了连接，或者容器无法到达微服：没有域名服务器、没有 IPv6，或者根本不在微服上运行。',
      'LAZYCAT_AUTH_OIDC_TOKEN_URI 或 OIDC_TOKEN_URI 写的是别的主机或端口，例如微服改名之前的域名。',
    ],
    fix: '请过一分钟重新登录。若仍出现，请在应用运行的地方运行 catflap doctor，它会访问令牌端点并指出问题。',
  },
  TOKEN_REQUEST_REFUSED: {
    title: '身份提供方拒绝了令牌请求',
    causes: [
      'invalid_request：回调地址与登录开始时的不同；请核对 OIDC_REDIRECT_URI 和 oidc_redirect_path。',
      'unauthorized_client 或 unsupported_grant_type：该客户端不允许使用授权码流程。',
      '代理改动了请求，例如其中的 code_verifier。',
    ],
    fix: '在微服上请删除 OIDC_REDIRECT_URI，由 LAZYCAT_APP_DOMAIN 和 oidc_redirect_path 决定，再运行 catflap doctor。其他环境请允许该客户端使用带 PKCE 的授权码流程。',
  },
  TOKEN_RESPONSE_INVALID: {
    title: '令牌端点的应答不可用',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI 或 OIDC_TOKEN_URI 写错，应答的是别的页面（text/html、状态码 404）。',
      '代理页面、登录页面或重定向代替令牌端点作了应答。',
      '代理截断了应答、标错了类型，或使它变得太大。',
      '身份提供方漏掉或写错了令牌应答必需的内容，详情写明是哪一项。',
    ],
    fix: '请把令牌端点与发现文档中的对照，catflap doctor 会做这件事。在微服上请删除 OIDC_TOKEN_URI，并在 manifest 中映射 LAZYCAT_AUTH_OIDC_TOKEN_URI。',
  },
  USERINFO_INVALID: {
    title: 'UserInfo 的应答不可用',
    causes: [
      'LAZYCAT_AUTH_OIDC_USERINFO_URI 或 OIDC_USERINFO_URI 写错，应答的是别的页面（text/html、状态码 404）。',
      '身份提供方拒绝了访问令牌（状态码 401 或 403）：它在此期间重启过、时钟不准，或者代理去掉了 Authorization 请求头。',
      '代理代替它作了应答（页面、重定向）、截断了应答、标错了类型，或使它变得太大。',
      '身份提供方把 sub 写成了数字，或签名的应答属于另一个 issuer 或客户端；详情中有说明。',
    ],
    fix: '请把 UserInfo 端点与发现文档中的对照，catflap doctor 会做这件事。在微服上请删除 OIDC_USERINFO_URI，并在 manifest 中映射 LAZYCAT_AUTH_OIDC_USERINFO_URI。',
  },
  USERINFO_SUB_MISMATCH: {
    title: 'UserInfo 与 ID Token 所指的不是同一个人',
    causes: [
      'LAZYCAT_AUTH_OIDC_USERINFO_URI 或 OIDC_USERINFO_URI 与令牌不属于同一个身份提供方。',
      'UserInfo 前面的缓存或代理返回了为别人保存的内容。',
      '身份提供方在 ID Token 或 UserInfo 中弄混了两个人，或者漏掉了 sub。',
    ],
    fix: '请勿忽略：没有任何人因此登录。在微服上请删除 OIDC_USERINFO_URI；其他环境请去掉缓存，并把两个地址与发现文档对照。',
  },
  USERINFO_UNAVAILABLE: {
    title: '无法获取 UserInfo',
    causes: [
      '微服或其身份提供方正在启动、过于繁忙，或自身出了故障（状态码 500）。',
      '应答时间超过了 OIDC_HTTP_TIMEOUT_MS，或者代理切断了连接。',
      'LAZYCAT_AUTH_OIDC_USERINFO_URI 或 OIDC_USERINFO_URI 写的是别的主机或端口，例如微服改名之前的域名。',
    ],
    fix: '请过一分钟重新登录。若仍出现，请在应用运行的地方打开“期望”一栏的地址，并在那里运行 catflap doctor。',
  },
}
