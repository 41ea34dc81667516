/**
 * What the word of LazyCat's ingress is worth here (`session.acceptIngressUser`): whether it has come with the request
 * that is being served, and whether the manifest lets anybody reach the app without it.
 *
 * That the variables of a box are there, and that the app is at its domain, `createLogin` demands itself.
 */
import { ROLE_HEADER, SOURCE_HEADER, USER_HEADER } from 'catflap-lazycat/facts'
import { find, itemsOf, type Node, parseManifest, textOf } from 'catflap-lazycat/manifest'
import type { Settings } from '../configuration/options.ts'
import { shown } from '../errors.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { type Finding, ok, problem, same, warning } from './finding.ts'

const CHECK = 'ingress-user'
const HEADERS = [USER_HEADER, ROLE_HEADER, SOURCE_HEADER].map(({ value }) => value)

/**
 * @param manifest - text of lzc-manifest.yml, when there is one
 * @param header - reads the headers of the request that is being served, when there is one
 */
export function checkIngressUser(
  { session }: Settings,
  manifest: string | undefined,
  header: HeaderReader | undefined,
): Finding {
  const accepted = session.acceptIngressUser
  if (accepted === undefined) return ok(CHECK, { en: 'not taken', zh: '未采信' })
  const root = manifest === undefined ? undefined : parseManifest(manifest).root
  const past = waysPast(root)
  if (past.length > 0) return reachable(past)
  const lacking = header === undefined ? [] : HEADERS.filter((name) => !header(name))
  if (lacking.length > 0) return unnamed(lacking)
  const publicPaths = itemsOf(find(root, 'application', 'public_path')).map(textOf)
  if (publicPaths.includes('/')) return open()
  return ok(CHECK, same(`${SOURCE_HEADER.value}: ${accepted.sources.join(', ')}`), NOTE)
}

const NOTE = {
  en: 'Whoever reaches the port of this app without the ingress can be anybody: the other containers of the app, and TCP ports of application.ingress (looked at with --manifest).',
  zh: '不经过 lzc-ingress 就能到达应用端口的，可以冒充任何人：应用的其他容器，以及 application.ingress 的 TCP 端口（提供 --manifest 时会检查）。',
}

function reachable(past: readonly string[]): Finding {
  return problem(CHECK, {
    expected: { en: 'no port beside the ingress', zh: '没有绕过 lzc-ingress 的端口' },
    seen: same(shown(`application.ingress: ${past.join(', ')}`)),
    fix: {
      en: 'LazyCat signs nobody in at this port, so whoever comes there can be anybody. Remove it, let it lead to another port than that of the pages, or leave session.acceptIngressUser out.',
      zh: '微服在此端口不验证任何人，来者可以冒充任何人。请删除它，让它指向与页面不同的端口，或者删除 session.acceptIngressUser。',
    },
    note: NOTE,
  })
}

function unnamed(lacking: readonly string[]): Finding {
  return warning(CHECK, {
    expected: same(HEADERS.join(', ')),
    seen: { en: `without ${lacking.join(', ')}`, zh: `缺少 ${lacking.join('、')}` },
    fix: {
      en: 'Open the app at its address on the box. Where this came by it, the path is public and nobody is signed in at the box, or something between removes the headers: then everybody signs in by a login.',
      zh: '请用应用在微服上的地址打开。如果本来就是从那里来的：可能路径是公开的而此人未登录微服，或者中间有谁去掉了请求头；此时每个人都要通过登录进入。',
    },
    note: NOTE,
  })
}

function open(): Finding {
  return warning(CHECK, {
    expected: { en: 'only what anybody may see', zh: '只列出任何人都可以看的路径' },
    seen: same('public_path: /'),
    fix: {
      en: 'The ingress lets everybody through to every page and names only those who are signed in at the box; everybody else is sent to a login. Remove "/" from public_path, so that it asks for the sign-in at the box first.',
      zh: 'lzc-ingress 会放行任何人访问所有页面，只指明已登录微服的人；其他人会被送去登录。请从 public_path 中删除“/”，让它先要求登录微服。',
    },
    note: NOTE,
  })
}

interface Place {
  /** In lower case. Either is `undefined` where it is a template. */
  readonly service: string | undefined
  readonly port: number | undefined
}

/** Ports of `application.ingress` that lead where the pages are, or may. */
function waysPast(root: Node | undefined): readonly string[] {
  const routes = itemsOf(find(root, 'application', 'routes')).map(textOf)
  const backends = itemsOf(find(root, 'application', 'upstreams')).flatMap(
    (one) => find(one, 'backend') ?? [],
  )
  const targets = [...routes.map((one) => one?.replace(/^[^=]*=/, '')), ...backends.map(textOf)]
  const pages = targets.flatMap((target) => placeOf(target) ?? [])
  return itemsOf(find(root, 'application', 'ingress')).flatMap((one) => {
    if (textOf(find(one, 'protocol'))?.toLowerCase() === 'udp') return []
    const named = find(one, 'service')
    const service = named ? textOf(named)?.toLowerCase() : 'app'
    const [port, outside] = ['port', 'publish_port'].map((key) => textOf(find(one, key)))
    const leads = pages.some(
      (page) =>
        (page.service === service || page.service === undefined || service === undefined) &&
        (page.port === undefined || covers(port ?? outside, page.port)),
    )
    return leads ? [`${service ?? '?'}:${port ?? outside ?? '?'}`] : []
  })
}

/**
 * Where a route or a backend leads: this very container, or a service by its name.
 *
 * @param target - `undefined` where it is a template: it may lead anywhere then
 */
function placeOf(target: string | undefined): Place | undefined {
  if (target === undefined) return { service: undefined, port: undefined }
  const [, scheme, rest = ''] = /^\s*([a-z]+):\/\/(.*)$/s.exec(target.toLowerCase()) ?? []
  if (scheme === 'exec')
    return { service: 'app', port: Number(/^\d+/.exec(rest)?.[0]) || undefined }
  if (scheme !== 'http' && scheme !== 'https') return undefined
  const authority = rest.split(/[/?#]/, 1)[0]?.replace(/^.*@/s, '') ?? ''
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?/.exec(authority) ?? []
  const isOwn = /^(?:127\.[\d.]+|0\.0\.0\.0|\[::1?\]|localhost)$/.test(host)
  const service = isOwn ? 'app' : (host.split('.', 1)[0] ?? '')
  return { service, port: port === undefined ? (scheme === 'http' ? 80 : 443) : Number(port) }
}

/** @param ports - one, a range, or what nobody can read before it is rendered */
function covers(ports: string | undefined, port: number): boolean {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(ports ?? '') ?? []
  return from === undefined || (port >= Number(from) && port <= Number(to))
}
