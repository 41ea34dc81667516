/** Routes and upstreams: their form, and that what they lead to is there. */
import { CONTAINER_SUFFIX, CONTENT_DIRECTORY, HOST_NAME } from '../../facts.ts'
import {
  applicationPlace,
  type Context,
  isResourceOnly,
  type Rule,
  staticValue,
} from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { type Leading, readRoutes, readUpstreams } from '../leading.ts'
import { entriesOf, find, isEmpty, itemsOf, type Place, textOf } from '../node.ts'
import { filesBelow } from '../route.ts'
import { MASK } from '../template.ts'

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

function checkPresence(context: Context): readonly Complaint[] {
  const { application } = context
  if (application?.kind !== 'map' || isResourceOnly(context)) return []
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
  if (target.host === 'host.docker.internal') return [{ ...HOST, at }]
  const names = entriesOf(context.services).map(({ key }) => key)
  const name = serviceName(target.host, textOf(staticValue(context, 'package')))
  const mode = name === undefined ? undefined : textOf(find(context.services, name, 'network_mode'))
  if (mode === 'host') return [hostNetwork(name ?? '', at)]
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

const HOST = {
  code: 'route-host',
  why: text(
    'A box has no host.docker.internal, so that nothing is reached.',
    '微服上没有 host.docker.internal，什么也访问不到。',
  ),
  fix: text(`Write ${HOST_NAME.value}.`, `写成 ${HOST_NAME.value}。`),
} as const

const hostNetwork = (name: string, at: Place): Complaint => ({
  code: 'route-host-network',
  at,
  why: text(
    `${shown(name)} is in the network of the box itself, where its name may not be known.`,
    `服务 ${shown(name)} 使用主机网络，按名称可能访问不到。`,
  ),
  fix: text(`Write ${HOST_NAME.value} with its port.`, `写成 ${HOST_NAME.value} 加端口。`),
})

/** The service of this app that a host stands for; `undefined` for hosts elsewhere. */
function serviceName(host: string, id: string | undefined): string | undefined {
  if (!host.includes('.')) return /^\d+$/.test(host) || host.startsWith('[') ? undefined : host
  const own = `.${id}.${CONTAINER_SUFFIX.value}`
  return id !== undefined && host.endsWith(own)
    ? host.slice(0, -own.length).split('.').at(-1)
    : undefined
}

function checkFiles(
  { files, build }: Context,
  { target, command, at }: Leading,
): readonly Complaint[] {
  const { content } = files
  if (content === undefined) return []
  const program = filesBelow(command?.split(/\s/)[0] ?? '', CONTENT_DIRECTORY.value)
  const path = target?.kind === 'file' ? target.path : ''
  const named = [
    ...filesBelow(command ?? '', CONTENT_DIRECTORY.value),
    ...filesBelow(path, CONTENT_DIRECTORY.value),
  ]
  const missing = named.find((file) => !content.exists(file))
  if (missing !== undefined && !isEmpty(find(build?.root, 'buildscript'))) {
    return [{ ...unbuilt(missing), at }]
  }
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

const unbuilt = (file: string) =>
  ({
    code: 'route-file-unbuilt',
    why: text(
      `The content has no ${shown(file)} yet; the buildscript may make it.`,
      `内容目录中还没有 ${shown(file)}；buildscript 也许会生成它。`,
    ),
    fix: text('Build, and check again.', '请先构建，再检查一次。'),
  }) as const

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
