/**
 * Why the devbox answers otherwise than the real Dex: one row for each reason, and which differences it
 * explains. What no row explains is a fault of the devbox's, or a row that is missing.
 */
import type { Difference, Shape } from './compare.ts'

/** A reason. */
export interface Known {
  /** Under this name the differences that were seen are written down. */
  readonly id: string
  /** Where it holds; at both when absent. */
  readonly shape?: Shape
  /** The READMEs say it already in their list of what differs from 2.45.1. */
  readonly told?: true
  /** It shows nearly everywhere: how often is written down, not where. */
  readonly everywhere?: true
  readonly en: string
  readonly zh: string
  readonly explains: (difference: Difference) => boolean
}

const OUR_HEADERS: readonly string[] = [
  'header cache-control',
  'header content-security-policy',
  'header referrer-policy',
  'header x-content-type-options',
]
/** What the next Dex has beyond 2.45.1 in every token. */
const NEW_CLAIMS = /"(?:jti":"\{jti\}"|auth_time":\{now\}),/g

const titled =
  (...titles: readonly string[]) =>
  ({ title }: Difference) =>
    titles.includes(title)
const asked =
  (pattern: RegExp) =>
  ({ answer }: Difference) =>
    pattern.test(answer)

const LOGIN =
  /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS) \/(?:auth|approval|callback\/hportal)(?: #\d)?$/
const LOGINS: readonly string[] = [
  'a login that is approved',
  'a login that is rejected',
  'a login begun by POST',
  'rejected, then approved',
  'approved twice',
  'an approval as multipart',
  'a second login in the same browser',
  'the callback before anybody has signed in, at /approval',
]

/** Holds for either shape. */
const BOTH: readonly Known[] = [
  {
    id: 'page-headers',
    told: true,
    everywhere: true,
    en: 'Pages of the box carry headers that protect them.',
    zh: '本机微服的页面带有起保护作用的响应头。',
    explains: ({ aspect, dex }) => OUR_HEADERS.includes(aspect) && dex === undefined,
  },
  {
    id: 'paths',
    told: true,
    everywhere: true,
    en: 'A whole address of the provider’s own in `Location` is a path here.',
    zh: '`Location` 中提供方自己的完整地址在这里是路径。',
    explains: ({ aspect, dex = '', devbox }) =>
      (aspect === 'header location' && dex.replace(/^\{box\}/, '') === devbox) ||
      (aspect === 'body' && dex.replace('href="{box}', 'href="') === devbox),
  },
  {
    id: 'host',
    told: true,
    en: 'The box answers to its own names only.',
    zh: '本机微服只应答自己的名字。',
    explains: titled('another host'),
  },
  {
    id: 'files',
    told: true,
    en: 'Files of Dex’s pages and whole addresses as targets are not answered.',
    zh: 'Dex 页面的文件和以完整地址作为请求目标都不应答。',
    explains: titled(
      'GET /robots.txt',
      'GET /static/main.css',
      'GET /theme/styles.css',
      'a whole address as target',
    ),
  },
  {
    id: 'nobody',
    told: true,
    en: 'Where nobody is signed in, the box lets you choose a user.',
    zh: '无人登录时，本机微服让你选择用户。',
    explains: titled('a login of nobody'),
  },
  {
    id: 'approval-form',
    en: 'The approval page has one form with two buttons and an address of its own; Dex has two forms that post to the address of the page. What comes to Dex, and what it answers, is the same.',
    zh: '授权页只有一个带两个按钮、写明地址的表单；Dex 有两个表单，提交到页面自己的地址。提交的内容和应答相同。',
    explains: ({ aspect, answer, dex = '', devbox = '' }) =>
      aspect === 'body' &&
      answer.includes(' /approval') &&
      [dex, devbox].every((body) => body.startsWith('page: form post')),
  },
  {
    id: 'raw-bytes',
    en: 'Bytes in a query that are no UTF-8 come back as U+FFFD; Go keeps them. No client sends any.',
    zh: '查询串中不是 UTF-8 的字节会变成 U+FFFD，而 Go 会原样保留；没有客户端会发送这样的字节。',
    explains: titled('the first hop with ?a=%ff beside a good request'),
  },
]

/** What the Dex that is built here does otherwise than 2.45.1, which was measured and which the box keeps to. */
const TODAY: readonly Known[] = [
  {
    id: 'new-claims',
    everywhere: true,
    en: 'Tokens have `jti` and `auth_time` in the coming Dex, not in 2.45.1.',
    zh: '将来的 Dex 的令牌带有 `jti` 和 `auth_time`，2.45.1 没有。',
    explains: ({ aspect, dex = '', devbox }) =>
      aspect === 'body' && dex.includes('"jti":') && dex.replace(NEW_CLAIMS, '') === devbox,
  },
  {
    id: 'discovery',
    en: 'Its discovery document names two more claims (`groups`, `federated_claims`).',
    zh: '其发现文档多列出两个声明（`groups`、`federated_claims`）。',
    explains: ({ aspect, answer }) =>
      aspect === 'body' && answer.endsWith(' /.well-known/openid-configuration'),
  },
  {
    id: 'first-hop',
    en: 'It refuses an unknown client at the first hop (400); 2.45.1 only at the connector (404).',
    zh: '它在第一跳就拒绝未知的客户端（400）；2.45.1 在连接器处才拒绝（404）。',
    explains: ({ title, answer }) =>
      / \/auth$/.test(answer) && (/^the first hop /.test(title) || / \/auth$/.test(title)),
  },
  {
    id: 'steps',
    en: 'It comes back to `/auth` after each step of a login, and says “User session error.” (400) of a login that is over; 2.45.1 goes on at once, and says “Database error.” (500).',
    zh: '登录的每一步之后它都回到 `/auth`，对已结束的登录回答“User session error.”（400）；2.45.1 直接继续，并回答“Database error.”（500）。',
    explains: (difference) =>
      asked(LOGIN)(difference) &&
      (LOGINS.includes(difference.title) || / of an approval /.test(difference.title)),
  },
  {
    id: 'code-of-another',
    en: 'A code of another client: 400 `invalid_grant` there, 500 `server_error` at 2.45.1.',
    zh: '其他客户端的授权码：它回答 400 `invalid_grant`，2.45.1 回答 500 `server_error`。',
    explains: titled('a code of another client'),
  },
  {
    id: 'device',
    en: 'The device flow was rewritten: no `/device/token`, JSON on one line, a device code of 51 characters, no client secret in an address, and only codes of a device’s own login are taken.',
    zh: '设备流程已重写：没有 `/device/token`，JSON 只占一行，设备码为 51 个字符，地址中没有客户端密钥，且只接受设备自己登录得到的授权码。',
    explains: ({ answer, title }) =>
      / \/device\/(?:token|callback|code|auth\/verify_code)(?: #\d)?$/.test(answer) ||
      title === 'a device whose login comes back',
  },
  {
    id: 'checked-parameters',
    en: 'It checks `prompt`, `max_age` and `id_token_hint`; 2.45.1 ignores them.',
    zh: '它检查 `prompt`、`max_age` 和 `id_token_hint`；2.45.1 忽略它们。',
    explains: ({ title }) =>
      /^the connector with \{"(?:prompt|max_age|id_token_hint)":/.test(title),
  },
  {
    id: 'method-without-challenge',
    en: 'It takes any `code_challenge_method` where no challenge is; 2.45.1 refuses an unknown one.',
    zh: '没有 challenge 时，它接受任何 `code_challenge_method`；2.45.1 拒绝未知的方法。',
    explains: titled('the connector with {"code_challenge_method":"S512"}'),
  },
  {
    id: 'blank-scope',
    en: 'A renewal with a scope of blanks: all that was granted there, nothing at 2.45.1.',
    zh: '续期时 scope 只有空白：它给出全部已授予的范围，2.45.1 什么也不给。',
    explains: titled('a renewal for " "'),
  },
]

const NEXT: readonly Known[] = [
  {
    id: 'session-cookie',
    en: 'A session belongs to a cookie (`dex_session`) there, here to the person: so another browser of the same person goes on without the connector, a Logout Token is sent whoever brings a good `id_token_hint`, and a consent is forgotten with its session.',
    zh: '那里会话属于 Cookie（`dex_session`），这里属于用户：因此同一用户的另一个浏览器无需经过连接器，谁带来有效的 `id_token_hint` 都会发送 Logout Token，授权也随会话一起被忘记。',
    explains: (difference) =>
      (difference.aspect === 'header set-cookie' && /^dex_session=/.test(difference.dex ?? '')) ||
      (LOGINS.includes(difference.title) &&
        / \/(?:auth|callback)\/hportal$/.test(difference.answer)),
  },
  {
    id: 'cross-site-logout',
    en: 'A logout by POST from another site is refused (403), since nothing of the box’s cookie protects it here.',
    zh: '来自其他网站的 POST 退出请求会被拒绝（403），因为这里没有 Cookie 可以保护它。',
    explains: titled('a logout by POST from another site'),
  },
]

/** Every reason; the first that explains a difference has it. */
export const KNOWN: readonly Known[] = [
  ...BOTH,
  ...TODAY.map((row): Known => ({ ...row, shape: '2.45' })),
  ...NEXT.map((row): Known => ({ ...row, shape: 'next' })),
]

/** The reason of a difference. */
export function reasonOf(difference: Difference): Known | undefined {
  return KNOWN.find(
    ({ shape, explains }) =>
      (shape === undefined || shape === difference.shape) && explains(difference),
  )
}
