/** Errors of the request, the session and the app itself, in Chinese. */
import type { AppCode, ErrorTexts } from './texts.ts'

export const app: ErrorTexts<AppCode> = {
  ACCESS_TOKEN_EXPIRED: {
    title: '访问令牌已过期',
    causes: [
      '懒猫微服不发放刷新令牌，访问令牌无法续签，24 小时后就会失效。',
      '在其他身份提供方：没有申请 offline_access；默认只在已知需要时才申请。可以在 OIDC_SCOPES 中写明。',
    ],
    fix: '会话本身仍然有效；只有需要新的访问令牌时才要重新登录。',
  },
  AUTHENTICATION_INSUFFICIENT: {
    title: '这次登录太久，或验证强度不够',
    causes: [
      '此页面要求刚刚登录过，或要求第二验证因素，而当前会话不满足。',
      '已向身份提供方提出要求，但它没有照办：它可能忽略 max_age 或 acr_values，也可能不认识所要求的值；详情中有它的答复。',
      '身份提供方没有在 ID Token 中给出 auth_time 或 acr，因此无法判断是怎样登录的。',
    ],
    fix: '请按身份提供方的要求重新登录。若仍出现，请在身份提供方配置 acr_values 所指的方式，或改为要求它能做到的方式。',
  },
  AUTHENTICATION_REQUIRED: {
    title: '尚未登录',
    causes: [
      '这个浏览器还没有登录过，或者没有保留本站的 Cookie。',
      '会话已经结束：退出了登录、到了有效期，或者这个浏览器里换了别的微服用户。',
      '会话存储丢了数据：CATFLAP_STORE 是 memory:，或者 CATFLAP_DATA_DIR 不在 /lzcapp/var 之下。',
      '请求来自脚本；只有浏览器窗口才能被带到登录页。',
    ],
    fix: '请在浏览器窗口中打开登录地址。如果每次重启都要重新登录，请把 CATFLAP_DATA_DIR 放在 /lzcapp/var 之下。',
  },
  BODY_TOO_LARGE: {
    title: '请求太大',
    causes: [
      '有表单或文件被提交到了登录用的地址，请检查表单的 action。',
      'Logout Token 的发送方附带了令牌以外的内容。',
    ],
    fix: '只发送该地址需要的内容；退出登录根本不需要请求体。',
  },
  BODY_UNREADABLE: {
    title: '无法读取请求体',
    causes: [
      '本应用的请求体解析器排在登录之前，已经把请求体读走了。',
      '客户端或代理中途断开了连接。',
    ],
    fix: '请把登录挂在所有请求体解析器之前。',
  },
  CROSS_ORIGIN_REFUSED: {
    title: '无法确认请求来自本应用的页面',
    causes: [
      '打开本应用时用的不是它自己的地址，例如带前缀的域名（xxx-<subdomain>）或其他端口；请看地址栏。',
      '表单来自别的应用的页面，或来自沙盒框架（sandbox）。同一台微服上的其他应用也算其他站点。',
      '页面带有 Referrer-Policy: no-referrer（helmet 和 Hono 的 secureHeaders 默认如此），浏览器因此不透露 Origin；不支持 Sec-Fetch-Site 的浏览器（16.4 之前的 Safari）便无从证明来源。',
      '代理或浏览器扩展去掉了 Origin 和 Sec-Fetch-Site 请求头，或者脚本两者都没有发送。',
    ],
    fix: '请用“期望”一栏的地址打开本应用，再使用它自己的按钮。如果“实际”一栏是 Origin 为 null，请让应用发送 Referrer-Policy: same-origin。',
  },
  FORBIDDEN: {
    title: '你的账号无权查看',
    causes: [
      '你已登录，但不在所需的用户组里：懒猫微服上只有管理员属于 ADMIN 组。',
      '登录之后你的角色变了。用户组只在登录时读取；在微服上，角色可以立即失效，因为微服在每次请求中都会说明当前角色。',
      'OIDC_SCOPES 中没有 groups，身份提供方因此不会告知用户组。',
      '应用要求的用户组在身份提供方并不存在；在 ENV 查看器中请看 CATFLAP_ADMIN_GROUP。',
    ],
    fix: '请微服管理员把你设为管理员，然后退出并重新登录。如果设置了 OIDC_SCOPES，请加上 groups。',
  },
  INGRESS_USER_INSUFFICIENT: {
    title: '这里需要在身份提供方登录',
    causes: [
      '应用采信 lzc-ingress 指明的用户（session.acceptIngressUser），而此页面或此调用要求更多：经过验证的身份，或者令牌。',
      '应用向这样的会话索取访问令牌、登录详情或续期：lzc-ingress 不提供这些。',
    ],
    fix: "请打开登录地址登录。应用代码中，请在前面使用 requireLogin(login, { source: 'oidc' })，或者先看 session.source。",
  },
  INTERNAL: {
    title: '应用内部出错',
    causes: ['这是应用的缺陷，不是你的操作造成的；应用日志中 INTERNAL 一条有详细信息。'],
    fix: '请重试。若仍出现，请附上代码和时间进行反馈。',
  },
  LOGIN_LOOP: {
    title: '登录陷入循环',
    causes: [
      '浏览器没有保留会话 Cookie：Cookie 被阻止，或者页面嵌在别的网站里。',
      '打开本应用时用的不是 LAZYCAT_APP_DOMAIN，例如带前缀的域名（xxx-<subdomain>）；Cookie 属于另一个域名。',
      '本应用的多个实例没有共享会话：CATFLAP_STORE 是 memory:，或者各用各的 CATFLAP_DATA_DIR。',
      '同一主机另一路径下的应用用了同名的 Cookie，或者应用把已经登录的人又送去登录。',
    ],
    fix: '请允许 Cookie，用 https://<LAZYCAT_APP_DOMAIN> 打开后重新登录。让所有实例共用同一个 CATFLAP_STORE 或 CATFLAP_DATA_DIR；同一主机上的各个应用要用不同的 session.cookieName。',
  },
  LOGIN_PARAMETER_INVALID: {
    title: '这个登录链接的要求无法满足',
    causes: [
      '链接中有一个要转交给身份提供方的参数，取值不被接受、重复出现或太长；详情中有它的名称。',
      '使用 prompt=none 时：浏览器没有保留本站的 Cookie，或者链接是手写的（应由选项 session.silentLogin 生成）。',
    ],
    fix: '请改正链接，或不带参数开始登录。',
  },
  LOGIN_PATH_MISMATCH: {
    title: '这不是登录的地址',
    causes: [
      '前面的代理去掉了路径前缀：nginx 的 "proxy_pass http://…/;"、Caddy 的 handle_path、Traefik 的 StripPrefix 和懒猫微服的 routes 都会这样。',
      '代理在路径前加了前缀，或者代理没有去掉前缀，却设置了选项 routes.baseStripped。',
      '回调地址或选项 routes.base 中的前缀与应用实际的前缀不同。',
      '这个地址是手动输入的，或者有链接指向它。',
    ],
    fix: '请让代理原样转发路径；如果代理会去掉 routes.base，请设置选项 routes.baseStripped：见 docs/proxies.md。',
  },
  LOGIN_TRANSACTION_EXPIRED: {
    title: '登录耗时过长',
    causes: [
      '超过十分钟才同意授权。',
      '应用在此期间重启，会话存储也没有留下：CATFLAP_STORE 是 memory:，或者 CATFLAP_DATA_DIR 不在 /lzcapp/var 之下。',
      'CATFLAP_SECRET 改过，或者两个实例的 CATFLAP_SECRET 不同。',
    ],
    fix: '请重新登录。如果是密钥已不存在，请让所有实例使用相同的 CATFLAP_SECRET（新旧并列），并把 CATFLAP_DATA_DIR 放在 /lzcapp/var 之下。',
  },
  LOGIN_TRANSACTION_MISSING: {
    title: '此浏览器没有正在进行的登录',
    causes: [
      '登录是从本应用的另一个地址开始的，例如带前缀的域名（xxx-<subdomain>）或 http：Cookie 留在了那边，而身份提供方总是回到 LAZYCAT_APP_DOMAIN。',
      '已超过十分钟，浏览器删掉了 Cookie。',
      '这个地址是从书签、历史记录或另一个浏览器打开的。',
      '浏览器阻止了本站的 Cookie。',
    ],
    fix: '请允许 Cookie，从 https://<LAZYCAT_APP_DOMAIN> 重新登录。若仍出现，请对照 OIDC_REDIRECT_URI 与地址栏。',
  },
  LOGIN_TRANSACTION_SPENT: {
    title: '这次登录已经用过',
    causes: [
      '第一次失败之后，又刷新了页面，或用后退键回到了这里。',
      '代理或浏览器扩展把同一个请求发了两次。',
    ],
    fix: '请从首页重新登录：身份提供方的每个应答只能用一次。',
  },
  LOGOUT_TOKEN_INVALID: {
    title: '无法接受这个 Logout Token',
    causes: [
      '它的 issuer 或客户端与 OIDC_ISSUER、OIDC_CLIENT_ID 不符。',
      '身份提供方与本应用的时钟不一致，令牌看起来太旧或太新。',
      '它是第二次到达；每个令牌只算一次。',
      '它根本不是你的身份提供方发来的：任何人都可以向这个地址发送内容。',
    ],
    fix: '没有会话因它结束。服务器日志写明了是哪个字段：请与身份提供方核对 OIDC_ISSUER 和 OIDC_CLIENT_ID，并用 NTP 校准两边的时钟。',
  },
  METHOD_NOT_ALLOWED: {
    title: '请求方法不对',
    causes: [
      '链接指向了只接受表单的地址，或者表单提交到了只接受链接的地址。',
      '健康检查或链接检查工具使用了 HEAD 或 OPTIONS；请看 manifest 中的 health_check。',
      '身份提供方用 POST 返回登录结果（response_mode=form_post），而回调只接受重定向的查询参数。请从 OIDC_AUTH_URI 中去掉该参数，或让身份提供方以查询参数返回。',
    ],
    fix: '请使用 Allow 响应头中列出的方法：登录和回调用 GET，退出用 POST。',
  },
  NOT_FOUND: {
    title: '这里什么都没有',
    causes: [
      '链接已失效或输错了。',
      'manifest 中的路由截掉了路径的开头；请看 routes。',
      'manifest 中的 oidc_redirect_path 指向了本应用没有的路径。',
    ],
    fix: '请回到首页。如果应用自己的链接也到这里，请核对 lzc-manifest.yml 中的 routes 和 oidc_redirect_path 与应用的路径。',
  },
  REFRESH_TOKEN_MISSING: {
    title: '没有可用于续签的刷新令牌',
    causes: [
      '懒猫微服的身份提供方目前不发放刷新令牌；会话和访问令牌都保持原样。',
      '在其他身份提供方：没有申请 offline_access；默认只在已知需要时才申请。',
    ],
    fix: '想在到期前得到新令牌，请重新登录。若身份提供方发放刷新令牌，请在 OIDC_SCOPES 中写明所需的 scope，包括 offline_access。',
  },
  RENEWAL_REFUSED: {
    title: '身份提供方结束了这次登录',
    causes: [
      '你在别处又登录了一次：懒猫微服所用的 Dex 对每个人和应用只保留一个刷新令牌，后一次登录会让前一次失效。',
      '身份提供方重启过；懒猫微服只把刷新令牌保存在内存里。',
      '会话的另一份副本先用掉了刷新令牌：恢复过备份，或者某个实例使用单独的存储。',
      '刷新令牌已过期，或者管理员停用了账号、收回了授权。',
    ],
    fix: '请重新登录。如果经常出现，请让所有实例共用同一个 CATFLAP_STORE 或 CATFLAP_DATA_DIR。',
  },
  SESSION_ENDED: {
    title: '会话已结束',
    causes: [
      '请求进行期间，在另一个标签页或另一台设备上退出了登录。',
      '这个浏览器中的一次新登录取代了它。',
      '身份提供方结束了它：发来了 Logout Token，或者拒绝续签。',
    ],
    fix: '请重新登录。',
  },
  STATE_MISMATCH: {
    title: '应答属于另一次登录',
    causes: [
      '它属于更早的一次登录：旧标签页、后退键，或者同时开始了五次以上的登录。',
      '身份提供方或途中的代理改动了 state 参数。',
      '有人让你点开了他的链接，想让你以别人的身份登录。',
    ],
    fix: '请从首页重新登录。若仍出现，请查找是什么在身份提供方与本应用之间改动了 state。',
  },
  STORE_UNAVAILABLE: {
    title: '会话存储暂时不可用',
    causes: [
      '微服的磁盘已满，或者应用无权写入 CATFLAP_DATA_DIR。',
      'CATFLAP_STORE 指定的 Redis 没有应答：没有启动、服务名不对或密码不对。',
      'CATFLAP_DATA_DIR 中的文件已损坏，或属于另一个用户。',
    ],
    fix: '你的 Cookie 会原样保留，请过一分钟再试。若仍出现，请运行 catflap doctor：它会试写存储并指出问题。',
  },
}
