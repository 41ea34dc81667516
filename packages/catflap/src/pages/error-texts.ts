/**
 * What each error code means to a person and what to do about it, in English and Chinese.
 *
 * `docs/errors.md` and `docs/errors.zh-CN.md` are made from this table.
 */
import type { LoginErrorCode } from '../errors.ts'
import type { Language } from './language.ts'

/** One code in one language: what happened, why that usually is, what to do. */
export interface ErrorText {
  readonly title: string
  readonly cause: string
  readonly fix: string
}

const text = (title: string, cause: string, fix: string): ErrorText => ({ title, cause, fix })

/** Every code in every language. */
export const ERROR_TEXTS: Readonly<Record<LoginErrorCode, Readonly<Record<Language, ErrorText>>>> =
  {
    ACCESS_TOKEN_EXPIRED: {
      en: text(
        'The access token has expired',
        'The provider gave no refresh token, so the access token cannot be renewed. The session itself is still good.',
        'Sign in again to get a new access token.',
      ),
      zh: text(
        '访问令牌已过期',
        '身份提供方没有发放刷新令牌，访问令牌无法续签。会话本身仍然有效。',
        '重新登录即可得到新的访问令牌。',
      ),
    },
    AT_HASH_MISMATCH: {
      en: text(
        'The access token does not belong to the ID Token',
        'The two tokens of one answer do not match: the provider mixed them up, or somebody swapped one.',
        'Sign in again. If it stays, restart the provider and check what stands between it and this app.',
      ),
      zh: text(
        '访问令牌与 ID Token 不匹配',
        '同一次应答中的两个令牌对不上：身份提供方弄混了，或有人替换了其中一个。',
        '重新登录。若仍出现，请重启身份提供方，并检查它与本应用之间的代理。',
      ),
    },
    AUTHENTICATION_REQUIRED: {
      en: text(
        'Not signed in',
        'This address needs a session, and the request has none that is still good.',
        'Open the login address in a browser window; a script cannot sign in.',
      ),
      zh: text(
        '尚未登录',
        '此地址需要登录，而请求没有有效的会话。',
        '请在浏览器窗口中打开登录地址；脚本请求无法完成登录。',
      ),
    },
    AUTHORIZATION_DENIED: {
      en: text(
        'The login was declined',
        'The provider was told not to let this app know who you are.',
        'Sign in again and grant access, or ask the administrator whether you may use this app.',
      ),
      zh: text(
        '登录被拒绝',
        '有人在身份提供方页面拒绝了授权。',
        '重新登录并同意授权，或询问管理员你是否可以使用本应用。',
      ),
    },
    AUTHORIZATION_REFUSED: {
      en: text(
        'The provider refused the login',
        'The provider did not accept the authorization request, often because of a scope or the redirect URI.',
        'Compare the scopes and the redirect URI with what the provider has registered for this app.',
      ),
      zh: text(
        '身份提供方拒绝了登录请求',
        '身份提供方不接受授权请求，常见原因是 scope 或回调地址不对。',
        '核对 scope 与回调地址是否和身份提供方登记的一致。',
      ),
    },
    AUTHORIZATION_UNAVAILABLE: {
      en: text(
        'The provider cannot sign anyone in right now',
        'It reported a fault of its own.',
        'Try again in a minute; then look at the provider.',
      ),
      zh: text(
        '身份提供方暂时无法登录',
        '它报告了自身的故障。',
        '过一分钟再试；仍不行就检查身份提供方。',
      ),
    },
    CLIENT_REFUSED: {
      en: text(
        'The provider no longer accepts this app',
        'The client id or the client secret is wrong. On LazyCat the secret changes when the app is installed, upgraded or restarted.',
        'Restart the app, so that it reads its current secret. Elsewhere, compare client id and secret with the provider.',
      ),
      zh: text(
        '身份提供方不接受本应用的凭据',
        'client id 或 client secret 不对。在懒猫微服上，安装、升级或重启应用时 secret 会变化。',
        '重启应用，让它读到当前的 secret。其他环境请核对 client id 与 secret。',
      ),
    },
    CODE_REFUSED: {
      en: text(
        'The authorization code is no longer good',
        'It was used before, it is too old, or the provider was restarted in between.',
        'Sign in again.',
      ),
      zh: text('授权码已失效', '它已被使用、已过期，或身份提供方在此期间重启过。', '请重新登录。'),
    },
    CROSS_ORIGIN_REFUSED: {
      en: text(
        'The request came from another site',
        'Only a page of this very app may do this. Other apps on the same box count as other sites.',
        'Open this app and use its own button.',
      ),
      zh: text(
        '请求来自其他站点',
        '只有本应用自己的页面可以这样做。同一台微服上的其他应用也算其他站点。',
        '请打开本应用，使用它自己的按钮。',
      ),
    },
    FORBIDDEN: {
      en: text(
        'Your account may not see this',
        'You are signed in, but your groups do not include the one that is needed.',
        'Ask an administrator of the box to add you to the group, then sign in again.',
      ),
      zh: text(
        '你的账号无权查看',
        '你已登录，但所在的用户组不包含所需的组。',
        '请微服管理员把你加入该组，然后重新登录。',
      ),
    },
    ID_TOKEN_ALG_REFUSED: {
      en: text(
        'The ID Token is signed in a way that is not accepted',
        'Its algorithm is not among the configured ones. "none" and HMAC are never accepted.',
        'If the provider really signs with another algorithm, name it in provider.algorithms.',
      ),
      zh: text(
        'ID Token 的签名算法不被接受',
        '它的算法不在配置之内。none 和 HMAC 绝不接受。',
        '如果身份提供方确实使用其他算法，请写入 provider.algorithms。',
      ),
    },
    ID_TOKEN_AUDIENCE_MISMATCH: {
      en: text(
        'The ID Token was made for another app',
        'Its aud does not contain our client id: the client id is wrong, or the token was meant for somebody else.',
        'Compare the client id with the one the provider has registered.',
      ),
      zh: text(
        'ID Token 是发给其他应用的',
        '它的 aud 不包含本应用的 client id：client id 写错，或令牌本属于别的应用。',
        '核对 client id 与身份提供方登记的是否一致。',
      ),
    },
    ID_TOKEN_AZP_MISMATCH: {
      en: text(
        'The ID Token was requested by another app',
        'Its azp names another client, or there are several audiences and no azp.',
        'Look at the provider: one token must be made for one app.',
      ),
      zh: text(
        'ID Token 是其他应用请求的',
        '它的 azp 是别的客户端，或有多个 aud 却没有 azp。',
        '检查身份提供方：一个令牌应只发给一个应用。',
      ),
    },
    ID_TOKEN_EXPIRED: {
      en: text(
        'The ID Token has already expired',
        'Usually the clocks of the provider and of this app differ. The details tell by how much.',
        'Set both clocks by NTP, then sign in again.',
      ),
      zh: text(
        'ID Token 已经过期',
        '通常是身份提供方与本应用的时钟不一致，详情中有相差的秒数。',
        '用 NTP 校准两边的时钟，然后重新登录。',
      ),
    },
    ID_TOKEN_FROM_FUTURE: {
      en: text(
        'The ID Token comes from the future',
        'The clocks of the provider and of this app differ. The details tell by how much.',
        'Set both clocks by NTP, then sign in again.',
      ),
      zh: text(
        'ID Token 的签发时间在未来',
        '身份提供方与本应用的时钟不一致，详情中有相差的秒数。',
        '用 NTP 校准两边的时钟，然后重新登录。',
      ),
    },
    ID_TOKEN_INVALID: {
      en: text(
        'The ID Token is malformed',
        'It is no JWT, or a claim that every ID Token needs is missing or of the wrong type.',
        'Look at the provider; the details name the part.',
      ),
      zh: text(
        'ID Token 格式不正确',
        '它不是 JWT，或缺少必需的声明，或声明类型不对。',
        '检查身份提供方；详情写明是哪一部分。',
      ),
    },
    ID_TOKEN_ISSUER_MISMATCH: {
      en: text(
        'The ID Token comes from another issuer',
        'Its iss differs from the configured issuer. A trailing slash or another host name is enough.',
        'Set the issuer to exactly what the provider calls itself; the details show both.',
      ),
      zh: text(
        'ID Token 来自另一个签发者',
        '它的 iss 与配置的 issuer 不同，多一个斜杠或主机名不同都算。',
        '把 issuer 改成与身份提供方自称的完全一致；详情中列出两者。',
      ),
    },
    ID_TOKEN_KEY_UNKNOWN: {
      en: text(
        'Nobody knows the key of the ID Token',
        'It is signed with a key that the provider does not publish.',
        'Sign in again in a few seconds. If it stays, check that the keys address belongs to this provider.',
      ),
      zh: text(
        '找不到 ID Token 的签名公钥',
        '签名所用的密钥没有在身份提供方公布的密钥中。',
        '过几秒重新登录。若仍出现，请确认密钥地址属于该身份提供方。',
      ),
    },
    ID_TOKEN_MISSING: {
      en: text(
        'The provider sent no ID Token',
        'It answered as a plain OAuth 2.0 server, without saying who signed in.',
        'Check that the scope openid is registered, and that this is an OpenID Provider.',
      ),
      zh: text(
        '身份提供方没有返回 ID Token',
        '它像普通 OAuth 2.0 服务器一样应答，没有说明是谁登录。',
        '确认 scope 中有 openid，且对方是 OpenID Provider。',
      ),
    },
    ID_TOKEN_SIGNATURE_INVALID: {
      en: text(
        'The signature of the ID Token is wrong',
        'The token was altered, or signed by somebody else than the provider.',
        'Do not ignore this. Check what stands between this app and the provider, and which keys are configured.',
      ),
      zh: text(
        'ID Token 的签名无效',
        '令牌被篡改，或不是该身份提供方签发的。',
        '请勿忽略。检查本应用与身份提供方之间的代理，以及配置的密钥地址。',
      ),
    },
    INTERNAL: {
      en: text(
        'Something broke inside this app',
        'This is a bug, not something you did.',
        'Try again. If it stays, report it with the code and the time.',
      ),
      zh: text(
        '应用内部出错',
        '这是程序缺陷，不是你的操作造成的。',
        '请重试。若仍出现，请附上代码和时间进行反馈。',
      ),
    },
    ISSUER_MISMATCH: {
      en: text(
        'The provider calls itself by another name',
        'Its discovery document names an issuer other than the configured one.',
        'Set the issuer to exactly what the provider says; the details show both.',
      ),
      zh: text(
        '身份提供方自称的名字与配置不同',
        '发现文档中的 issuer 与配置的不一致。',
        '把 issuer 改成与身份提供方所写的完全一致；详情中列出两者。',
      ),
    },
    JWKS_INVALID: {
      en: text(
        'The provider’s keys cannot be read',
        'The keys address answered with something that is no JWK Set.',
        'Open the keys address in a browser: it must show JSON with "keys".',
      ),
      zh: text(
        '无法读取身份提供方的密钥',
        '密钥地址返回的不是 JWK Set。',
        '在浏览器中打开密钥地址：应显示含有 "keys" 的 JSON。',
      ),
    },
    JWKS_UNAVAILABLE: {
      en: text(
        'The provider’s keys are out of reach',
        'Without them no ID Token can be checked, so nobody is signed in.',
        'Try again in a minute; then check that this app can reach the keys address.',
      ),
      zh: text(
        '无法获取身份提供方的密钥',
        '没有密钥就无法校验 ID Token，因此不能登录。',
        '过一分钟再试；仍不行就检查本应用能否访问密钥地址。',
      ),
    },
    LOGIN_LOOP: {
      en: text(
        'Signing in goes round in circles',
        'Several logins in a row succeeded, and each was followed by another: this browser does not keep the session.',
        'Allow cookies for this site and open the app at its own https address, then sign in again.',
      ),
      zh: text(
        '登录陷入循环',
        '连续多次登录都成功，却又马上重新登录：浏览器没有保留会话。',
        '允许本站使用 Cookie，并用应用自己的 https 地址打开，然后重新登录。',
      ),
    },
    LOGIN_TRANSACTION_EXPIRED: {
      en: text(
        'This login took too long',
        'More than ten minutes passed, or the app was restarted meanwhile.',
        'Sign in again.',
      ),
      zh: text('登录耗时过长', '已超过十分钟，或应用在此期间重启过。', '请重新登录。'),
    },
    LOGIN_TRANSACTION_MISSING: {
      en: text(
        'This browser has no login under way',
        'The address was opened from a bookmark, a history entry or another browser, or cookies are blocked.',
        'Sign in again. If it stays, allow cookies and open the app at its own address.',
      ),
      zh: text(
        '此浏览器没有正在进行的登录',
        '该地址来自书签、历史记录或另一个浏览器，或者 Cookie 被阻止。',
        '请重新登录。若仍出现，请允许 Cookie，并用应用自己的地址打开。',
      ),
    },
    LOGIN_TRANSACTION_SPENT: {
      en: text(
        'This login has been used already',
        'The same answer of the provider arrived a second time.',
        'Sign in again.',
      ),
      zh: text('这次登录已经用过', '身份提供方的同一个应答又到达了一次。', '请重新登录。'),
    },
    METADATA_INVALID: {
      en: text(
        'The provider’s description cannot be used',
        'Its discovery document is no JSON, lacks an address, or names one that is not https.',
        'Open the issuer’s /.well-known/openid-configuration in a browser; the details name the member.',
      ),
      zh: text(
        '身份提供方的发现文档不可用',
        '它不是 JSON，或缺少某个地址，或地址不是 https。',
        '在浏览器中打开 issuer 的 /.well-known/openid-configuration；详情写明是哪一项。',
      ),
    },
    METADATA_UNAVAILABLE: {
      en: text(
        'The provider is out of reach',
        'Its discovery document could not be fetched.',
        'Try again in a minute; then check that this app can reach the issuer’s address.',
      ),
      zh: text(
        '无法连接身份提供方',
        '没能获取它的发现文档。',
        '过一分钟再试；仍不行就检查本应用能否访问 issuer 地址。',
      ),
    },
    METHOD_NOT_ALLOWED: {
      en: text(
        'This address is not used that way',
        'The HTTP method does not fit the address.',
        'Use the method named in the Allow header.',
      ),
      zh: text('请求方法不对', '该地址不支持这种 HTTP 方法。', '请使用 Allow 响应头中列出的方法。'),
    },
    NONCE_MISMATCH: {
      en: text(
        'The ID Token belongs to another login',
        'Its nonce is not the one this login sent: it may be replayed.',
        'Sign in again. If it stays, the provider does not return the nonce and cannot be used.',
      ),
      zh: text(
        'ID Token 属于另一次登录',
        '它的 nonce 与本次登录发出的不同，可能是重放。',
        '请重新登录。若仍出现，说明身份提供方不回传 nonce，无法使用。',
      ),
    },
    NOT_FOUND: {
      en: text(
        'There is nothing here',
        'The address does not exist.',
        'Go back to the start page.',
      ),
      zh: text('这里什么都没有', '该地址不存在。', '请回到首页。'),
    },
    PARAMETER_CONFLICT: {
      en: text(
        'The provider’s answer contradicts itself',
        'It holds both a code and an error.',
        'Sign in again; then look at the provider or at what stands before this app.',
      ),
      zh: text(
        '身份提供方的应答自相矛盾',
        '其中既有 code 又有 error。',
        '请重新登录；仍出现则检查身份提供方或前面的代理。',
      ),
    },
    PARAMETER_MISSING: {
      en: text(
        'The provider’s answer is incomplete',
        'The address was opened by hand, or a parameter got lost on the way.',
        'Sign in again from the start page.',
      ),
      zh: text(
        '身份提供方的应答不完整',
        '地址是手动打开的，或参数在途中丢失。',
        '请从首页重新登录。',
      ),
    },
    PARAMETER_OVERSIZED: {
      en: text(
        'The provider’s answer is too large',
        'A parameter is longer than any provider makes it.',
        'Sign in again from the start page.',
      ),
      zh: text('身份提供方的应答过大', '某个参数的长度超出正常范围。', '请从首页重新登录。'),
    },
    PARAMETER_REPEATED: {
      en: text(
        'The provider’s answer says one thing twice',
        'A parameter came more than once, which is forbidden since it is ambiguous.',
        'Sign in again from the start page.',
      ),
      zh: text(
        '身份提供方的应答有重复参数',
        '同一个参数出现多次，含义不明，规范禁止。',
        '请从首页重新登录。',
      ),
    },
    RESPONSE_ISSUER_MISMATCH: {
      en: text(
        'Another provider answered',
        'The iss of the answer is not the configured issuer, or it is missing although the provider promises it.',
        'Sign in again. If it stays, set the issuer to exactly what the provider calls itself.',
      ),
      zh: text(
        '应答来自另一个身份提供方',
        '应答中的 iss 不是配置的 issuer，或提供方承诺发送却缺失。',
        '请重新登录。若仍出现，把 issuer 改成与身份提供方自称的完全一致。',
      ),
    },
    STATE_MISMATCH: {
      en: text(
        'The answer belongs to another login',
        'Its state is not of a login under way in this browser: an old tab, or an attempt to sign you in as somebody else.',
        'Sign in again from the start page.',
      ),
      zh: text(
        '应答属于另一次登录',
        '它的 state 不属于此浏览器中正在进行的登录：可能是旧标签页，或有人想让你登录成别人。',
        '请从首页重新登录。',
      ),
    },
    STORE_UNAVAILABLE: {
      en: text(
        'The session store is out of reach',
        'Whether you are signed in cannot be told right now. Your cookie stays as it is.',
        'Try again in a minute; then look at the disk or the database of this app.',
      ),
      zh: text(
        '会话存储暂时不可用',
        '现在无法判断你是否已登录。你的 Cookie 会原样保留。',
        '过一分钟再试；仍不行就检查本应用的磁盘或数据库。',
      ),
    },
    TOKEN_ENDPOINT_UNAVAILABLE: {
      en: text(
        'The provider did not hand over the tokens',
        'Its token endpoint gave no answer in time, or reported a fault.',
        'Sign in again in a minute; then check that this app can reach the token endpoint.',
      ),
      zh: text(
        '身份提供方没有交出令牌',
        '令牌端点没有按时应答，或报告了故障。',
        '过一分钟重新登录；仍不行就检查本应用能否访问令牌端点。',
      ),
    },
    TOKEN_REQUEST_REFUSED: {
      en: text(
        'The provider refused the token request',
        'It did not accept the way in which this app asked for tokens.',
        'Check that the client may use the authorization code flow, and compare the redirect URI.',
      ),
      zh: text(
        '身份提供方拒绝了令牌请求',
        '它不接受本应用请求令牌的方式。',
        '确认该客户端允许使用授权码流程，并核对回调地址。',
      ),
    },
    TOKEN_RESPONSE_INVALID: {
      en: text(
        'The answer of the token endpoint cannot be used',
        'It is no JSON, too large, a redirect, or lacks what a token response needs.',
        'Check the token endpoint’s address; a proxy’s page or a login page often answers instead.',
      ),
      zh: text(
        '令牌端点的应答不可用',
        '它不是 JSON、过大、是重定向，或缺少必需的内容。',
        '检查令牌端点地址；常见的是代理页面或登录页面代替它作了应答。',
      ),
    },
    USERINFO_INVALID: {
      en: text(
        'The UserInfo answer cannot be used',
        'It is no JSON, too large, a redirect, or refuses the access token.',
        'Check the UserInfo endpoint’s address; the details tell what came.',
      ),
      zh: text(
        'UserInfo 的应答不可用',
        '它不是 JSON、过大、是重定向，或拒绝了访问令牌。',
        '检查 UserInfo 端点地址；详情中有实际内容的说明。',
      ),
    },
    USERINFO_SUB_MISMATCH: {
      en: text(
        'UserInfo speaks of another person',
        'Its sub differs from the one in the ID Token.',
        'Do not ignore this. Check that both addresses belong to the same provider.',
      ),
      zh: text(
        'UserInfo 说的是另一个人',
        '它的 sub 与 ID Token 中的不同。',
        '请勿忽略。确认两个地址属于同一个身份提供方。',
      ),
    },
    USERINFO_UNAVAILABLE: {
      en: text(
        'UserInfo is out of reach',
        'The UserInfo endpoint gave no answer in time, or reported a fault.',
        'Sign in again in a minute; then check that this app can reach the UserInfo endpoint.',
      ),
      zh: text(
        '无法获取 UserInfo',
        'UserInfo 端点没有按时应答，或报告了故障。',
        '过一分钟重新登录；仍不行就检查本应用能否访问 UserInfo 端点。',
      ),
    },
  }
