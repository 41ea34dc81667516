/** Routes and upstreams: their form, and that what they lead to is there. */
import { CONTAINER_SUFFIX, CONTENT_DIRECTORY, type Text } from '../../facts.ts'
import {
  applicationList,
  applicationPlace,
  type Context,
  type Rule,
  staticValue,
} from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { entriesOf, find, isEmpty, itemsOf, type Place, textOf } from '../node.ts'
import { filesBelow, parseRoute, parseTarget, type RouteFault, type Target } from '../route.ts'
import { MASK } from '../template.ts'

/** A route or an upstream in its right form. */
interface Leading {
  /** What no other may share. */
  readonly key: string
  readonly at: Place
  readonly target: Target | undefined
  /** Started by the platform to serve the route. */
  readonly command: string | undefined
}

/** Every rule about where requests go. */
export const checkRoutes: Rule = (context) => {
  const parts = [...readRoutes(context), ...readUpstreams(context)]
  const leading = parts.filter((part): part is Leading => 'key' in part)
  return [
    ...parts.filter((part): part is Complaint => 'code' in part),
    ...checkPresence(context),
    ...(context.manifest.conditional ? [] : checkDuplicates(leading)),
    ...leading.flatMap((one) => [...checkService(context, one), ...checkFiles(context, one)]),
    ...checkPort(context, leading),
  ]
}

function readRoutes(context: Context): readonly (Leading | Complaint)[] {
  return applicationList(context, 'routes').flatMap((node): readonly (Leading | Complaint)[] => {
    const value = textOf(node)
    if (value === undefined) return []
    const route = parseRoute(value)
    const { at } = node
    if (typeof route === 'string')
      return [{ code: 'route-malformed', at, ...describe(route, value) }]
    const { prefix: key, target } = route
    const command = target.kind === 'exec' ? target.command : undefined
    return [{ key, at, target, command }]
  })
}

function describe(fault: RouteFault, value: string): { why: Text; fix: Text } {
  return {
    why: text(`${shown(value)} is no route.`, `${shown(value)} 不是有效的路由。`),
    fix: FIXES[fault],
  }
}

const FIXES: Readonly<Record<RouteFault, Text>> = {
  prefix: text(
    'Write /path=target, with a slash in front and "=" between them.',
    '写成 /路径=目标：以斜杠开头，中间用“=”。',
  ),
  scheme: text(
    'Let the target begin with exec://, http://, https:// or file://.',
    '目标应以 exec://、http://、https:// 或 file:// 开头。',
  ),
  exec: text(
    'Write exec://PORT,COMMAND, such as exec://3000,/lzcapp/pkg/content/run.sh.',
    '写成 exec://端口,命令，例如 exec://3000,/lzcapp/pkg/content/run.sh。',
  ),
  http: text(
    'Write http://HOST:PORT/, with a port from 1 to 65535.',
    '写成 http://主机:端口/，端口为 1 到 65535。',
  ),
  file: text(
    'Write file:// and a whole path, such as file:///lzcapp/pkg/content/.',
    '写成 file:// 加绝对路径，例如 file:///lzcapp/pkg/content/。',
  ),
}

function readUpstreams(context: Context): readonly (Leading | Complaint)[] {
  return applicationList(context, 'upstreams').flatMap((node): readonly (Leading | Complaint)[] => {
    if (node.kind !== 'map') return []
    const wrong = (at: Place, why: Text, fix: Text): readonly Complaint[] => [
      { code: 'upstream-malformed', at, why, fix },
    ]
    const location = find(node, 'location')
    const path = textOf(location)
    if (isEmpty(location) || (path !== undefined && !path.startsWith('/'))) {
      return wrong(
        location?.at ?? node.at,
        text('An upstream needs the path that it is for.', 'upstream 需要写明匹配的路径。'),
        text('Add "location: /", with a slash in front.', '加入 location: /，以斜杠开头。'),
      )
    }
    const backend = find(node, 'backend')
    const command = textOf(find(node, 'backend_launch_command'))
    if (isEmpty(backend) && isEmpty(find(node, 'backend_launch_command'))) {
      return wrong(
        node.at,
        text('This upstream leads nowhere.', '此 upstream 没有目标。'),
        text('Add "backend: http://…".', '加入 backend: http://…。'),
      )
    }
    const address = textOf(backend)
    const target = address === undefined ? undefined : parseTarget(address)
    if (typeof target === 'string' || target?.kind === 'exec') {
      return wrong(
        backend?.at ?? node.at,
        text(
          `${shown(address ?? '')} is no backend.`,
          `${shown(address ?? '')} 不是有效的 backend。`,
        ),
        text(
          'Write an http://, https:// or file:// address; a program goes to backend_launch_command.',
          '请写 http://、https:// 或 file:// 地址；程序写在 backend_launch_command。',
        ),
      )
    }
    const prefix = textOf(find(node, 'domain_prefix')) ?? ''
    return [
      { key: `${prefix} ${path ?? MASK}`.trim(), at: location?.at ?? node.at, target, command },
    ]
  })
}

