/** Routes and upstreams in one form, and what is wrong with those that have none. */
import { CONTENT_DIRECTORY, type Text } from '../facts.ts'
import { applicationList, type Context } from './context.ts'
import { type Complaint, shown, text } from './finding.ts'
import { find, isEmpty, type Place, textOf } from './node.ts'
import { parseRoute, parseTarget, type RouteFault, type Target } from './route.ts'
import { MASK } from './template.ts'

/** A route or an upstream in its right form. */
export interface Leading {
  /** What no other may share. */
  readonly key: string
  readonly at: Place
  readonly target: Target | undefined
  /** Started by the platform to serve the route. */
  readonly command: string | undefined
}

/** The routes of a manifest. */
export function readRoutes(context: Context): readonly (Leading | Complaint)[] {
  return applicationList(context, 'routes').flatMap((node): readonly (Leading | Complaint)[] => {
    const value = textOf(node)
    if (value === undefined || value.includes('${')) return []
    const route = parseRoute(value)
    const { at } = node
    if (PER_USER.test(value)) return [perUser(value, at)]
    if (typeof route === 'string')
      return [{ code: 'route-malformed', at, ...describe(route, value) }]
    const { prefix: key, target } = route
    const command = target.kind === 'exec' ? target.command : undefined
    return [{ key, at, target, command }]
  })
}

/** The user's own instance, as routes named it before `multi_instance`. */
const PER_USER = /\/\/\$uid\./

const perUser = (value: string, at: Place): Complaint => ({
  code: 'route-per-user',
  at,
  why: text(
    `${shown(value)} is the old way to lead each user to an instance of their own.`,
    `${shown(value)} 是让每个用户访问各自实例的旧写法。`,
  ),
  fix: text(
    'Write the name of the service without "$uid.", and multi_instance: true below application.',
    '去掉“$uid.”，只写服务名，并在 application 下写 multi_instance: true（多实例）。',
  ),
})

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
    `Write exec://PORT,COMMAND, such as exec://3000,${CONTENT_DIRECTORY.value}/run.sh.`,
    `写成 exec://端口,命令，例如 exec://3000,${CONTENT_DIRECTORY.value}/run.sh。`,
  ),
  http: text(
    'Write http://HOST:PORT/, with a port from 1 to 65535.',
    '写成 http://主机:端口/，端口为 1 到 65535。',
  ),
  file: text(
    `Write file:// and a whole path, such as file://${CONTENT_DIRECTORY.value}/.`,
    `写成 file:// 加绝对路径，例如 file://${CONTENT_DIRECTORY.value}/。`,
  ),
}

/** Its upstreams. */
export function readUpstreams(context: Context): readonly (Leading | Complaint)[] {
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
    const open = address === undefined || address.includes('${')
    if (address !== undefined && PER_USER.test(address)) {
      return [perUser(address, backend?.at ?? node.at)]
    }
    const target = open ? undefined : parseTarget(address)
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
