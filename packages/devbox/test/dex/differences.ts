/**
 * Where the box answers otherwise than Dex 2.45.1, on purpose: what Dex did, and why the box does not.
 * The READMEs list exactly these.
 */
import type { Devbox } from '../../src/index.ts'
import { type Answer, type Ask, get, type Row } from './answers.ts'

/** A difference, in the words of the READMEs. */
export interface Difference {
  readonly en: string
  readonly zh: string
  /** The request that shows it; the answer is Dex's. */
  readonly shows: Row
}

const page = (status: number): Answer => ({ status })

const good = (box: Devbox): Ask => {
  const query = new URLSearchParams({
    client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
    redirect_uri: box.environment.OIDC_REDIRECT_URI!,
    response_type: 'code',
    scope: 'openid',
  })
  return { path: `/sys/oauth/auth?${query}` }
}
/** A login of alice's, up to the page that asks her. */
const asAlice = (box: Devbox): Ask => {
  return { ...good(box), headers: { cookie: 'catflap-devbox-user=alice' } }
}

export const DIFFERENCES: readonly Difference[] = [
  {
    en: 'Nobody signed in at the box: Dex ends on a page with status 500, the box lets you choose a user.',
    zh: '微服上无人登录：Dex 停在状态 500 的页面，而本机微服让你选择用户。',
    shows: ['a login of nobody', good, page(500)],
  },
  {
    en: 'The approval page may be kept by caches and run anything at Dex; the box sends `no-store`, `nosniff` and a policy without scripts. Like Dex it lets forms lead anywhere and any page frame it.',
    zh: 'Dex 的授权页可被缓存，也没有内容策略；本机微服发送 `no-store`、`nosniff` 和不含脚本的策略。与 Dex 相同的是，表单可以跳往任何地址，任何页面都可以内嵌它。',
    shows: ['the approval page', asAlice, { status: 200, headers: { 'cache-control': null } }],
  },
  {
    en: 'Dex answers to any `Host`; the box to its own names only (421).',
    zh: 'Dex 应答任何 `Host`；本机微服只应答自己的名字（421）。',
    shows: ['another host', get('/healthz', { host: 'elsewhere.example' }), page(200)],
  },
  {
    en: 'The connector’s callback is a whole address in the `Location` of Dex; here it is a path, so that a login stays at the name of this computer where it began.',
    zh: 'Dex 的 `Location` 中，连接器的回调是完整地址；这里是路径，使登录留在开始时所用的本机名字上。',
    shows: [
      'a good request at the connector',
      (box) => {
        const { path } = good(box)
        return { path: path.replace('/auth?', '/auth/hportal?') }
      },
      { status: 302, location: '{box}/sys/oauth/callback/hportal?state={id}' },
    ],
  },
  {
    en: 'Whole addresses as request targets, and the files and themes of Dex’s pages, are not answered (404).',
    zh: '以完整地址作为请求目标，以及 Dex 页面的静态文件和主题，都不应答（404）。',
    shows: ['a file of a page', get('/static/main.css'), page(200)],
  },
]