function checkPresence(context: Context): readonly Complaint[] {
  const { application } = context
  if (application?.kind !== 'map') return []
  const ways = ['routes', 'upstreams', 'ingress', 'injects'].map((key) => find(application, key))
  if (
    ways.some((node) => itemsOf(node).length > 0 || (node?.kind === 'scalar' && !isEmpty(node)))
  ) {
    return []
  }
  return [
    {
      code: 'route-missing',
      at: applicationPlace(context),
      why: text('No request ever reaches the app.', '任何请求都到不了应用。'),
      fix: text(
        'Add "routes:" with a line such as "- /=http://web:3000".',
        '加入 routes:，例如 - /=http://web:3000。',
      ),
    },
  ]
}

function checkDuplicates(leading: readonly Leading[]): readonly Complaint[] {
  const seen = new Set<string>()
  return leading.flatMap(({ key, at }): readonly Complaint[] => {
    if (key.includes(MASK) || !seen.has(key)) {
      seen.add(key)
      return []
    }
    const why = text(`${shown(key)} has a route already.`, `${shown(key)} 已有路由。`)
    const fix = text('Keep one of them.', '只保留其中一条。')
    return [{ code: 'route-duplicate', at, why, fix }]
  })
}

/** Names that are there without a service of that name. */
const GIVEN: ReadonlySet<string> = new Set(['app', 'localhost', '_outbound', '_gateway'])

function checkService(context: Context, { target, at }: Leading): readonly Complaint[] {
  if (target?.kind !== 'http') return []
  const names = entriesOf(context.services).map(({ key }) => key)
  const name = serviceName(target.host, textOf(staticValue(context, 'package')))
  if (name === undefined || GIVEN.has(name) || names.includes(name)) return []
  if (names.some((one) => one.includes(MASK))) return []
  return [
    {
      code: 'route-service-unknown',
      at,
      why: text(`There is no service ${shown(name)}.`, `没有名为 ${shown(name)} 的服务。`),
      fix:
        names.length === 0
          ? text(`Add it below "services:".`, '请在 services: 下加入它。')
          : text(
              `Write one of ${shown(names.join(', '))}, or add it below "services:".`,
              `请改为 ${shown(names.join('、'))} 之一，或在 services: 下加入它。`,
            ),
    },
  ]
}

/** The service of this app that a host stands for; `undefined` for hosts elsewhere. */
function serviceName(host: string, id: string | undefined): string | undefined {
  if (!host.includes('.')) return /^\d+$/.test(host) || host.startsWith('[') ? undefined : host
  const own = `.${id}.${CONTAINER_SUFFIX.value}`
  return id !== undefined && host.endsWith(own)
    ? host.slice(0, -own.length).split('.').at(-1)
    : undefined
}

function checkFiles({ files }: Context, { target, command, at }: Leading): readonly Complaint[] {
  const { content } = files
  if (content === undefined) return []
  const program = filesBelow(command?.split(/\s/)[0] ?? '', CONTENT_DIRECTORY.value)
  const path = target?.kind === 'file' ? target.path : ''
  const named = [
    ...filesBelow(command ?? '', CONTENT_DIRECTORY.value),
    ...filesBelow(path, CONTENT_DIRECTORY.value),
  ]
  const missing = named.find((file) => !content.exists(file))
  if (missing !== undefined) {
    const why = text(
      `The content of the package has no ${shown(missing)}.`,
      `应用包内容中没有 ${shown(missing)}。`,
    )
    const fix = text(
      'Put it into the content directory, or correct the path.',
      '放入内容目录，或改正路径。',
    )
    return [{ code: 'route-file-missing', at, why, fix }]
  }
  const dead = program.find((file) => !content.isExecutable(file))
  if (dead === undefined) return []
  const why = text(`${shown(dead)} is not executable.`, `${shown(dead)} 没有可执行权限。`)
  const fix = text(
    `chmod +x ${shown(dead)}, and build again.`,
    `执行 chmod +x ${shown(dead)} 后重新打包。`,
  )
  return [{ code: 'route-file-not-executable', at, why, fix }]
}

function checkPort({ app }: Context, leading: readonly Leading[]): readonly Complaint[] {
  const { port } = app
  const ports = leading.flatMap(({ target, at }) =>
    target === undefined || target.kind === 'file' || target.port === undefined
      ? []
      : [{ port: target.port, at }],
  )
  const [first] = ports
  if (port === undefined || first === undefined || ports.some((one) => one.port === port)) return []
  return [
    {
      code: 'route-port',
      at: first.at,
      why: text(
        `The app listens on ${port}, and no route leads there.`,
        `应用监听 ${port} 端口，但没有路由指向它。`,
      ),
      fix: text(`Write ${port} instead of ${first.port}.`, `把 ${first.port} 改为 ${port}。`),
    },
  ]
}
